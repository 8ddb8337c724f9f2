"""From a stream to a file and back: compressed, encrypted if there is a recipient, and counted."""

import hashlib
import shutil
import zlib
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from newsroom import safe_files
from newsroom.safe_files import CHUNK

from . import Refused

SUFFIX = ".age"
NO_PYRAGE = "For encrypted backups: pip install pyrage."


class Compressed:
    """A stream that reads another one, as gzip (RFC 1952)."""

    def __init__(self, stream):
        # Three times as quick as the usual 6, and a tenth larger.
        self._stream, self._gzip = stream, zlib.compressobj(1, zlib.DEFLATED, 31)
        self._ready, self._is_over = b"", False

    def read(self, size=CHUNK):
        while len(self._ready) < size and not self._is_over:
            chunk = self._stream.read(CHUNK)
            self._ready += self._gzip.compress(chunk) if chunk else self._gzip.flush()
            self._is_over = not chunk
        given, self._ready = self._ready[:size], self._ready[size:]
        return given


class Counting:
    """Hands on what is written to it, or only counts it: `size` in bytes, `sha256` as hex."""

    def __init__(self, out=None):
        self._out, self._hash, self.size = out, hashlib.sha256(), 0

    def write(self, chunk):
        self._hash.update(chunk)
        self.size += len(chunk)
        if self._out is not None:
            self._out.write(chunk)
        return len(chunk)

    def flush(self):
        if self._out is not None:
            self._out.flush()

    @property
    def sha256(self):
        return self._hash.hexdigest()


class Decompressing:
    """Hands on, decompressed, what is written to it."""

    def __init__(self, out):
        self._out, self._gzip = out, zlib.decompressobj(31)

    def write(self, chunk):
        given = len(chunk)
        while chunk:  # a piece at a time, whatever a few bytes say that they are
            self._out.write(self._gzip.decompress(chunk, CHUNK))
            chunk = self._gzip.unconsumed_tail
        return given

    def flush(self):
        self._out.flush()

    def end(self):
        """Raises zlib.error if the stream ends before it should."""
        self._out.write(self._gzip.flush())
        if not self._gzip.eof:
            raise zlib.error("cut off")


def recipients(keys):
    """age's recipients of these public keys ("age1…"); raises Refused."""
    if not keys:
        return []
    x25519 = _pyrage().x25519
    try:
        return [x25519.Recipient.from_str(key) for key in keys]
    except Exception as error:
        raise Refused("That is no public key of age: it begins with age1.") from error


def identities(path):
    """The secret keys in a file as age-keygen writes it; raises Refused."""
    x25519 = _pyrage().x25519
    try:
        lines = Path(path).read_text(encoding="ascii").split("\n")
        found = [x25519.Identity.from_str(line) for line in map(str.strip, lines)
                 if line and not line.startswith("#")]  # fmt: skip
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}).") from error
    except Exception as error:  # nothing of it is repeated: it may be half a secret
        raise Refused(f"{path} holds no secret key of age: AGE-SECRET-KEY-….") from error
    if not found:
        raise Refused(f"{path} holds no secret key of age: AGE-SECRET-KEY-….")
    return found


def keep(stream, path, to=(), check=lambda: None):
    """Write a stream to a file that has its name once the disk has all of it.

    Encrypted for the recipients `to`. If `check`, asked once the stream is over, raises something,
    there is no file. Returns the Counting of what the file holds.
    """
    with unfinished(path) as file:
        counting = Counting(file)
        if to:
            _pyrage().encrypt_io(stream, counting, list(to))
        else:
            shutil.copyfileobj(stream, counting, CHUNK)
        check()
    return counting


def pour(path, out, own=()):
    """Write to `out` what `keep` was given; `own` are identities, if the file is encrypted.

    Raises Refused if the file is cut off, altered, or for somebody else.
    """
    with Path(path).open("rb") as file:
        if Path(path).suffix != SUFFIX:
            shutil.copyfileobj(file, out, CHUNK)
            return
        if not own:
            raise Refused(f"{Path(path).name} is encrypted: name the file with its secret key.")
        try:
            _pyrage().decrypt_io(file, out, list(own))
        except OSError:
            raise
        except Exception as error:
            raise Refused(f"{Path(path).name} is damaged, or not for this key.") from error


@contextmanager
def unfinished(path):
    """A file to write to that has its name only when this block ends well, and the disk has it."""
    path = Path(path)
    with safe_files.unfinished(path) as file:
        yield file
    safe_files.sync_folder(path.parent)


def _pyrage():
    if not find_spec("pyrage"):
        raise Refused(NO_PYRAGE)
    import pyrage

    return pyrage
