"""A story at the desk: writing it, and everything that an editor may decide about it."""

from .admin import StoryAdmin

__all__ = ["StoryAdmin"]
