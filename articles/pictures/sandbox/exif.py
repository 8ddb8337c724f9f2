"""What Exif (2.32) says of a picture, and what Windows writes beside it."""

import re
from contextlib import suppress

from PIL import ExifTags, Image

from . import alphabets

MAX_BYTES = 1024 * 1024

# Of UserComment (4.6.5): how its first eight bytes name its alphabet.
_ALPHABETS = {b"ASCII\0\0\0": None, b"\0" * 8: None, b"JIS\0\0\0\0\0": "iso2022_jp"}
_UNICODE = b"UNICODE\0"


def read(data):
    """What a block of Exif says, as {field of Picture: list of texts}; only what is there.

    `data` is bytes. "illegible" lists the fields of which a text was not read, because nobody can
    tell its alphabet. Never where the camera stood, whose it is or its number.
    """
    if not data or len(data) > MAX_BYTES:
        return {}
    exif, tags = Image.Exif(), ExifTags.Base
    exif.load(data)
    names = {"caption": tags.ImageDescription, "creator": tags.Artist, "copyright": tags.Copyright}
    written = {field: _bytes(exif.get(tag)).strip(b"\0 ") for field, tag in names.items()}
    texts = dict(zip(written, alphabets.read(list(written.values())), strict=True))
    found = {field: [text] for field, text in texts.items() if text}
    if illegible := [field for field, text in texts.items() if text is None]:
        found["illegible"] = illegible
    if "copyright" in found:
        # The photographer's and the editor's, with a NUL between.
        found["copyright"] = [re.sub(r"\s*\0\s*", ", ", found["copyright"][0])]
    windows = {tag: _utf_16(exif.get(tag)) for tag in (
        tags.XPTitle, tags.XPComment, tags.XPSubject, tags.XPAuthor, tags.XPKeywords
    )}  # fmt: skip
    captions = [_fuller(found.pop("caption", [""])[0], windows[tags.XPTitle])]
    captions.append(windows[tags.XPComment])
    with suppress(Exception):  # the second directory may be broken alone
        more = exif.get_ifd(ExifTags.IFD.Exif)
        captions.append(_user_comment(more.get(tags.UserComment)))
        at = _ascii(more.get(tags.DateTimeOriginal))
        offset = _ascii(more.get(tags.OffsetTimeOriginal))
        if at:
            found["taken_at"] = [at.replace(":", "-", 2).replace(" ", "T") + offset]
    found["caption"] = [*captions, windows[tags.XPSubject]]
    found["creator"] = [_fuller(found.get("creator", [""])[0], windows[tags.XPAuthor])]
    found["keywords"] = [windows[tags.XPKeywords]]
    return {field: kept for field, values in found.items() if (kept := list(filter(None, values)))}


def _bytes(value):
    if isinstance(value, str):
        # Pillow takes it for Latin-1, which every byte is.
        return value.encode("latin-1", "ignore")
    return bytes(value) if isinstance(value, bytes | tuple) and value else b""


def _ascii(value):
    return _bytes(value).decode("ascii", "replace").strip("\0 ")


def _utf_16(value):
    return _bytes(value).decode("utf-16-le", "replace").partition("\0")[0].strip()


def _fuller(text, windows):
    """What stands in both places; Windows has put question marks into the older one."""
    if windows and (not text or re.sub(r"[^\x00-\x7f]", "?", windows) == text):
        return windows
    return text


def _user_comment(value):
    value = _bytes(value)
    alphabet, written = value[:8], value[8:]
    if alphabet == _UNICODE:
        return _unicode(written).partition("\0")[0].strip()
    if alphabet not in _ALPHABETS:
        written = value
    written = written.strip(b"\0 ")
    with suppress(UnicodeDecodeError):
        if codec := _ALPHABETS.get(alphabet):
            return written.decode(codec)
    return alphabets.read([written])[0] or ""


def _unicode(written):
    """UTF-16, of which half the programs write the bytes in the other order than the file's, or
    UTF-8."""
    if written[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return written.decode("utf-16", "replace")
    even, odd = written[::2].count(0), written[1::2].count(0)
    if even == odd == 0 and (text := alphabets.utf_8(written)):
        return text
    return written.decode("utf-16-be" if even > odd else "utf-16-le", "replace")
