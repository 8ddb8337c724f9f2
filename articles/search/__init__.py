"""Search: the terms that texts are compared by, the full-text index of them, and finding in it."""
