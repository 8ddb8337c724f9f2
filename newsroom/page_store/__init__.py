"""The page store: a page is made once, kept, and forgotten when something changes that it shows.

docs/caching.md says how a page gets its keys, and what to do for a new one.
"""
