"""What an IIM block says of a picture: the older way of agencies.

IPTC-NAA Information Interchange Model 4.2, https://iptc.org/std/IIM/4.2/. Pillow reads it too,
but loses everything for one broken field.
"""

import re
from itertools import islice

from . import alphabets

MAX_BYTES = 256 * 1024
_MAX_FIELDS = 1000

_SINGLE = {"caption": 120, "credit": 110, "copyright": 116}
_SEVERAL = {"creator": 80, "keywords": 25}
_PLACE_PARTS = (92, 90, 95, 101)  # sub-location, city, state, country
_DATE, _TIME = 55, 60
_ALPHABET = (1, 90)


def read(block):
    """What the block says, as {field of Picture: list of texts}; only what is there.

    `block` is bytes, read as far as it is well formed. "illegible" lists the fields of which a text
    was not read, because nobody can tell its alphabet. Raises ValueError if it is larger than
    256 KB.
    """
    if len(block) > MAX_BYTES:
        raise ValueError("The IIM block is larger than 256 KB.")
    fields = {}
    for record, number, value in islice(_fields(block), _MAX_FIELDS):
        fields.setdefault((record, number), []).append(value)
    numbers = [*_SINGLE.values(), *_SEVERAL.values(), *_PLACE_PARTS, _DATE, _TIME]
    # All at once: what one text leaves open, another may decide.
    written = [(number, value) for number in numbers for value in fields.get((2, number), ())]
    declared = fields.get(_ALPHABET, [b""])[0]
    decoded = alphabets.read([value for _, value in written], declared)
    read_texts = [(number, text) for (number, _), text in zip(written, decoded, strict=True)]

    def texts(number):
        return [
            text for each, text in read_texts if each == number and text and text.strip("\0 \r\n\t")
        ]

    found = {field: texts(number)[:1] for field, number in _SINGLE.items()}
    found |= {field: texts(number) for field, number in _SEVERAL.items()}
    found["place"] = [text for number in _PLACE_PARTS for text in texts(number)[:1]]
    unread = {number for number, text in read_texts if text is None}
    names = {number: field for field, number in (_SINGLE | _SEVERAL).items()}
    found["illegible"] = sorted({names.get(number, "place") for number in unread})
    found["taken_at"] = _moment(*("".join(texts(number)[:1]) for number in (_DATE, _TIME)))
    return {field: values for field, values in found.items() if values}


def _fields(block):
    """(record, number, bytes) of each data set, until one is malformed."""
    at = 0
    while at + 5 <= len(block) and block[at] == 0x1C:
        record, number = block[at + 1], block[at + 2]
        size = int.from_bytes(block[at + 3 : at + 5])
        at += 5
        if size & 0x8000:  # the size of the size
            more = size & 0x7FFF
            size = int.from_bytes(block[at : at + min(more, 4)])
            at += more
        if at + size > len(block):
            return
        yield record, number, block[at : at + size]
        at += size


def _moment(date, time):
    """As ISO 8601 in a list, empty if there is no day. Written CCYYMMDD and HHMMSS±HHMM."""
    if not (day := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", date.strip("\0 "))):
        return []
    moment = "-".join(day.groups())
    if hour := re.fullmatch(r"(\d\d)(\d\d)(\d\d)(?:([+-]\d\d)(\d\d))?", time.strip("\0 ")):
        moment += "T" + ":".join(hour.groups()[:3])
        moment += ":".join(hour.groups()[3:]) if hour[4] else ""
    return [moment]
