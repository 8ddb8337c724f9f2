"""A gallery at the desk: its words, its pictures row by row, and its hour."""

from .admin import GalleryAdmin

__all__ = ["GalleryAdmin"]
