"""What an export says of a site, its posts and their comments, as plain data."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.utils import timezone

from .id_map import fingerprint
from .plain_text import escaped

AS_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", re.ASCII)


@dataclass
class Site:
    """What stands before the items, and how many of them there are."""

    address: str
    language: str
    authors: dict  # login -> name
    categories: dict  # nicename -> (name, nicename of the parent)
    tags: dict  # nicename -> name
    other_terms: list  # names
    items: Counter = field(default_factory=Counter)  # post type -> number
    comments: int = 0
    numbers: dict = field(default_factory=dict)  # (taxonomy or "author", nicename) -> its number
    program: str = "WordPress"
    no_place: str = "menus, formats and the like have no place here"  # why other_terms stay out


@dataclass(slots=True)
class Comment:
    """A comment as the file has it: all fields are texts."""

    id: str = ""
    author: str = ""
    email: str = ""
    date_gmt: str = ""
    date: str = ""
    content: str = ""
    approved: str = ""
    type: str = ""
    parent: str = ""

    def moment(self):
        """When it was written, as an aware datetime; None if the file does not say."""
        return _utc(self.date_gmt) or _local(self.date)


@dataclass(slots=True)
class Item:
    """A post, page, attachment or whatever else WordPress keeps as one."""

    id: str = ""
    title: str = ""
    link: str = ""
    guid: str = ""
    creator: str = ""
    content: str = ""
    excerpt: str = ""
    date_gmt: str = ""
    date: str = ""
    pub_date: str = ""
    name: str = ""
    status: str = ""
    parent: str = ""
    type: str = ""
    password: str = ""
    sticky: str = ""
    comment_status: str = ""
    attachment_url: str = ""
    terms: list = field(default_factory=list)  # (domain, nicename, name)
    meta: dict = field(default_factory=dict)
    comments: list = field(default_factory=list)
    old_names: list = field(default_factory=list)  # former slugs
    old_dates: list = field(default_factory=list)  # former days of publication: "2012-03-15"
    notes: list = field(default_factory=list)  # what an editor should know of it
    addresses: list = field(default_factory=list)  # further ones that led to it, whole
    left_out: str = ""  # why it is not to come in, if the file itself says so
    place: str = ""  # where it stands in the file, for people, if its id says nothing to them

    def moment(self):
        """When it was published, or is to be, as an aware datetime; None if the file does not say.

        Drafts have the date 0000-00-00 in GMT and often a real one in local time.
        """
        return _utc(self.date_gmt) or _local(self.date) or _rfc_2822(self.pub_date)

    def format(self):
        """For instance "quote"; "" for a standard post."""
        formats = [nicename for domain, nicename, _ in self.terms if domain == "post_format"]
        return formats[0].removeprefix("post-format-") if formats else ""


def attachment(address, parent, alt="", caption="", place=""):
    """A picture at this address, which has no number of its own at the other site; `alt` and
    `caption` are plain text."""
    return Item(
        id=picture_id(address),
        type="attachment",
        name=PurePosixPath(urlsplit(address).path).name,
        attachment_url=address,
        parent=parent,
        excerpt=escaped(caption),
        meta={"_wp_attachment_image_alt": alt},
        place=place or unquote(address),
    )


def picture_id(address):
    """The id of the picture at this address, by which a text's `_thumbnail_id` names it."""
    return fingerprint(address)


def _utc(text):
    moment = _parsed(text)
    return moment and moment.replace(tzinfo=UTC)


def _local(text):
    # The export does not name its time zone; ours is the best guess there is.
    moment = _parsed(text)
    return moment and timezone.make_aware(moment)


def _rfc_2822(text):
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    if not _is_sane(moment):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parsed(text):
    text = text.strip()
    try:
        if AS_WRITTEN.fullmatch(text):  # a tenth of what strptime takes
            moment = datetime.fromisoformat(text)
        else:
            moment = datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 zone follows
    except ValueError:
        return None
    return moment if _is_sane(moment) else None


def _is_sane(moment):
    # Newspapers are younger, and the ends of the calendar break time zone arithmetic.
    return 1600 <= moment.year <= 9000
