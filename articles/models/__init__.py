from .accepted_finding import AcceptedFinding
from .announcement import Announcement
from .appearance import Appearance
from .author import Author, Byline
from .checked import Checked
from .colleague import Colleague
from .correction import Correction
from .desk_note import DeskNote
from .editing import Editing
from .embargo import Embargo
from .embed import Embed
from .former_name import FormerName
from .gallery import Gallery, Placement
from .imported import AskedFor, Imported, OldAddress
from .invitation import Invitation
from .link_check import LinkCheck
from .move_in import MoveIn
from .paper import Paper, Policy
from .picture import Picture
from .quote import Quote
from .reads import Reads
from .record import Record
from .search_entry import DeskEntry, SearchEntry
from .section import Section
from .share_link import ShareLink
from .sound import Sound
from .story import Story
from .task import Task
from .tombstone import Tombstone
from .topic import Topic
from .version import StoryVersion
from .working_copy import WorkingCopy

__all__ = [
    "AcceptedFinding",
    "Announcement",
    "Appearance",
    "AskedFor",
    "Author",
    "Byline",
    "Checked",
    "Colleague",
    "Correction",
    "DeskEntry",
    "DeskNote",
    "Editing",
    "Embargo",
    "Embed",
    "FormerName",
    "Gallery",
    "Imported",
    "Invitation",
    "LinkCheck",
    "MoveIn",
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
    "ShareLink",
    "Sound",
    "Story",
    "StoryVersion",
    "Task",
    "Tombstone",
    "Topic",
    "WorkingCopy",
]
