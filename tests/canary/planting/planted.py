"""What was planted: all that the looking needs to know of the paper."""

from dataclasses import dataclass, field

from .markers import Markers


@dataclass
class Planted:
    """What is public, and what is hidden. `people` are those who may look, by role."""

    markers: Markers = field(default_factory=Markers)
    people: dict = field(default_factory=dict)
    section: object = None
    elsewhere: object = None
    gallery: object = None
    stories: list = field(default_factory=list)
    # By state; those that no reader may tell from stories that never were.
    hidden: dict = field(default_factory=dict)
    # By state; their addresses have an answer of their own, which tells nothing of the text.
    gone: dict = field(default_factory=dict)
    # By state: (the public story, the number of its version that is hidden).
    half: dict = field(default_factory=dict)
    # The numbers of stories that were deleted: (never seen, seen).
    deleted: tuple = ()
    pictures: list = field(default_factory=list)
    sounds: list = field(default_factory=list)
    galleries: list = field(default_factory=list)
    quotes: list = field(default_factory=list)
    authors: list = field(default_factory=list)
    topics: list = field(default_factory=list)
    comments: list = field(default_factory=list)
    # Addresses of the past: those of hidden stories, and those of stories that are gone.
    old_addresses: list = field(default_factory=list)
    letters: list = field(default_factory=list)
    # What readers got at each address before anything hidden was planted, and on which day.
    before: dict = field(default_factory=dict)
    day: object = None
    # Words that stand nowhere, to ask for.
    never_words: list = field(default_factory=list)
    # Things of a kind to try at the desk, by model.
    at_the_desk: dict = field(default_factory=dict)
