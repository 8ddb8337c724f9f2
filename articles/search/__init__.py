"""Search: the terms that texts are compared by, the index of them, and finding in it."""
