"""Picture files with words inside, written block by block."""

import io
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from articles.pictures.sandbox.metadata import read_metadata

REPOSITORY = Path(__file__).parents[4]
PHOTOS = REPOSITORY.parent / "shared/data/photos"
needs_photographs = pytest.mark.skipif(not PHOTOS.is_dir(), reason="no sample photographs here")

NAMESPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "exif": "http://ns.adobe.com/exif/1.0/",
}
DESCRIPTION, DATE, ARTIST, COPYRIGHT, EXIF_IFD, GPS_IFD = 270, 36867, 315, 33432, 0x8769, 0x8825
OFFSET, OWNER, SERIAL = 36881, 0xA430, 0xA431


def packet(elements="", attributes="", before=""):
    names = " ".join(f'xmlns:{short}="{address}"' for short, address in NAMESPACES.items())
    return (
        f"{before}<x:xmpmeta {names}><rdf:RDF>"
        f'<rdf:Description rdf:about="" {attributes}>{elements}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    ).encode()


def alternatives(name, **texts):
    items = "".join(
        f'<rdf:li xml:lang="{lang.replace("_", "-")}">{text}</rdf:li>'
        for lang, text in texts.items()
    )
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


def several(name, *texts, kind="Bag"):
    items = "".join(f"<rdf:li>{text}</rdf:li>" for text in texts)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>"


def iim(*fields, charset=b""):
    """An IIM block of (number, bytes) in its second record."""
    block = b"".join(
        b"\x1c\x02" + bytes([number]) + len(value).to_bytes(2) + value for number, value in fields
    )
    return (b"\x1c\x01\x5a" + len(charset).to_bytes(2) + charset if charset else b"") + block


def exif(tags=(), more=()):
    written = Image.Exif()
    for tag, value in dict(tags).items():
        written[tag] = value
    for tag, value in dict(more).items():
        written.get_ifd(EXIF_IFD)[tag] = value
    return written.tobytes()


def file(kind="JPEG", iim=b"", **options):
    """A picture file with these blocks inside."""
    out = io.BytesIO()
    if kind == "PNG" and "xmp" in options:
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", options.pop("xmp").decode())
        options["pnginfo"] = info
    Image.new("RGB", (60, 40), "teal").save(out, kind, **options)
    data = out.getvalue()
    if iim:
        resource = b"8BIM\x04\x04\0\0" + len(iim).to_bytes(4) + iim + b"\0" * (len(iim) % 2)
        body = b"Photoshop 3.0\0" + resource
        data = data[:2] + b"\xff\xed" + (len(body) + 2).to_bytes(2) + body + data[2:]
    return data


def read(data):
    return read_metadata(Image.open(io.BytesIO(data)))


def of(**blocks):
    return read(file(**blocks))


def photograph(name):
    with Image.open(PHOTOS / name) as image:
        return read_metadata(image)
