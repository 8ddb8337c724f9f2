"""For people who read: find, decide, answer."""

from .archive import archive, archive_day, archive_month, archive_year
from .errors import not_found
from .front import front
from .galleries import galleries, gallery, gallery_picture
from .icons import favicon, icon, icon_of_size, manifest, paper_card, touch_icon
from .invited import invited
from .lists import author, corrections, section, topic, updates
from .media import rendition, sound
from .paper import policy, read, theme
from .quotes import quote, quotes, speaker
from .reads import read_mark
from .search import search
from .shared import shared
from .story import story
from .text import text_front, text_section, text_story
from .versions import story_version, story_version_changes

__all__ = [
    "archive",
    "archive_day",
    "archive_month",
    "archive_year",
    "author",
    "corrections",
    "favicon",
    "front",
    "galleries",
    "gallery",
    "gallery_picture",
    "icon",
    "icon_of_size",
    "invited",
    "manifest",
    "not_found",
    "paper_card",
    "policy",
    "quote",
    "quotes",
    "read",
    "read_mark",
    "rendition",
    "search",
    "section",
    "shared",
    "sound",
    "speaker",
    "story",
    "story_version",
    "story_version_changes",
    "text_front",
    "text_section",
    "text_story",
    "theme",
    "topic",
    "touch_icon",
    "updates",
]
