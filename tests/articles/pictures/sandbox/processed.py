"""Files on their way through the sandbox: what readers get of these bytes."""

import io
import struct
import zlib

from PIL import Image, PngImagePlugin

from articles.pictures.sandbox.formats import detect
from articles.pictures.sandbox.processing import process

from .colours import PATCHES, VISIBLE, delta_e_2000, patches_of

LIMITS = {"megapixels": 40, "frames": 100, "credit": "", "copyright": "", "first": True}


def made_of(data, folder):
    """(what readers get as JPEG, the whole answer) of a file with these bytes."""
    path = folder / f"original.{detect(data[:64]).lower()}"
    path.write_bytes(data)
    answer = process(folder, LIMITS | {"file": str(path), "format": detect(data[:64])})
    jpeg = next(name for name in answer["files"] if name.endswith("jpg"))
    with Image.open(folder / jpeg) as image:
        image.load()
    assert "icc_profile" not in image.info
    return image, answer


def saved(image, kind="PNG", **options):
    file = io.BytesIO()
    if kind in ("JPEG", "WEBP", "AVIF"):
        options = {"quality": 100} | options
    if kind == "JPEG" and image.mode == "RGB":
        options["subsampling"] = 0
    image.save(file, kind, **options)
    return file.getvalue()


def assert_shown(data, folder, labs=PATCHES):
    shown, answer = made_of(data, folder)
    found = patches_of(shown, len(labs))
    far = [
        (round(delta_e_2000(lab, other), 1), lab, other)
        for lab, other in zip(labs, found, strict=True)
        if delta_e_2000(lab, other) > VISIBLE
    ]
    assert not far
    return answer


def png_saying(image, *chunks):
    info = PngImagePlugin.PngInfo()
    for name, data in chunks:
        info.add(name, data)
    return saved(image, pnginfo=info)


def png_chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_16(kind, rows, *chunks):
    """A PNG of 16 bits a sample; kind 0 grey, 2 RGB, 4 with alpha, 6 both."""

    pixels = b"".join(
        b"\0" + b"".join(struct.pack(f">{len(colour)}H", *colour) * 24 for colour in rows)
        for _ in range(24)
    )
    head = struct.pack(">2I5B", 24 * len(rows), 24, 16, kind, 0, 0, 0)
    parts = [png_chunk(b"IHDR", head), *(png_chunk(*each) for each in chunks)]
    parts += [png_chunk(b"IDAT", zlib.compress(pixels)), png_chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
