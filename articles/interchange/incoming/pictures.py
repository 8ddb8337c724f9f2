"""Attachments become pictures, if they may be fetched."""

import io
import re
from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction

from articles.models import Picture
from articles.models.picture import LONGEST_CAPTION
from articles.pictures.receiving import Refused, look_through, receive
from newsroom.downloads import NoAnswer, NotFetched, fetch

from .id_map import KNOWABLE
from .plain_text import one_line, plain

MOST_CAPTIONS = 100_000
AT_ONCE = 4  # downloads
MAX_FAILURES = 3  # in a row, before a host is asked no more
SUFFIXES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"}
SIZE = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled)(?=\.[a-z0-9]+$)")
# "DSC_1234" says nothing to somebody who cannot see the picture.
CAMERA_NAME = re.compile(r"\S*[_\d]\S*|OLYMPUS DIGITAL CAMERA")
NOT_REQUESTED = "nobody asked for pictures to be fetched from the old site (--media)"


class Pictures:
    """The attachments of the file, and which of them are pictures here."""

    def __init__(self, id_map, report, brought=None, may_fetch=True):
        self.id_map, self.report = id_map, report
        # brought(item): the picture's bytes if they came with the file, else None.
        self.brought, self.may_fetch = brought or (lambda item: None), may_fetch
        self.captions = {}  # attachment that is not here -> what was said under it
        self.reasons = {}  # attachment -> why it could not be fetched
        known = id_map.all("picture")
        here = set(Picture.objects.values_list("pk", flat=True)) if known else ()
        self._known = {key: pk for key, pk in known.items() if pk in here}  # by earlier imports
        self._by_file, self._of_parent = {}, {}
        self._fetched, self._looked_through = set(), set()  # the second of ids and files
        self._answered = set()  # hosts
        self._failures = Counter()  # host -> downloads in a row without an answer

    def fetch(self, items):
        """Take each attachment that is a picture and not here yet: from the file, or download.

        Several at once, from a host that has answered before.
        """
        waiting = deque()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for item in items:
                if item.type != "attachment" or item.id in self._known or _refusal(item):
                    continue
                if _host_of(item.attachment_url) not in self._answered or len(waiting) >= AT_ONCE:
                    self._keep_all(waiting)
                waiting.append((item, self._asked_for(item, pool)))
            self._keep_all(waiting)

    def look_through(self, items):
        """For a dry run: read what came with the file, keep nothing, and download nothing."""
        for item in items:
            if item.type != "attachment" or item.id in self._known or _refusal(item):
                continue
            try:
                if (data := self.brought(item)) is not None:
                    look_through(io.BytesIO(data))
                    self._looked_through.add(item.id)
            except Refused as refused:
                self.reasons[item.id] = str(refused).rstrip(".")

    def account_for(self, item):
        """Count an attachment; remember where it belongs if it is a picture here."""
        title = plain(item.title, 80) or one_line(unquote(item.name), 80)
        name = f"attachment {one_line(item.place, 200) or item.id} “{title}”"
        pk = self._known.get(item.id)
        if pk is None and item.id in self._looked_through:
            self.report.count("attachment", "imported")
            self._looked_through.add(_file_of(item.attachment_url))
            return
        if pk is None:
            reason = _refusal(item) or self.reasons.get(item.id, NOT_REQUESTED)
            self.report.leave_out("attachment", name, reason)
            if len(self.captions) < MOST_CAPTIONS and (caption := plain(item.excerpt, 1000)):
                # Galleries name it by its number alone.
                self.captions[item.id] = caption
                self._of_parent.setdefault(item.parent, []).append(item.id)
            return
        self.report.count("attachment", "imported" if item.id in self._fetched else "unchanged")
        self._by_file[_file_of(item.attachment_url)] = pk
        self._of_parent.setdefault(item.parent, []).append(item.id)

    def find(self, external_id, address=""):
        """The Picture with this external id or file, or None. Ids change when sites move."""
        pk = self._by_file.get(_file_of(address)) if address else None
        pk = pk or self._known.get(external_id)
        return Picture.objects.filter(pk=pk).first() if pk else None

    def here(self, items):
        """(item, Picture) of those attachments that are pictures here; one query."""
        pks = {item.id: self._known[item.id] for item in items if item.id in self._known}
        found = Picture.objects.only("key", "width").in_bulk(pks.values()) if pks else {}
        return [(i, found[pks[i.id]]) for i in items if i.id in pks and pks[i.id] in found]

    def would_be_here(self, external_id, address):
        """Whether a picture is missing for no other reason than that this is a dry run."""
        return not self._looked_through.isdisjoint({external_id, _file_of(address)})

    def of_post(self, item):
        """The external ids of the pictures that were uploaded to a post."""
        return self._of_parent.get(item.id, [])

    def _keep_all(self, waiting):
        """Make pictures of what was asked for, in its order."""
        while waiting:
            item, answer = waiting.popleft()
            try:
                self._keep(item, answer())
            except (NotFetched, Refused) as problem:
                self.reasons[item.id] = str(problem).rstrip(".")

    def _keep(self, item, data):
        caption = plain(item.excerpt, LONGEST_CAPTION)
        with transaction.atomic():
            picture = receive(
                io.BytesIO(data),
                caption=caption,
                alt=_alt(item, caption),
                **({"created_at": item.moment()} if item.moment() else {}),
            )
            self._fetched.add(item.id)
            self.id_map.add("picture", item.id, picture.pk)
        self._known[item.id] = picture.pk

    def _asked_for(self, item, pool):
        """A function that gives the bytes of the picture, or raises NotFetched."""
        try:
            data = self.brought(item)
        except Refused as refused:
            return partial(_refuse, str(refused).rstrip("."))
        if data is not None:
            return lambda: data
        if not self.may_fetch:
            return partial(_refuse, NOT_REQUESTED)
        host = _host_of(item.attachment_url)
        if self._failures[host] >= MAX_FAILURES:
            return partial(_refuse, f"{host} did not answer for the pictures before it")
        asked = pool.submit(fetch, item.attachment_url, max_bytes=settings.PICTURE_MAX_BYTES)
        return partial(self._answer_of, host, asked)

    def _answer_of(self, host, asked):
        try:
            data = asked.result()
        except NoAnswer:
            self._failures[host] += 1
            self._answered.discard(host)
            raise
        self._failures[host] = 0
        self._answered.add(host)
        return data


def _refuse(reason):
    raise NotFetched(reason)


def _refusal(item):
    """Why this attachment is not downloaded at all, or ""."""
    if not KNOWABLE.fullmatch(item.id):
        return "it has no number by which to know it again"
    suffix = PurePosixPath(_file_of(item.attachment_url)).suffix
    return (
        "" if suffix in SUFFIXES else f"“{suffix[1:][:10]}” is not a kind of picture that is taken"
    )


def _alt(item, caption):
    """The text alternative: what somebody wrote, not the name a camera gave the file."""
    title = plain(item.title)
    if CAMERA_NAME.fullmatch(title):
        title = ""
    alt = one_line(item.meta.get("_wp_attachment_image_alt", ""))
    return one_line(("" if CAMERA_NAME.fullmatch(alt) else alt) or caption or title, 250)


def _file_of(address):
    """The file an address means, whatever host and size it is asked for in."""
    try:
        return SIZE.sub("", unquote(urlsplit(address).path).lower())
    except ValueError:
        return ""


def _host_of(address):
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
