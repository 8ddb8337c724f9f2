from .announcement import Announcement
from .appearance import Appearance
from .author import Author, Byline
from .correction import Correction
from .embargo import Embargo
from .embed import Embed
from .former_name import FormerName
from .gallery import Gallery, Placement
from .imported import Imported, OldAddress
from .paper import Paper, Policy
from .picture import Picture
from .quote import Quote
from .reads import Reads
from .record import Record
from .search_entry import SearchEntry
from .section import Section
from .story import Story
from .task import Task
from .tombstone import Tombstone
from .topic import Topic
from .version import StoryVersion

__all__ = [
    "Announcement",
    "Appearance",
    "Author",
    "Byline",
    "Correction",
    "Embargo",
    "Embed",
    "FormerName",
    "Gallery",
    "Imported",
    "OldAddress",
    "Paper",
    "Picture",
    "Placement",
    "Policy",
    "Quote",
    "Reads",
    "Record",
    "SearchEntry",
    "Section",
    "Story",
    "StoryVersion",
    "Task",
    "Tombstone",
    "Topic",
]
