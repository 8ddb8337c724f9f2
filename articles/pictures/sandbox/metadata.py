"""Embedded metadata: what the camera, the photographer and the agency wrote into a file.

Precedence is that of the IPTC Photo Metadata Standard 2025.1: XMP, then IIM, then Exif.
"""

import re
import unicodedata
import warnings
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from PIL import ExifTags, Image

from . import iim, xmp

MAX_LENGTH = 2000  # characters of one value
_MAX_EXIF_BYTES = 1024 * 1024
# Terms of http://cv.iptc.org/newscodes/digitalsourcetype/ that Picture.Source knows.
SOURCES = frozenset(
    {
        *("digitalCapture", "negativeFilm", "positiveFilm", "print", "humanEdits"),
        *("compositeCapture", "algorithmicallyEnhanced", "compositeWithTrainedAlgorithmicMedia"),
        *("trainedAlgorithmicMedia", "softwareImage", "screenCapture"),
    }
)
# What cameras write as a description when nobody has described anything.
_CAMERA_DEFAULTS = frozenset(
    {
        *("olympus digital camera", "minolta digital camera", "kodak digital still camera"),
        *("digital camera", "sony dsc", "exif_jpeg_picture", "created with gimp", "untitled"),
    }
)
_FIRST_PHOTOGRAPH = 1826

# Embedding and overriding controls could turn the text around them (UAX 9); directional marks and
# joiners belong to the spelling of some languages and stay.
_DROPPED = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def read_metadata(image):
    """The texts inside a picture, as {field of Picture: text}; only what is there.

    `image` is as Pillow opened it, decoded or not. Texts are plain, of at most 2,000 characters,
    without control characters; `caption` keeps its lines. `keywords` and `people` have ", "
    between them. `taken_at` is ISO 8601, with an offset if one is known, at midnight if only the
    day is. `source` is a value of Picture.Source.

    Never where the camera stood, whose it is or its number. Never raises: of a broken file, what
    could be read.
    """
    sources = [_read(reader, image) for reader in (_from_xmp, _from_iim, _from_exif)]
    found = {}
    for field, join in _FIELDS.items():
        values = (source[field] for source in sources if field in source)
        found[field] = next(filter(None, map(join, values)), "")
    moments = [source["taken_at"][0] for source in sources if "taken_at" in source]
    found["taken_at"] = _moment(moments)
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
    block = image.info.get("photoshop", {}).get(0x0404)
    return iim.read(block) if block else {}


def _from_exif(image):
    # Not image.getexif(), which would decode a PNG that has none.
    data = image.info.get("exif", b"")
    if not data or len(data) > _MAX_EXIF_BYTES:
        return {}
    exif = Image.Exif()
    exif.load(data)
    tags = ExifTags.Base
    names = {"caption": tags.ImageDescription, "creator": tags.Artist, "copyright": tags.Copyright}
    found = {field: [_exif_text(exif.get(tag))] for field, tag in names.items()}
    if found["caption"][0].strip().lower() in _CAMERA_DEFAULTS:
        del found["caption"]
    # The photographer's and the editor's, with a NUL between.
    found["copyright"] = [re.sub(r"\s*\0\s*", ", ", found["copyright"][0].strip("\0 "))]
    with suppress(Exception):  # the second directory may be broken alone
        more = exif.get_ifd(ExifTags.IFD.Exif)
        at = _exif_text(more.get(tags.DateTimeOriginal)).strip("\0 ")
        offset = _exif_text(more.get(tags.OffsetTimeOriginal)).strip("\0 ")
        if at:
            found["taken_at"] = [at.replace(":", "-", 2).replace(" ", "T") + offset]
    return found


def _exif_text(value):
    if isinstance(value, str):
        # Pillow takes it for Latin-1, which every byte is.
        value = value.encode("latin-1", "ignore")
    if not isinstance(value, bytes):
        return ""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def plain(text):
    """A stranger's text on one line, without what cannot be seen, of at most 2,000 characters."""
    return " ".join(_visible(text).split())[:MAX_LENGTH].rstrip()


def _lines(text):
    lines = (" ".join(line.split()) for line in _visible(text).split("\n"))
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()[:MAX_LENGTH].rstrip()


def _visible(text):
    text = _CONTROL.sub(" ", _LINE_ENDS.sub("\n", _DROPPED.sub("", text)))
    return unicodedata.normalize("NFC", text)


def _listed(values):
    """With ", " between them, each once, as many as there is room for."""
    seen, length = {}, 0
    for value in filter(None, map(plain, values)):
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
    "alt": _first(plain),
    "caption": _first(_lines),
    "credit": _first(plain),
    "creator": _creators,
    "copyright": _first(plain),
    "usage_terms": _first(_lines),
    "people": _listed,
    "keywords": _split,
    "place": _listed,
    "source": _source,
}
