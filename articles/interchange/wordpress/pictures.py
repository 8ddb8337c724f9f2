"""Attachments become pictures, if they may be fetched."""

import io
import re
from collections import Counter
from contextlib import contextmanager
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction

from articles.interchange.downloads import NoAnswer, NotFetched, fetch
from articles.models import Picture
from articles.models.picture import LONGEST_CAPTION
from articles.pictures.completing import delete_files
from articles.pictures.receiving import Refused, receive

from .plain_text import one_line, plain

MAX_FAILURES = 3  # in a row, before a host is asked no more
SUFFIXES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"}
SIZE = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled)(?=\.[a-z0-9]+$)")
# "DSC_1234" says nothing to somebody who cannot see the picture.
CAMERA_NAME = re.compile(r"\S*[_\d]\S*|OLYMPUS DIGITAL CAMERA")
NOT_REQUESTED = "pictures are fetched only with --media"


class Pictures:
    """The attachments of the file, and which of them are pictures here."""

    def __init__(self, id_map, report):
        self.id_map, self.report = id_map, report
        self.reasons = {}  # attachment -> why it could not be fetched
        known = id_map.all("picture")
        here = set(Picture.objects.values_list("pk", flat=True)) if known else ()
        self._known = {key: pk for key, pk in known.items() if pk in here}  # by earlier imports
        self._by_file, self._of_parent = {}, {}
        self._fetched = {}
        self._failures = Counter()  # host -> downloads in a row without an answer

    @contextmanager
    def all_or_nothing(self):
        """If the block raises, delete the pictures that were downloaded, rows and files."""
        try:
            yield
        except BaseException:
            with transaction.atomic():
                for external_id, picture in self._fetched.items():
                    self.id_map.remove("picture", external_id)
                    picture.delete()
            for picture in self._fetched.values():
                delete_files(picture)
            raise

    def fetch(self, items):
        """Download each attachment that is a picture and is not here yet."""
        for item in items:
            if item.type != "attachment" or item.id in self._known or _refusal(item):
                continue
            try:
                self._fetch(item)
            except (NotFetched, Refused) as problem:
                self.reasons[item.id] = str(problem).rstrip(".")

    def account_for(self, item):
        """Count an attachment; remember where it belongs if it is a picture here."""
        name = f"attachment {item.id} “{plain(item.title, 80)}”"
        pk = self._known.get(item.id)
        if pk is None:
            reason = _refusal(item) or self.reasons.get(item.id, NOT_REQUESTED)
            self.report.leave_out("attachment", name, reason)
            return
        self.report.count("attachment", "imported" if item.id in self._fetched else "unchanged")
        self._by_file[_file_of(item.attachment_url)] = pk
        self._of_parent.setdefault(item.parent, []).append(item.id)

    def find(self, external_id, address=""):
        """The Picture with this external id or file, or None. Ids change when sites move."""
        pk = self._by_file.get(_file_of(address)) if address else None
        pk = pk or self._known.get(external_id)
        return Picture.objects.filter(pk=pk).first() if pk else None

    def of_post(self, item):
        """The external ids of the pictures that were uploaded to a post."""
        return self._of_parent.get(item.id, [])

    def _fetch(self, item):
        host = _host_of(item.attachment_url)
        if self._failures[host] >= MAX_FAILURES:
            raise NotFetched(f"{host} did not answer for the pictures before it")
        try:
            data = fetch(item.attachment_url, max_bytes=settings.PICTURE_MAX_BYTES)
        except NoAnswer:
            self._failures[host] += 1
            raise
        self._failures[host] = 0
        caption = plain(item.excerpt, LONGEST_CAPTION)
        with transaction.atomic():
            picture = receive(
                io.BytesIO(data),
                caption=caption,
                alt=_alt(item, caption),
                **({"created_at": item.moment()} if item.moment() else {}),
            )
            self._fetched[item.id] = picture
            self.id_map.add("picture", item.id, picture.pk)
        self._known[item.id] = picture.pk


def _refusal(item):
    """Why this attachment is not downloaded at all, or ""."""
    if not re.fullmatch(r"[0-9]{1,20}", item.id):
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
