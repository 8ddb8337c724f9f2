"""Embedded metadata: what the camera, the photographer and the agency wrote into a file.

Precedence is that of the IPTC Photo Metadata Standard 2025.1: XMP, then IIM, then Exif. A block of
IIM that was changed after its XMP goes first, as the Metadata Working Group has it.
"""

import hashlib
import re
import warnings
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from . import exif, iim, xmp
from .no_captions import says_nothing
from .texts import MAX_LENGTH, lines, one_line

# Photoshop's image resources.
_IIM, _IIM_DIGEST = 0x0404, 0x0425
# Terms of http://cv.iptc.org/newscodes/digitalsourcetype/ that Picture.Source knows.
SOURCES = frozenset(
    {
        *("digitalCapture", "negativeFilm", "positiveFilm", "print", "humanEdits"),
        *("compositeCapture", "algorithmicallyEnhanced", "compositeWithTrainedAlgorithmicMedia"),
        *("trainedAlgorithmicMedia", "softwareImage", "screenCapture"),
    }
)
# Fields in which machines write where people have not.
_DESCRIBING = ("alt", "caption")
_FIRST_PHOTOGRAPH = 1826


def read_metadata(image, no_captions=()):
    """The texts inside a picture, as {field of Picture: text}; only what is there.

    `image` is as Pillow opened it, decoded or not. Texts are plain, of at most 2,000 characters,
    without control characters; `caption` keeps its lines. `keywords` and `people` have ", "
    between them. `taken_at` is ISO 8601, with an offset if one is known, at midnight if only the
    day is. `source` is a value of Picture.Source. `illegible` names the fields that are empty only
    because nobody can tell in which alphabet their text is.

    What machines write is no caption (no_captions.py); `no_captions` are more such texts.

    Never where the camera stood, whose it is or its number. Never raises: of a broken file, what
    could be read.
    """
    readers = [_from_xmp, _from_iim, _from_exif]
    if _read(_iim_is_newer, image):
        readers[:2] = [_from_iim, _from_xmp]
    sources = [_read(reader, image) for reader in readers]
    found = {}
    for field, join in _FIELDS.items():
        values = [source[field] for source in sources if field in source]
        if field in _DESCRIBING:
            values = [[v for v in each if not says_nothing(v, no_captions)] for each in values]
            values = filter(None, values)
        found[field] = next(filter(None, map(join, values)), "")
    moments = [source["taken_at"][0] for source in sources if "taken_at" in source]
    found["taken_at"] = _moment(moments)
    unread = {field for source in sources for field in source.get("illegible", ())}
    found["illegible"] = ", ".join(sorted(field for field in unread if not found.get(field)))
    return {field: value for field, value in found.items() if value}


def _read(reader, image):
    with suppress(Exception), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's, about broken Exif
        return reader(image)
    return {}


def _from_xmp(image):
    packet = image.info.get("xmp")
    return xmp.read(packet) if packet else {}


def _from_iim(image):
    block = image.info.get("photoshop", {}).get(_IIM)
    return iim.read(block) if block else {}


def _from_exif(image):
    # Not image.getexif(), which would decode a PNG that has none.
    return exif.read(image.info.get("exif", b""))


def _iim_is_newer(image):
    """Whether a program that knows nothing of XMP has changed the IIM block since XMP was written:
    Photoshop and others leave the MD5 of the block as it was (Metadata Working Group, Guidelines
    for Handling Image Metadata 2.0, 3.3)."""
    resources = image.info.get("photoshop", {})
    block, digest = resources.get(_IIM), resources.get(_IIM_DIGEST)
    if not block or not isinstance(digest, bytes) or len(digest) != 16 or not any(digest):
        return False
    return hashlib.md5(block, usedforsecurity=False).digest() != digest


def _listed(values):
    """With ", " between them, each once, as many as there is room for."""
    seen, length = {}, 0
    for value in filter(None, map(one_line, values)):
        length += len(value) + 2
        if value.casefold() not in seen and length <= MAX_LENGTH + 2:
            seen[value.casefold()] = value
    return ", ".join(seen.values())


def _split(values):
    return _listed(part for value in values for part in re.split("[;,]", value))


def _creators(values):
    return _listed(part for value in values for part in value.split(";"))


def _source(values):
    term = re.split("[/:]", values[0].strip().rstrip("/"))[-1]
    return term if term in SOURCES else ""


def _first(clean):
    return lambda values: clean(values[0])


def _moment(candidates):
    """The first, or a more precise form of the same moment."""
    chosen = ""
    for candidate in filter(None, map(_possible, candidates)):
        if candidate.startswith(chosen):
            chosen = candidate
    return f"{chosen}T00:00:00" if len(chosen) == len("2026-11-22") else chosen


def _possible(moment):
    """As ISO 8601 to the second or the day, or "" for what no photograph was made at."""
    moment = moment.strip()
    has_hour = len(moment) > len("2026-11-22")
    try:
        # Cameras write blanks for what they do not know; a fraction of a second helps nobody.
        at = datetime.fromisoformat(moment).replace(microsecond=0)
        aware = at if at.tzinfo else at.replace(tzinfo=UTC)
        is_possible = at.year >= _FIRST_PHOTOGRAPH and aware < datetime.now(UTC) + timedelta(days=2)
    except (ValueError, OverflowError):
        return ""
    if not is_possible:
        return ""
    return at.isoformat() if has_hour else at.date().isoformat()


# How the text of a field is made of the values that were found.
_FIELDS = {
    "alt": _first(one_line),
    "caption": _first(lines),
    "credit": _first(one_line),
    "creator": _creators,
    "copyright": _first(one_line),
    "usage_terms": _first(lines),
    "people": _listed,
    "keywords": _split,
    "place": _listed,
    "source": _source,
}
