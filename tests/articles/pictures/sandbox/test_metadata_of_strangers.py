"""A stranger's file may say what it likes: its words are read in time, as words, or not at all."""

import io
import re
import struct
import time
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from articles.pictures.sandbox import texts, xmp
from articles.pictures.sandbox.metadata import read_metadata

from .metadata_files import (
    ARTIST,
    COPYRIGHT,
    DATE,
    DESCRIPTION,
    PHOTOS,
    alternatives,
    exif,
    file,
    iim,
    needs_photographs,
    of,
    packet,
    photograph,
    several,
)


@needs_photographs
@pytest.mark.parametrize("path", sorted(PHOTOS.glob("*/*")), ids=lambda path: path.name)
def test_no_photograph_is_refused_for_its_words(path):
    began = time.process_time()
    words = photograph(path)

    assert all(0 < len(text) <= texts.MAX_LENGTH for text in words.values())
    assert time.process_time() - began < 1


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FROM_OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
DTD = '<!DOCTYPE x SYSTEM "http://198.51.100.7/x.dtd">'


@pytest.mark.parametrize("before", [BOMB, FROM_OUTSIDE, DTD])
def test_a_packet_that_brings_its_own_entities_is_not_read(before):
    entity = "&b;" if before is BOMB else "&a;" if before is FROM_OUTSIDE else "words"
    words = packet(alternatives("dc:description", x_default=entity), before=before)

    assert of(xmp=words, exif=exif({ARTIST: "Jo"})) == {"creator": "Jo"}


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_packet_of_a_megabyte_is_not_read(kind):
    words = packet(alternatives("dc:description", x_default="ha" * 500_000))

    assert of(kind=kind, xmp=words) == {}


@pytest.mark.parametrize(
    "elements",
    [
        "<a>" * 30_000 + "</a>" * 30_000,
        "<rdf:RDF><rdf:Description>" * 4_500 + "</rdf:Description></rdf:RDF>" * 4_500,
        several("dc:subject", *["a"] * 13_000),
        "</rdf:Description>"
        + "".join(f'<rdf:Description a{n}="b"/>' for n in range(7_000))
        + "<rdf:Description>",
    ],
    ids=["deep", "in itself", "a list without end", "much of nothing"],
)
def test_a_packet_made_to_be_slow_is_read_at_once(elements):
    words = packet(elements)
    assert len(words) < xmp.MAX_BYTES
    began = time.process_time()
    of(kind="PNG", xmp=words)

    assert time.process_time() - began < 2


def test_a_value_without_end_is_cut():
    words = packet(
        alternatives("dc:description", x_default="ha " * 5_000)
        + several("dc:subject", *(f"keyword {n}" for n in range(3_000)))
    )
    read_back = of(kind="PNG", xmp=words)

    assert len(read_back["caption"]) <= texts.MAX_LENGTH
    assert len(read_back["keywords"]) <= texts.MAX_LENGTH
    assert re.search(r", keyword \d+$", read_back["keywords"])


def test_words_are_words_and_nothing_that_does_something():
    attack = (
        "<script>alert(1)</script> \u202eevil\u2066\0\x07\x1b[31m &amp;\r\n\r\n\r\nnext\u2028line"
    )
    read_back = of(iim=iim((120, attack.encode()), (110, attack.encode())))

    assert read_back == {
        "caption": "<script>alert(1)</script> evil [31m &amp;\n\nnext\nline",
        "credit": "<script>alert(1)</script> evil [31m &amp; next line",
    }
    assert of(exif=exif({ARTIST: "<script>\0\x07alert(1)"}))["creator"] == "<script> alert(1)"


def test_marks_that_belong_to_a_spelling_stay():
    words = "می‌روم \u200fعربي 👩‍🚒"

    assert of(iim=iim((120, words.encode())))["caption"] == words


@pytest.mark.parametrize(
    "block",
    [
        iim((120, b"words")) + b"\x1c\x02\x50\xff\xff",
        iim((120, b"words")) + b"\x1c\x02\x50\x00\x50short",
        iim((120, b"words")) + b"rubbish",
        iim((120, b"words")) + b"\x1c\x02\x50\x80\x04\xff\xff\xff\xff",
    ],
)
def test_a_broken_block_is_read_as_far_as_it_makes_sense(block):
    assert of(iim=block) == {"caption": "words"}


def test_one_broken_block_does_not_hide_the_others():
    words = of(xmp=b"<x:xmpmeta", iim=iim((120, b"words")), exif=exif({ARTIST: "Jo"}))

    assert words == {"caption": "words", "creator": "Jo"}


XMP_SEED = packet(
    alternatives("dc:description", x_default="The last ferry.", de="Die letzte Fähre.")
    + several("dc:subject", "ferry", "fog")
    + "<Iptc4xmpExt:LocationCreated rdf:parseType='Resource'><Iptc4xmpExt:City>Portside"
    + "</Iptc4xmpExt:City></Iptc4xmpExt:LocationCreated>",
    'photoshop:DateCreated="2026-03-05T21:40:12+01:00"',
)
IIM_SEED = iim(
    (120, b"words"), (25, b"ferry"), (55, b"19980305"), (60, b"214012"), charset=b"\x1b%G"
)
EXIF_SEED = exif({DESCRIPTION: "words", COPYRIGHT: "a\0b"}, {DATE: "2026:03:05 21:40:12"})


@st.composite
def mutated(draw, seed):
    """The bytes with a few of them changed, cut out or put in."""
    data = bytearray(seed)
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        data[at : at + draw(st.integers(0, 8))] = draw(st.binary(max_size=8))
    return bytes(data)


@settings(max_examples=300, deadline=None)
@given(
    packet=mutated(XMP_SEED) | st.binary(max_size=80),
    block=mutated(IIM_SEED) | st.binary(max_size=80),
    data=mutated(EXIF_SEED) | st.binary(max_size=80),
)
def test_whatever_stands_there_is_read_without_a_fault(packet, block, data):
    image = Image.new("RGB", (2, 2))
    image.info = {"xmp": packet, "photoshop": {0x0404: block}, "exif": data}

    for text in read_metadata(image).values():
        assert isinstance(text, str)
        assert 0 < len(text) <= texts.MAX_LENGTH
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


@settings(max_examples=100, deadline=None)
@given(
    data=mutated(
        file(iim=IIM_SEED, xmp=XMP_SEED, exif=EXIF_SEED, quality=1)
    )
)  # fmt: skip
def test_whatever_file_opens_is_read_without_a_fault(data):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow has some for broken Exif
            image = Image.open(io.BytesIO(data), formats=["JPEG"])
    except (OSError, SyntaxError, ValueError, struct.error):
        return
    read_metadata(image)
