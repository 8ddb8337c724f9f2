"""What is in a file, and which import takes it.

Nothing else here calls the imports themselves.
"""

import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from articles.interchange import ghost, pictures_folder, whole_paper, wordpress
from articles.pictures.sandbox.formats import SUFFIXES, detect

from . import Refused

HEAD = 256 * 1024  # bytes
MOST_ENTRIES = 100_000  # of a zip
WANTED = "Give the .xml file of WordPress, the .json or .zip of Ghost, or a .zip with pictures."
EMPTY = "The file is empty."
A_WEB_PAGE = f"This is a page of a site, not what a program exported. {WANTED}"
NO_WXR = "This is XML, but not a WordPress export: it names no WXR version. " + WANTED
NO_GHOST = "This is JSON, but not a Ghost export. " + WANTED
A_PICTURE = "This is a single picture: upload it under “Pictures”, or give a .zip with many."
OUR_OWN = (
    "This is the export of another Harbour paper. It goes into an empty paper, before anybody has "
    "an account: whoever runs the site does it with manage.py import_paper."
)
XML_IN_A_ZIP = "There is a WordPress export inside this zip: unpack it, and give the .xml file."
NOTHING_IN_IT = f"This zip has neither a Ghost export nor a picture in it. {WANTED}"
DAMAGED = "This zip is damaged: it was perhaps not sent as a whole."
PACKED = f"Unpack this file first. {WANTED}"
NOTHING_KNOWN = f"This is nothing that can be brought in. {WANTED}"
NO_SITE = "Write the address that readers had for the old site, with https://."

_PICTURES = {*SUFFIXES.values(), "jpeg", "heif"}
_WXR = re.compile(r"wordpress\.org/export/|<wp:wxr_version", re.IGNORECASE)
_GHOST = re.compile(r'"(db|data|posts)"\s*:')


@dataclass(frozen=True)
class Kind:
    """A program whose files come in. `run(path, choices, dry_run, progress)` gives the report's
    lines; `choices` are what was chosen in the form, by name."""

    words: str
    run: Callable
    needs_site: bool = False


def _wordpress(path, choices, dry_run, progress):
    fetch = bool(choices.get("fetch"))
    return wordpress.import_site(
        path, fetch_pictures=fetch, dry_run=dry_run, progress=progress
    ).lines()


def _ghost(path, choices, dry_run, progress):
    site, fetch = choices.get("site", ""), bool(choices.get("fetch"))
    return ghost.import_site(
        path, site, fetch_pictures=fetch, dry_run=dry_run, progress=progress
    ).lines()


def _pictures(path, choices, dry_run, progress):
    report = pictures_folder.import_pictures(
        path,
        gallery=choices.get("gallery", ""),
        credit=choices.get("credit", ""),
        dry_run=dry_run,
        progress=lambda files, total: progress(files, total, "Taking pictures in"),
    )
    yield f"New in the library: {report.new:,}. There already: {report.present:,}."
    if report.gallery:
        yield f"Put into “{report.gallery}”: {report.placed:,}."
    yield f"Left out: {len(report.refused):,}"
    yield from (f"  {printable(name)}: {reason}" for name, reason in report.refused)


KINDS = {
    "wordpress": Kind("a WordPress export", _wordpress),
    "ghost": Kind("a Ghost export", _ghost, needs_site=True),
    "pictures": Kind("a zip with pictures", _pictures),
}
UNREADABLE = (wordpress.Unreadable, ghost.Unreadable, pictures_folder.Unreadable)


def run(kind, path, choices, *, dry_run, progress):
    """Import a file of this kind; returns the report, a list of lines.

    `progress(items, total, doing)` goes through items. Raises Refused.
    """
    try:
        return list(KINDS[kind].run(path, choices, dry_run, progress))
    except UNREADABLE as problem:
        raise Refused(str(problem)) from problem


def kind_of(file):
    """The key in KINDS of an open binary file, by what it begins with. Raises Refused."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise Refused(EMPTY)
    if head.startswith(b"PK"):
        return _of_zip(file)
    if head.startswith((b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")):
        raise Refused(PACKED)
    if detect(head):
        raise Refused(A_PICTURE)
    return _of_text(_decoded(head).lstrip("\ufeff \t\r\n\x00"))


def check_site(address):
    """That this is the address of a site. Raises Refused."""
    try:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and parts.hostname and not parts.query:
            return
    except ValueError:
        pass
    raise Refused(NO_SITE)


def printable(name):
    """A stranger's file name without what would move a cursor or hide what follows."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:200]


def _of_text(text):
    if text.startswith(("{", "[")):
        if _GHOST.search(text):
            return "ghost"
        raise Refused(NO_GHOST)
    if text.startswith("<"):
        if _WXR.search(text):
            return "wordpress"
        is_page = re.match(r"<(!doctype\s+html|html)\b", text, re.IGNORECASE)
        raise Refused(A_WEB_PAGE if is_page else NO_WXR)
    raise Refused(NOTHING_KNOWN)


def _decoded(head):
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8", "replace")


def _of_zip(file):
    try:
        with zipfile.ZipFile(file) as archive:
            names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
            if whole_paper.MANIFEST in names and _is_ours(archive):
                raise Refused(OUR_OWN)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as problem:
        raise Refused(DAMAGED) from problem
    if len(names) > MOST_ENTRIES:
        raise Refused(f"The zip has more than {MOST_ENTRIES:,} entries: divide it.")
    suffixes = {_suffix(name) for name in names}
    if "json" in suffixes:
        return "ghost"
    if suffixes & _PICTURES:
        return "pictures"
    raise Refused(XML_IN_A_ZIP if "xml" in suffixes else NOTHING_IN_IT)


def _is_ours(archive):
    try:
        told = json.loads(archive.open(whole_paper.MANIFEST).read(HEAD))
        return told.get("format") == whole_paper.FORMAT
    except (ValueError, AttributeError, RuntimeError, RecursionError):
        return False


def _suffix(name):
    path = PurePosixPath(name)
    if "__MACOSX" in path.parts or path.name.startswith("."):
        return ""
    return path.suffix.lower().removeprefix(".")
