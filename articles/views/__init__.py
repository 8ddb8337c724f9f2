"""For people who read: find, decide, answer."""

from .archive import archive, archive_day, archive_month, archive_year
from .errors import not_found
from .front import front
from .lists import author, corrections, section, topic
from .media import rendition
from .photographs import galleries, gallery, gallery_picture
from .quotes import quote, quotes
from .search import search
from .story import story

__all__ = [
    "archive",
    "archive_day",
    "archive_month",
    "archive_year",
    "author",
    "corrections",
    "front",
    "galleries",
    "gallery",
    "gallery_picture",
    "not_found",
    "quote",
    "quotes",
    "rendition",
    "search",
    "section",
    "story",
    "topic",
]
