"""A picture at the desk: the library, its words, crops and rights, and where it is used."""

from .admin import PictureAdmin

__all__ = ["PictureAdmin"]
