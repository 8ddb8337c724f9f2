"""Storages, and static files as they are served."""
