"""Behind a photograph there may be another, such as what makes it brighter on bright screens."""

import struct

import pytest
from PIL import Image

from .colours import P3_ICC, in_p3
from .processed import assert_shown, saved


def with_second_picture(data, mark):
    """A JPEG with another one behind it, as telephones write gain maps (CIPA DC-007)."""
    second = saved(Image.new("L", (60, 10), 255), "JPEG")
    if mark == "xmp":
        words = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
        words += b"xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
        words += b"xmlns:hdrgm='http://ns.adobe.com/hdr-gain-map/1.0/' hdrgm:Version=\"1.0\"/>"
        words += b"</rdf:RDF></x:xmpmeta>"
        marked = b"\xff\xe1" + struct.pack(">H", len(words) + 2) + words
    else:
        words = b"urn:iso:std:iso:ts:21496:-1\0" + bytes(4)
        marked = b"\xff\xe2" + struct.pack(">H", len(words) + 2) + words
    count = {"many": 500}.get(mark, 2)
    head, size = b"II*\0\x08\0\0\0", 12 * 3
    entries_at = 8 + 2 + size + 4
    index = struct.pack("<H", 3)
    index += struct.pack("<HHI4s", 0xB000, 7, 4, b"0100")
    index += struct.pack("<HHII", 0xB001, 4, 1, count)
    index += struct.pack("<HHII", 0xB002, 7, 16 * count, entries_at) + bytes(4)
    mpf = b"MPF\0" + head + index
    length = len(mpf) + 16 * count + 2
    first = len(data) + len(marked) + length + 2
    entries = struct.pack("<IIIHH", 0x030000, first, 0, 0, 0)
    entries += struct.pack("<IIIHH", 0, len(second), first - 8, 0, 0) * (count - 1)
    mpf = b"\xff\xe2" + struct.pack(">H", length) + mpf + entries
    if mark == "broken":
        mpf = mpf[:30] + b"\xff" * (len(mpf) - 30)
    return data[:2] + marked + mpf + data[2:] + second


@pytest.mark.parametrize("mark", ["xmp", "iso", "many", "broken"])
def test_of_a_picture_with_a_gain_map_the_picture_is_shown_and_no_map(tmp_path, mark):
    data = with_second_picture(saved(in_p3(), "JPEG", icc_profile=P3_ICC), mark)
    answer = assert_shown(data, tmp_path)

    assert (answer["width"], answer["height"]) == in_p3().size
    for name in answer["files"]:
        read = (tmp_path / name).read_bytes()
        assert not any(word in read for word in (b"hdrgm", b"21496", b"MPF\0"))
