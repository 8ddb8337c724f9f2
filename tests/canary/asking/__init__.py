"""Asking every address there is, and comparing the answers."""
