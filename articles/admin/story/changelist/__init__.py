"""The list of stories: what is found in it, by what it is narrowed down, and what a row says."""

from .columns import ListOfStories
from .filters import STATES

__all__ = ["STATES", "ListOfStories"]
