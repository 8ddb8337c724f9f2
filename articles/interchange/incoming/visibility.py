"""Who may see a post here: never more people than on the site it comes from."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from articles.body import cleaning

from .id_map import KNOWABLE

MAX_NESTING = 500
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Void elements, and those whose end tag HTML lets authors leave out.
WITHOUT_END_TAG = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()
    + "p li dt dd td th tr option".split()
)
NEVER_IMPORTED = {"trash": "it was in the bin", "auto-draft": "nobody ever saved it"}
DRAFTS = {
    "draft": "was a draft",
    "pending": "was waiting for review",
    "private": "was private",
    "sent": "was only sent by e-mail",
    "members": "was for members only",
    "expired": "was not shown any more",
    "embargoed": "was under embargo",
    "unstated": "has no status",
}


@dataclass(frozen=True, slots=True)
class Visibility:
    """`left_out` says why an item is not imported, `hidden` why it is kept as a draft.

    If both are empty, the story is for readers from `at` on.
    """

    at: datetime | None = None
    left_out: str = ""
    hidden: str = ""


def is_story(item):
    """Whether an item of this type becomes a story."""
    return item.type in ("post", "page")


def visibility_of(item, no_place_for):
    """The `Visibility` of an item; anything but a post or page is left out (`Source`)."""
    if left_out := _why_left_out(item, no_place_for):
        return Visibility(left_out=left_out)
    return _visibility_by_status(item)


def _why_left_out(item, no_place_for):
    if item.left_out or not is_story(item):
        kind = item.type or "nameless"
        nowhere = f"there is no place here for the kind “{kind[:40]}”"
        return item.left_out or no_place_for.get(kind, nowhere)
    if not KNOWABLE.fullmatch(item.id):
        return "it has no number by which to know it again"
    if item.status in NEVER_IMPORTED:
        return NEVER_IMPORTED[item.status]
    if len(item.content) > cleaning.MAX_CHARACTERS:
        return "its text is longer than a million characters"
    if _nesting(item.content) > MAX_NESTING:
        return f"its text nests more than {MAX_NESTING} elements"
    return ""


def _visibility_by_status(item):
    at, now = item.moment(), timezone.now()
    if item.password:
        return Visibility(at, hidden="was protected by a password")
    if item.status == "future":
        if at is None or at <= now:
            # Nobody has seen it there, as far as the file knows.
            return Visibility(at, hidden="was scheduled for an hour that has passed")
        return Visibility(at)
    if item.status != "publish":
        return Visibility(at, hidden=DRAFTS.get(item.status, "had a status that is unknown here"))
    if at is None:
        return Visibility(hidden="has no date")
    return Visibility(at)


def _nesting(source):
    """How deep the elements of a piece of HTML lie in each other, at most."""
    depth = deepest = 0
    for end, name in TAG.findall(source):
        if name.lower() not in WITHOUT_END_TAG:
            depth = max(0, depth - 1) if end else depth + 1
            deepest = max(deepest, depth)
    return deepest
