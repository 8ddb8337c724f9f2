"""What must hold before a story reaches readers, and who hears when it has.

This package receives stories and imports no model, so that models may call it.
"""

from dataclasses import dataclass

from django.dispatch import Signal

from newsroom.suspending import Suspension

from .not_ready import NotReady
from .of_embargoes import ensure_can_be_embargoed, ensure_none_expires_before
from .of_names import ensure_names_can_be_merged
from .of_pictures import ensure_gallery_ready, ensure_picture_can_be_withdrawn
from .of_stories import (
    ensure_can_be_approved,
    ensure_can_be_deleted,
    ensure_can_be_merged,
    ensure_can_be_restored,
    ensure_can_be_returned,
    ensure_can_be_scheduled,
    ensure_can_be_submitted,
    ensure_can_be_taken_down,
    ensure_can_be_updated,
    ensure_can_expire,
    ensure_later,
    ensure_no_update_waits,
    ensure_ready,
    needs_approval,
    problems_of,
    problems_of_pictures,
    reasons_against,
)

__all__ = [
    "Change",
    "NotReady",
    "announced",
    "ensure_can_be_approved",
    "ensure_can_be_deleted",
    "ensure_can_be_embargoed",
    "ensure_can_be_merged",
    "ensure_can_be_restored",
    "ensure_can_be_returned",
    "ensure_can_be_scheduled",
    "ensure_can_be_submitted",
    "ensure_can_be_taken_down",
    "ensure_can_be_updated",
    "ensure_can_expire",
    "ensure_gallery_ready",
    "ensure_later",
    "ensure_names_can_be_merged",
    "ensure_no_update_waits",
    "ensure_none_expires_before",
    "ensure_picture_can_be_withdrawn",
    "ensure_ready",
    "in_words",
    "joined",
    "live_text_changed",
    "merged",
    "needs_approval",
    "problems_of",
    "problems_of_pictures",
    "quietly",
    "reasons_against",
]

# Sent inside the transaction, so that what is derived from the live text (the search
# index) is committed with it or not at all. Argument: story.
live_text_changed = Signal()

# Sent inside the transaction when a story becomes part of another. Arguments: story, into.
merged = Signal()

# Sent inside the transaction when a topic or an author becomes part of another, just before it is
# deleted. Arguments: row, into.
joined = Signal()

# Sent by the worker once the change is committed and its hour has come, inside the transaction
# that ticks it off: what receivers write to the database (tasks, too) happens exactly once,
# anything else at least once. Argument: announcement.
announced = Signal()

# Nothing of the moment is announced in here: an import of thousands is one piece of news.
quietly = Suspension("publishing.quietly")


@dataclass(frozen=True)
class Change:
    """A substantive change, as readers are told of it.

    `kind` is one of Correction.Kind; `wrong` says what was wrong, `text` what is right.
    """

    kind: str
    text: str
    wrong: str = ""
    material: bool = True
