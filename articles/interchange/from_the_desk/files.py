"""Where a file lies between the upload and the worker, and what is written beside it.

file           as it was uploaded
progress.json  how far the import is, each second
stop           somebody wants it to stop

In the storage "imports", of which readers never get a file.
"""

import hashlib
import json
import secrets
import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from . import NoRoom

FILE, PROGRESS, STOP = "file", "progress.json", "stop"
CHUNK = 1024 * 1024
NO_ROOM = "There is no room for the file: nothing was kept. Make some, and give it again."


def storage():
    return storages["imports"]


def keep(upload):
    """Keep an uploaded file; returns its folder. Raises NoRoom, and nothing is left."""
    folder = secrets.token_hex(16)
    try:
        storage().save(f"{folder}/{FILE}", upload)
    except OSError as error:
        with suppress(OSError):
            remove(folder)
        raise NoRoom(NO_ROOM) from error
    return folder


def digest_of(upload):
    upload.seek(0)
    digest = hashlib.sha256()
    while chunk := upload.read(CHUNK):
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


@contextmanager
def of_this_machine(folder):
    """The file as a Path of this machine. Raises OSError."""
    name = f"{folder}/{FILE}"
    try:
        path = Path(storage().path(name))
    except NotImplementedError:  # in a bucket
        with tempfile.TemporaryDirectory(prefix="import-") as here:
            path = Path(here) / FILE
            with storage().open(name) as source, path.open("xb") as copy:
                shutil.copyfileobj(source, copy, CHUNK)
            yield path
    else:
        yield path


def is_there(folder):
    return bool(folder) and storage().exists(f"{folder}/{FILE}")


def tell(folder, **progress):
    """Write down how far it is. Where that cannot be done now, it is done the next time."""
    text = json.dumps(progress | {"at": time.time()}).encode()
    with suppress(OSError):
        storage().save(f"{folder}/{PROGRESS}", ContentFile(text))


def told(folder):
    """What was written down last, or {}."""
    try:
        with storage().open(f"{folder}/{PROGRESS}") as file:
            return json.loads(file.read())
    except (OSError, ValueError):
        return {}


def ask_to_stop(folder):
    storage().save(f"{folder}/{STOP}", ContentFile(b"stop\n"))


def is_to_stop(folder):
    try:
        return storage().exists(f"{folder}/{STOP}")
    except OSError:
        return False


def forget_progress(folder):
    """For another turn with the same file."""
    for name in (PROGRESS, STOP):
        storage().delete(f"{folder}/{name}")


def remove(folder):
    for name in (FILE, PROGRESS, STOP):
        storage().delete(f"{folder}/{name}")
    with suppress(NotImplementedError, OSError):
        shutil.rmtree(storage().path(folder))


def remove_uploads(seconds):
    """Remove what a process has left that was ended in the middle of an upload, so long ago."""
    folder = _folder_for_uploads()
    for path in folder.iterdir() if folder else ():
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > seconds:
                path.unlink()


def folders():
    """(name, seconds since it was made) of each folder that has a file."""
    try:
        names, _ = storage().listdir("")
    except FileNotFoundError:
        return
    for name in names:
        with suppress(OSError):
            made_at = storage().get_modified_time(f"{name}/{FILE}")
            yield name, time.time() - made_at.timestamp()


class UploadHandler(FileUploadHandler):
    """Writes what is sent onto the disk on which it stays, so that it need not be copied there.

    What exceeds `most` bytes is read to its end and not kept: `is_too_large` says so.
    """

    def __init__(self, request=None, *, most):
        super().__init__(request)
        self.most, self.is_too_large = most, False

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.file = _Uploaded(self.file_name, self.content_type, 0, self.charset)

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > self.most:
            self.is_too_large = True
            return
        try:
            self.file.write(raw_data)
        except OSError:
            self.file.close()
            raise

    def file_complete(self, file_size):
        self.file.seek(0)
        self.file.size = file_size
        return self.file

    def upload_interrupted(self):
        if hasattr(self, "file"):
            self.file.close()


class _Uploaded(TemporaryUploadedFile):
    def __init__(self, name, content_type, size, charset):
        File.__init__(self, None)
        made = tempfile.NamedTemporaryFile(  # noqa: SIM115 Django closes it after the answer
            suffix=".upload", dir=_folder_for_uploads()
        )
        UploadedFile.__init__(self, made, name, content_type, size, charset)


def _folder_for_uploads():
    """Of this machine; where the storage is a bucket, that for temporary files."""
    try:
        folder = Path(storage().path("uploads"))
    except NotImplementedError:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    return folder
