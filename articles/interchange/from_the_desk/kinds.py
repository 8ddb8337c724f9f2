"""What is in a file, and which import takes it.

Nothing else here calls the imports themselves.
"""

import json
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from articles.interchange import (
    feed,
    ghost,
    markdown,
    pictures_folder,
    table,
    whole_paper,
    wordpress,
)
from articles.interchange.incoming import Unreadable
from articles.interchange.incoming.source import is_site
from articles.interchange.markdown.places import SUFFIXES as MARKDOWN
from articles.pictures.sandbox.formats import SUFFIXES, detect

from . import Refused

HEAD = 256 * 1024  # bytes
MOST_ENTRIES = 100_000  # of a zip
WANTED = (
    "Give the .xml file of WordPress or of a feed, the .json or .zip of Ghost, a .csv file, or a "
    ".zip with Markdown files or with pictures."
)
EMPTY = "The file is empty."
A_WEB_PAGE = f"This is a page of a site, not what a program exported. {WANTED}"
NO_EXPORT = "This is XML, but neither a WordPress export nor a feed (RSS or Atom). " + WANTED
NO_GHOST = "This is JSON, but not a Ghost export. " + WANTED
A_PICTURE = "This is a single picture: upload it under “Pictures”, or give a .zip with many."
OUR_OWN = (
    "This is the export of another Harbour paper. It goes into an empty paper, before anybody has "
    "an account: whoever runs the site does it with manage.py import_paper."
)
ONE_FILE_IN_A_ZIP = "There is a .{} file inside this zip: unpack it, and give that file."
NOTHING_IN_IT = f"This zip has neither an export, nor Markdown, nor a picture in it. {WANTED}"
A_TABLE = (
    "This may be a table, but its first row names no column that is known here: one of them must "
    "be headline (or title), and one body, text or markdown."
)
DAMAGED = "This zip is damaged: it was perhaps not sent as a whole."
PACKED = f"Unpack this file first. {WANTED}"
NOTHING_KNOWN = f"This is nothing that can be brought in. {WANTED}"
NO_SITE = "Write the address that readers had for the old site, with https://."

_MARKDOWN = {suffix.removeprefix(".") for suffix in MARKDOWN}
_PICTURES = {*SUFFIXES.values(), "jpeg", "heif"}
_TABULAR = re.compile(r"[^\x00-\x08\n]{0,2000}[,;\t][^\x00-\x08\n]{0,2000}\r?\n[^\x00]")
_WXR = re.compile(r"wordpress\.org/export/|<wp:wxr_version", re.IGNORECASE)
_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_GHOST = re.compile(r'"(db|data|posts)"\s*:')
# Of a .json beside Markdown files, which may be anything.
_SURELY_GHOST = re.compile(
    r'\s*\{\s*"(?:db"\s*:\s*\[|meta"\s*:\s*\{.{0,400}?"data"\s*:\s*\{)', re.DOTALL
)


@dataclass(frozen=True)
class Kind:
    """A program whose files come in. `run(path, choices, dry_run=…, progress=…)` gives the report's
    lines; `choices` are what was chosen in the form, by name."""

    words: str
    run: Callable
    needs_site: bool = False
    may_say_site: bool = False


def _reported(import_site, *given, choices, dry_run, progress, **options):
    fetch = bool(choices.get("fetch"))
    return import_site(
        *given, fetch_pictures=fetch, dry_run=dry_run, progress=progress, **options
    ).lines()


def _wordpress(path, choices, **how):
    return _reported(wordpress.import_site, path, choices=choices, **how)


def _feed(path, choices, **how):
    site, section = choices.get("site", ""), choices.get("section", "")
    return _reported(feed.import_site, [path], site=site, section=section, choices=choices, **how)


def _ghost(path, choices, **how):
    return _reported(ghost.import_site, path, choices.get("site", ""), choices=choices, **how)


def _markdown(path, choices, **how):
    site, section = choices.get("site", ""), choices.get("section", "")
    return _reported(markdown.import_site, path, site, section=section, choices=choices, **how)


def _table(path, choices, **how):
    site, section = choices.get("site", ""), choices.get("section", "")
    return _reported(table.import_site, path, site, section=section, choices=choices, **how)


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
    "feed": Kind("a feed (RSS or Atom)", _feed, may_say_site=True),
    "markdown": Kind("a zip with Markdown files", _markdown, needs_site=True),
    "table": Kind("a table (CSV)", _table, needs_site=True),
    "pictures": Kind("a zip with pictures", _pictures),
}


def run(kind, path, choices, *, dry_run, progress):
    """Import a file of this kind; returns the report, a list of lines.

    `progress(items, total, doing)` goes through items. Raises Refused.
    """
    try:
        return list(KINDS[kind].run(path, choices, dry_run=dry_run, progress=progress))
    except Unreadable as problem:
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
    return _of_text(head)


def check_site(kind, address):
    """That this is the address of a site, where such a file needs or has one. Raises Refused."""
    is_asked = KINDS[kind].needs_site or (KINDS[kind].may_say_site and address)
    if is_asked and not is_site(address.rstrip("/")):
        raise Refused(NO_SITE)


def printable(name):
    """A stranger's file name without what would move a cursor or hide what follows."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:200]


def _of_text(head):
    text = _decoded(head).lstrip("\ufeff \t\r\n\x00")
    if text.startswith(("{", "[")):
        if _GHOST.search(text):
            return "ghost"
        raise Refused(NO_GHOST)
    if text.startswith("<"):
        if _WXR.search(text):
            return "wordpress"
        if _FEED.search(text[:4096]):
            return "feed"
        is_page = re.match(r"<(!doctype\s+html|html)\b", text, re.IGNORECASE)
        raise Refused(A_WEB_PAGE if is_page else NO_EXPORT)
    if table.looks_like_one(head):
        return "table"
    raise Refused(A_TABLE if _TABULAR.match(text) else NOTHING_KNOWN)


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
            if len(names) > MOST_ENTRIES:
                raise Refused(f"The zip has more than {MOST_ENTRIES:,} entries: divide it.")
            suffixes = {_suffix(name) for name in names}
            if suffixes & _MARKDOWN and not _is_of_ghost(archive):
                return "markdown"
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as problem:
        raise Refused(DAMAGED) from problem
    if "json" in suffixes:
        return "ghost"
    if suffixes & _PICTURES:
        return "pictures"
    one = next((suffix for suffix in ("xml", "csv") if suffix in suffixes), "")
    raise Refused(ONE_FILE_IN_A_ZIP.format(one) if one else NOTHING_IN_IT)


def _is_of_ghost(archive):
    """Whether the .json that Ghost's import would take is Ghost's, in a zip with Markdown too."""
    entries = [entry for entry in archive.infolist() if _suffix(entry.filename) == "json"]
    if not entries:
        return False
    try:
        with archive.open(max(entries, key=lambda entry: entry.file_size)) as file:
            return bool(_SURELY_GHOST.match(_decoded(file.read(HEAD))))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        return False


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
