"""What must hold before a story reaches readers, and who hears when it has.

This module receives stories and imports no model, so that models may call it.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.dispatch import Signal
from django.utils import timezone

# Sent inside the transaction, so that what is derived from the live text (the search
# index) is committed with it or not at all. Argument: story.
live_text_changed = Signal()

# Sent after the commit, for whoever tells the world. Arguments: story.
announced = Signal()

_is_quiet = ContextVar("is_quiet", default=False)


class NotReady(Exception):
    """What stands between a story and its readers, in the editor's words.

    `problems` is a list of sentences.
    """

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__(" ".join(self.problems))


def ensure_ready(story, *, at=None):
    """Raise NotReady unless the latest version may be published."""
    problems = []
    text = story.latest
    if text is None or not text.headline.strip():
        problems.append("Write a headline.")
    if text is None or not text.body.strip():
        problems.append("Write the story: its text is empty.")
    if text is not None and text.lead_picture_id and not text.lead_picture.alt:
        problems.append("Describe the lead picture for those who cannot see it.")
    if at is not None and not 2 <= at.year <= 9998:
        problems.append("Choose a date in this century.")
    if problems:
        raise NotReady(problems)


def ensure_later(at):
    """Raise NotReady unless the moment `at` is still to come."""
    if at <= timezone.now():
        raise NotReady(["This moment has passed. Choose a later one, or publish now."])


def ensure_can_be_scheduled(story, at):
    """Raise NotReady unless the moment `at` is to come and no reader has seen the story."""
    ensure_later(at)
    if story.has_been_seen:
        raise NotReady(["Readers have seen this story already. Publish it now, or leave it."])


def ensure_can_be_taken_down(story, reason):
    problems = []
    if not reason.strip():
        problems.append("Give the reason: readers will find it at the story’s address.")
    if story.status == story.Status.DRAFT:
        problems.append("This story is a draft: there is nothing to take down.")
    if problems:
        raise NotReady(problems)


def ensure_gallery_ready(gallery):
    """Raise NotReady unless the gallery has pictures, each with a text for the blind."""
    placements = list(gallery.placements.select_related("picture"))
    problems = []
    if not placements:
        problems.append("Add at least one picture.")
    problems += [
        f"Describe picture {number} for those who cannot see it."
        for number, placement in enumerate(placements, 1)
        if not placement.picture.alt
    ]
    if problems:
        raise NotReady(problems)


def announce(story):
    """Tell the world that what readers get of this story has changed."""
    if not _is_quiet.get():
        announced.send_robust(type(story), story=story)


@contextmanager
def quietly():
    """Announce nothing in here: an import of thousands is one piece of news."""
    before = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(before)
