"""The files of the old site, from a folder or a zip: what an attachment's address ends with."""

import zipfile
import zlib
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from django.conf import settings

from ..incoming.source import Unreadable

MAX_ENTRIES = 500_000
UPLOADS = "uploads"
NEITHER = "“{}” is neither a folder nor a zip that can be read."
TOO_MANY = "The zip has more than {:,} entries."


class Uploads:
    """Pictures by their path below `uploads`, in whatever folder or zip that lies.

    Of a zip nothing is unpacked; of a folder nothing is read that lies outside, and no link is
    followed. Raises Unreadable for what is neither.
    """

    def __init__(self, path):
        self.folder, self.archive, self.names = Path(path), None, {}
        try:
            if self.folder.is_dir():
                self.folder = self.folder.resolve()
                inside = self.folder / "wp-content" / UPLOADS, self.folder / UPLOADS
                chosen = next((each for each in inside if each.is_dir()), self.folder)
                self.folder = chosen.resolve()
                return
            self.archive = zipfile.ZipFile(path)
        except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as problem:
            raise Unreadable(NEITHER.format(path)) from problem
        entries = self.archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise Unreadable(TOO_MANY.format(MAX_ENTRIES))
        for entry in entries:
            # Names are compared, and never written to a disk.
            if not entry.is_dir():
                self.names.setdefault(_below_uploads(entry.filename.lower()), entry)

    def bytes_of(self, *addresses):
        """What lies at the first of these addresses or paths that is here; None if none is.

        At most one byte over the largest picture that is taken.
        """
        for address in addresses:
            path = _below_uploads(_path_of(address))
            data = self._read(path) if path else None
            if data is not None:
                return data
        return None

    def _read(self, path):
        most = settings.PICTURE_MAX_BYTES + 1
        try:
            if self.archive:
                entry = self.names.get(path.lower())
                if entry is None:
                    return None
                with self.archive.open(entry) as file:
                    return file.read(most)
            found = self.folder / path
            if not found.is_file() or found.resolve() != found:
                return None
            with found.open("rb") as file:
                return file.read(most)
        except (OSError, ValueError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError,
                NotImplementedError):  # fmt: skip
            return None  # it may be had from the old site


def paths_of(item):
    """Where WordPress says that it keeps the file of an attachment: "uploads/2012/03/view.jpg"."""
    path = item.meta.get("_wp_attached_file", "").lstrip("/")
    return [f"{UPLOADS}/{path}"] if path else []


def _path_of(address):
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return ""


def _below_uploads(path):
    """ "2012/03/view.jpg" of any path or address with a folder uploads in it, or of itself."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    if UPLOADS in parts:
        parts = parts[parts.index(UPLOADS) + 1 :]
    parts = [part for part in parts if part not in ("/", ".")]
    return "" if ".." in parts else "/".join(parts)
