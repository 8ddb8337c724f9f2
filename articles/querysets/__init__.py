"""The newsroom's vocabulary for sets of rows, and the one rule of who sees what.

`published()` is what any reader sees. `visible_to(user)` adds what the desk may see.
Every page, feed, sitemap, search answer, picture and count goes through one of the two. What
hour it is, the database says: all machines that run the site agree about it.
"""

from .around_stories import (
    AuthorQuerySet,
    CorrectionQuerySet,
    QuoteQuerySet,
    TopicQuerySet,
    VersionQuerySet,
)
from .listed import ListedQuerySet, ListedStories
from .named import NamedQuerySet
from .near import stories_near
from .paper import PaperQuerySet
from .pictures import EmbedQuerySet, GalleryQuerySet, PictureQuerySet, PlacementQuerySet
from .sounds import SoundQuerySet
from .stories import StoryQuerySet

__all__ = [
    "AuthorQuerySet",
    "CorrectionQuerySet",
    "EmbedQuerySet",
    "GalleryQuerySet",
    "ListedQuerySet",
    "ListedStories",
    "NamedQuerySet",
    "PaperQuerySet",
    "PictureQuerySet",
    "PlacementQuerySet",
    "QuoteQuerySet",
    "SoundQuerySet",
    "StoryQuerySet",
    "TopicQuerySet",
    "VersionQuerySet",
    "stories_near",
]
