"""Files as photographers, cameras and strangers send them, and what readers get of them."""

import io
import struct
import zlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, IptcImagePlugin

from articles.models import Picture
from articles.pictures.receiving import receive
from articles.pictures.sandbox.rendition_metadata import ARTIST, COPYRIGHT
from articles.pictures.sandbox.widths import folder_of
from tooling.places import ROOT

PHOTOS = ROOT.parent / "shared" / "data" / "photos"
needs_photos = pytest.mark.skipif(
    not PHOTOS.is_dir(), reason=f"The photographs to test with are not at {PHOTOS}."
)


def photo(name):
    """The bytes of one of the photographs to test with: "gps/DSCN0010.jpg"."""
    return (PHOTOS / name).read_bytes()


def every_photo(folder="*"):
    """Their names, sorted."""
    found = PHOTOS.glob(f"{folder}/*") if PHOTOS.is_dir() else ()
    return sorted(str(path.relative_to(PHOTOS)) for path in found)


def taken_in(data, name="photo.jpg", **words):
    """The Picture that a file of these bytes becomes, with all that the worker makes of it."""
    picture = receive(ContentFile(data, name=name), **words)
    return Picture.objects.get(pk=picture.pk)


def files_of(picture):
    """Names of all files that exist of it for readers, sorted."""
    return sorted(default_storage.listdir(folder_of(picture.key))[1])


def bytes_of(picture, name):
    with default_storage.open(f"{folder_of(picture.key)}/{name}") as file:
        return file.read()


def rendition_of(picture, name):
    """A file of it that readers get, as Pillow sees it."""
    return Image.open(io.BytesIO(bytes_of(picture, name)))


def says_only_its_credit(picture, name):
    """What readers get says its credit and its copyright, and nothing else of the file sent."""
    image = rendition_of(picture, name)
    exif = image.getexif()
    assert set(exif) <= {ARTIST, COPYRIGHT}
    assert exif.get_ifd(0x8825) == exif.get_ifd(0x8769) == {}
    assert "icc_profile" not in image.info
    assert "comment" not in image.info
    assert not IptcImagePlugin.getiptcinfo(image)
    assert as_text(exif[ARTIST]) == picture.credit
    assert as_text(exif[COPYRIGHT]) == picture.copyright
    said = image.getxmp()["xmpmeta"]["RDF"]["Description"]
    assert said == {
        "about": "",
        "Credit": picture.credit,
        "rights": {"Alt": {"li": {"lang": "x-default", "text": picture.copyright}}},
    }


def as_text(value):
    """Exif says ASCII, and everybody writes UTF-8; Pillow reads Latin-1."""
    return value.encode("latin-1").decode()


def encoded(image, kind="JPEG", **options):
    """The bytes of an image as a file of this kind."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def motif(width=240, height=160):
    """Something that is not one plain surface: brighter to the right, redder below."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (down, across, Image.new("L", (width, height), 90)))


def on_the_chip(image, orientation):
    """How an image lies in the file of a camera that was held this way (Exif's 1 to 8)."""
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    return image.transpose(turns[orientation]) if orientation in turns else image


def heic_of(*images, shown=0, **options):
    """The bytes of a HEIC with these images, one of which is shown for all."""
    import pillow_heif

    pictures, file = pillow_heif.HeifFile(), io.BytesIO()
    for image in images:
        pictures.add_from_pillow(image)
    pictures.save(file, primary_index=shown, **options)
    return file.getvalue()


def png_that_claims(width, height, *, frames=None):
    """A PNG, a few kilobytes small, whose head promises that many pixels; they are all black."""

    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    row = b"\0" * (1 + -(-width // 8))
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    animation = chunk(b"acTL", struct.pack(">II", frames, 0)) if frames else b""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head) + animation + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def png_with_chunks(*chunks):
    """A small PNG with more chunks behind its head, as (name, data)."""
    plain = encoded(motif(), "PNG")
    more = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return plain[:33] + more + plain[33:]


def gif_of(frames):
    """An animation of two by two pixels."""
    images = [Image.new("L", (2, 2), n % 2 * 255) for n in range(frames)]
    file = io.BytesIO()
    images[0].save(file, "GIF", save_all=True, append_images=images[1:], duration=20)
    return file.getvalue()
