from .author import Author, Byline
from .correction import Correction
from .embed import Embed
from .event import StoryEvent
from .gallery import Gallery, Placement
from .imported import Imported, OldAddress
from .paper import Paper, Policy
from .picture import Picture
from .quote import Quote
from .reads import Reads
from .search_entry import SearchEntry
from .section import Section
from .story import Story
from .topic import Topic
from .version import StoryVersion

__all__ = [
    "Author",
    "Byline",
    "Correction",
    "Embed",
    "Gallery",
    "Imported",
    "OldAddress",
    "Paper",
    "Picture",
    "Placement",
    "Policy",
    "Quote",
    "Reads",
    "SearchEntry",
    "Section",
    "Story",
    "StoryEvent",
    "StoryVersion",
    "Topic",
]
