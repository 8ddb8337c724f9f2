"""Addresses of the past, and what came from elsewhere."""

from . import imported, old_addresses

__all__ = ["imported", "old_addresses"]
