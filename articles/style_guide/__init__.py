"""The style guide at /style/: every component of the paper in every state, for who builds it.

`samples` makes models that look real and are in no database; `specimens` says which of them
each component is shown with.
"""
