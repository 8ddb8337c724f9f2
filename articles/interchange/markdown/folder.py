"""The files of a site: its texts, and the pictures that lie beside them."""

import re
from collections import Counter
from pathlib import PurePosixPath
from posixpath import normpath

from django.conf import settings

from articles.pictures.receiving import Refused

from . import places

MAX_FILES = 100_000
MAX_TEXT = 4 * 1024 * 1024  # bytes
PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"}
# Where programs keep what an address beginning with "/" leads to.
PUBLIC = ("", "static/", "public/", "assets/", "src/", "src/assets/", "source/", "content/")
# What lies where a site begins.
SITE = re.compile(
    r"content|src|source|_posts|_drafts|package\.json|_config\.yml|(?:config|hugo|zola)\.\w+"
    r"|(?:\.eleventy|eleventy\.config|astro\.config)\.\w+"
)
TOO_LONG = "it is longer than 4 MB"
NOT_UTF_8 = "it is not in UTF-8"
CANNOT = "it cannot be read ({})"


class Folder:
    """The `files` of a folder or zip as (name, how to open it), by their paths in the site."""

    def __init__(self, files):
        start = _common(name for name, _ in files)
        self.texts, self.pictures, self.others, self.of_the_design = {}, {}, Counter(), 0
        for name, open_file in files:
            path = name.replace("\\", "/").removeprefix(start)
            if places.is_of_the_design(path):
                self.of_the_design += 1
            elif places.is_text(path):
                self.texts[path] = open_file
            elif (suffix := PurePosixPath(path.lower()).suffix) in PICTURES:
                self.pictures.setdefault(path.lower(), (path, open_file))
            else:
                self.others[suffix[:10] or "no ending"] += 1

    def text(self, path):
        """The text of a file. Raises Refused with the reason in words."""
        data = _read(self.texts[path], MAX_TEXT + 1)
        if len(data) > MAX_TEXT:
            raise Refused(TOO_LONG)
        try:
            return data.decode("utf-8-sig").replace("\x00", "")
        except UnicodeDecodeError as problem:
            raise Refused(NOT_UTF_8) from problem

    def find(self, address, beside):
        """The path of the picture that an address without a host means in the text at the path
        `beside`; None if it is none of these files."""
        if address.startswith("/"):
            wanted = [f"{root}{address.lstrip('/')}" for root in PUBLIC]
        else:
            here = str(PurePosixPath(beside).parent)
            wanted = [f"{here}/{address}", *(f"{root}{address}" for root in PUBLIC)]
        for path in wanted:
            if found := self.pictures.get(normpath(path).lower()):
                return found[0]
        return None

    def picture(self, path):
        """The bytes of a picture; at most one over the largest that is taken. Raises Refused."""
        return _read(self.pictures[path.lower()][1], settings.PICTURE_MAX_BYTES + 1)


def _read(open_file, most):
    try:
        with open_file() as file:
            pieces, size = [], 0
            while size < most and (data := file.read(min(most - size, 1024 * 1024))):
                pieces.append(data)
                size += len(data)
            return b"".join(pieces)
    except (OSError, RuntimeError) as problem:
        raise Refused(CANNOT.format(getattr(problem, "strerror", None) or problem)) from problem


def _common(names):
    """The folder, with "/", in which an archive has the whole of a site; "" without one."""
    names = [name.replace("\\", "/") for name in names]
    first = names[0].partition("/")[0] + "/" if names else ""
    if not all(name.startswith(first) for name in names):
        return ""
    below = {name.removeprefix(first).partition("/")[0] for name in names}
    return first if any(SITE.fullmatch(each) for each in below) else ""
