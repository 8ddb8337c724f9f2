"""Pictures that are strange, and pictures all the same."""

import io
import struct

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from articles.pictures.receiving import Refused, receive
from tests.articles.pictures.photographs import (
    bytes_of,
    encoded,
    files_of,
    motif,
    png_with_chunks,
    rendition_of,
    taken_in,
)
from tests.factories import StoryFactory

pytestmark = pytest.mark.django_db

SCRIPT = b"<script>alert(1)</script>"


def test_what_hangs_behind_a_picture_never_reaches_a_reader(client):
    picture = taken_in(encoded(motif(), "PNG") + b"<html>" + SCRIPT, "page.html.png", alt="x")
    StoryFactory(published=True, lead_picture=picture)

    for name in files_of(picture):
        assert SCRIPT not in bytes_of(picture, name)
        assert SCRIPT not in client.get(f"/media/{picture.key}/{name}").content


def test_a_script_in_what_the_camera_wrote_never_reaches_a_reader():
    exif = Image.Exif()
    exif[0x010F] = exif[0x0131] = SCRIPT.decode()
    picture = taken_in(encoded(motif(), exif=exif, comment=SCRIPT), alt="x")

    for name in files_of(picture):
        assert b"script" not in bytes_of(picture, name)


def test_words_inside_the_file_are_only_words(client):
    exif = Image.Exif()
    exif[0x8298] = '"><script>alert(1)</script>'
    picture = taken_in(encoded(motif(), exif=exif), alt="x")
    StoryFactory(published=True, lead_picture=picture)

    assert picture.copyright == '"><script>alert(1)</script>'
    for name in files_of(picture):
        read = bytes_of(picture, name)
        assert rendition_of(picture, name).getexif()[0x8298].startswith('"><script')
        assert b"&lt;script&gt;" in read


def test_a_megabyte_of_notes_is_left_behind():
    notes = b"<x:xmpmeta>" + b"x" * 1_000_000 + b"</x:xmpmeta>"
    picture = taken_in(encoded(motif(), "WEBP", xmp=notes), alt="x")

    assert sum(len(bytes_of(picture, name)) for name in files_of(picture)) < 50_000


def test_endless_text_in_many_pieces_is_refused_or_left_behind():
    pieces = [(b"tEXt", b"Comment\0" + b"x" * 900_000)] * 20
    try:
        picture = taken_in(png_with_chunks(*pieces), alt="x")
    except Refused:
        return
    assert sum(len(bytes_of(picture, name)) for name in files_of(picture)) < 50_000


@pytest.mark.parametrize("name", ["photo.gif", "photo", "photo.svg", "photo.php", "photo.html"])
def test_a_picture_counts_by_what_it_is_and_not_by_its_name(name):
    picture = taken_in(encoded(motif()), name, alt="x")

    assert picture.original.name.endswith(".jpg")
    assert picture.original_name == name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\Fotos\\boat.jpg", "boat.jpg"),
        ("boat\0.jpg", "boat.jpg"),
        ("n" * 500 + ".jpg", "n" * 196 + ".jpg"),
        ("<img src=x onerror=alert(1)>.jpg", "<img src=x onerror=alert(1)>.jpg"),
    ],
)
def test_a_name_is_only_a_name(name, kept):
    file = io.BytesIO(encoded(motif()))
    file.name = name
    picture = receive(file, alt="x")

    picture.refresh_from_db()
    assert picture.original_name == kept
    assert (
        picture.original.name == f"{picture.digest[:2]}/{picture.digest[2:4]}/{picture.digest}.jpg"
    )


def middle(picture):
    small = rendition_of(picture, f"{picture.widths[0]}.webp").convert("RGB")
    return small.getpixel((small.width // 2, small.height // 2))


def is_about(colour, expected, tolerance=12):
    return all(abs(one - other) <= tolerance for one, other in zip(colour, expected, strict=True))


def test_sixteen_bits_a_channel_lose_none_of_their_brightness():
    grey = Image.new("I;16", (40, 30), 0x8000)

    assert is_about(middle(taken_in(encoded(grey, "PNG"), alt="x")), (128, 128, 128))


def test_what_is_transparent_stands_on_white():
    half_red = Image.new("RGBA", (40, 30), (255, 0, 0, 128))

    assert is_about(middle(taken_in(encoded(half_red, "PNG"), alt="x")), (255, 127, 127))


def test_printing_colours_become_screen_colours():
    cyan = Image.new("CMYK", (40, 30), (255, 0, 0, 0))

    red, green, blue = middle(taken_in(encoded(cyan), alt="x"))
    assert red < 60
    assert green > 100
    assert blue > 100


def test_colours_of_another_profile_are_turned_into_srgb():
    # A profile whose red and blue have changed places shows whether anybody reads it.
    swapped = swapped_profile()
    red = Image.new("RGB", (40, 30), (200, 0, 0))

    plain, turned = (
        middle(taken_in(encoded(red, "PNG", icc_profile=icc), alt="x")) for icc in (None, swapped)
    )
    assert is_about(plain, (200, 0, 0))
    assert turned[2] > 150
    assert turned[0] < 60


def swapped_profile():
    """sRGB with the red and the blue primary exchanged (ICC.1:2022, tags rXYZ and bXYZ)."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", data[128:132])[0]
    names = {bytes(data[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    data[names[b"rXYZ"] : names[b"rXYZ"] + 4] = b"bXYZ"
    data[names[b"bXYZ"] : names[b"bXYZ"] + 4] = b"rXYZ"
    # Called otherwise, so that nobody takes it for what it was.
    return bytes(data).replace("sRGB".encode("utf-16-be"), "Swap".encode("utf-16-be"))


def test_a_broken_profile_is_no_reason_to_refuse_a_picture():
    red = Image.new("RGB", (40, 30), (200, 0, 0))

    assert is_about(middle(taken_in(encoded(red, "PNG", icc_profile=b"nonsense" * 99), alt="x")),
                    (200, 0, 0))  # fmt: skip


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_of_an_animation_readers_get_the_first_picture(kind):
    red, blue = (Image.new("RGB", (40, 30), colour) for colour in ("red", "blue"))
    data = encoded(red, kind, save_all=True, append_images=[blue], duration=100)

    assert is_about(middle(taken_in(data, alt="x")), (255, 0, 0), 20)


def test_a_progressive_photograph_is_a_photograph():
    assert taken_in(encoded(motif(), progressive=True), alt="x").widths == [240]


@pytest.mark.parametrize("size", [(1, 1), (10, 1000), (1000, 10), (1, 100)])
def test_a_picture_of_any_shape_is_taken(size, client):
    picture = taken_in(encoded(Image.new("RGB", size), "PNG"), alt="x")
    StoryFactory(published=True, lead_picture=picture)

    assert picture.widths[-1] == size[0]
    for name in files_of(picture):
        assert client.get(f"/media/{picture.key}/{name}").status_code == 200


def test_text_inside_a_png_is_no_reason_to_refuse_it():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "taken at home, 52.5 N 13.4 E")
    picture = taken_in(encoded(motif(), "PNG", pnginfo=notes), alt="x")

    assert not any(b"at home" in bytes_of(picture, name) for name in files_of(picture))
