"""A drawing that is transparent stands on a ground on which it can be seen, by day and by night."""

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from articles.pictures.sandbox.colours.transparency import GROUNDS
from articles.pictures.sandbox.errors import Refused
from articles.pictures.sandbox.processing import process
from tooling.places import ROOT

from .colours import lab_of_srgb
from .processed import made_of, png_16, png_chunk, saved

LOGO = ROOT.parent / "shared" / "cases" / "11-white-logo.png"
WHITE, BLACK = (255, 255, 255, 255), (0, 0, 0, 255)
LEFT, RIGHT, BOTH = (
    (30, 30, 130, 120),
    (170, 30, 270, 120),
    ((30, 30, 130, 120), (170, 30, 270, 120)),
)


def drawing(*parts, size=(300, 150), under=(0, 0, 0, 0)):
    """Boxes on transparency, each as (edges, colour)."""
    image = Image.new("RGBA", size, under)
    for box, colour in parts:
        image.paste(colour, box)
    return image


def middle(box):
    return (box[0] + box[2]) // 2, (box[1] + box[3]) // 2


def lightness(image, at):
    return lab_of_srgb(image.convert("RGB").getpixel(at))[0]


def assert_seen(shown, *boxes, corner=(4, 4)):
    for box in boxes:
        assert abs(lightness(shown, middle(box)) - lightness(shown, corner)) > 15, box


@pytest.mark.skipif(not LOGO.exists(), reason="The example is not here.")
def test_a_white_logo_can_be_seen(tmp_path):
    shown, answer = made_of(LOGO.read_bytes(), tmp_path)

    assert answer["findings"]["ground"] == "dark"
    values = [lightness(shown, (x, y)) for x in range(0, 700, 7) for y in range(0, 500, 7)]
    assert max(values) > 95
    assert min(values) < 20


@pytest.mark.parametrize(
    ("colour", "ground"),
    [
        ("white", "dark"),
        ("#fefefe", "dark"),
        ("#eeeeee", "dark"),
        ("#dddddd", "dark"),
        ("#ffff00", "dark"),
        ("#ffffcc", "dark"),
        ("#ccffff", "dark"),
        ("black", "white"),
        ("#111111", "white"),
        ("#333333", "white"),
        ("#808080", "white"),
        ("#767676", "white"),
        ("#ff0000", "white"),
        ("#ff8800", "white"),
        ("#0000ff", "white"),
        ("#00a000", "white"),
    ],
)
def test_the_ground_is_white_unless_the_drawing_would_be_lost_on_it(tmp_path, colour, ground):
    shown, answer = made_of(saved(drawing((LEFT, colour))), tmp_path)

    assert answer["findings"]["ground"] == ground
    assert_seen(shown, LEFT)


@settings(max_examples=30)
@given(colour=st.tuples(*[st.integers(0, 255)] * 3))
def test_a_drawing_of_whatever_colour_can_be_seen(colour, tmp_path_factory):
    data = saved(drawing((LEFT, colour)))
    shown, answer = made_of(data, tmp_path_factory.mktemp("drawing"))

    assert answer["findings"]["ground"] in ("white", "dark")
    assert_seen(shown, LEFT)


@settings(max_examples=30)
@given(one=st.integers(0, 255), other=st.integers(0, 255))
def test_of_two_greys_beside_one_another_both_can_be_seen(one, other, tmp_path_factory):
    data = saved(drawing((LEFT, (one,) * 3), (RIGHT, (other,) * 3)))
    shown, _ = made_of(data, tmp_path_factory.mktemp("drawing"))

    if min(abs(one - 118), abs(other - 118)) > 50:  # the third of three grounds has to do
        assert_seen(shown, *BOTH)


def test_black_and_white_beside_one_another_stand_on_grey(tmp_path):
    shown, answer = made_of(saved(drawing((LEFT, WHITE), (RIGHT, BLACK))), tmp_path)

    assert answer["findings"]["ground"] == "grey"
    assert_seen(shown, *BOTH)


def blurred(image, radius=8):
    return image.filter(ImageFilter.GaussianBlur(radius))


def test_a_white_drawing_with_a_soft_shadow_can_be_seen(tmp_path):
    shadow = drawing(((40, 40, 140, 130), (0, 0, 0, 90)))
    image = Image.alpha_composite(blurred(shadow), drawing((LEFT, WHITE)))
    shown, answer = made_of(saved(image), tmp_path)

    assert answer["findings"]["ground"] in ("dark", "grey")
    assert_seen(shown, LEFT)


def test_a_black_drawing_keeps_white_around_its_shadow(tmp_path):
    shadow = drawing(((40, 40, 140, 130), (0, 0, 0, 90)))
    image = Image.alpha_composite(blurred(shadow), drawing((LEFT, BLACK)))

    assert made_of(saved(image), tmp_path)[1]["findings"]["ground"] == "white"


@pytest.mark.parametrize(("value", "ground"), [(255, "dark"), (0, "white")])
def test_smoke_can_be_seen(tmp_path, value, ground):
    smoke = Image.new("RGBA", (400, 300), (value, value, value, 0))
    smoke.putalpha(Image.radial_gradient("L").resize((400, 300)).point(lambda v: (255 - v) // 2))

    assert made_of(saved(smoke), tmp_path)[1]["findings"]["ground"] == ground


def test_a_photograph_of_a_window_with_round_corners_stays_on_white(tmp_path):
    window = Image.new("RGBA", (800, 500), (0, 0, 0, 0))
    pen = ImageDraw.Draw(window)
    pen.rounded_rectangle((20, 20, 780, 480), 20, "white")
    for line in range(40, 460, 12):
        for word in range(40, 740, 30):
            pen.rectangle((word, line, word + 20, line + 5), fill="#333333")

    assert made_of(saved(window), tmp_path)[1]["findings"]["ground"] == "white"


def test_white_letters_with_a_black_outline_stay_on_white(tmp_path):
    outlined = drawing((LEFT, BLACK), ((40, 40, 120, 110), WHITE))

    assert made_of(saved(outlined), tmp_path)[1]["findings"]["ground"] == "white"


@pytest.mark.parametrize("alpha", [60, 128, 200])
def test_a_white_drawing_that_shines_through_can_be_seen(tmp_path, alpha):
    _, answer = made_of(saved(drawing((LEFT, (255, 255, 255, alpha)))), tmp_path)

    assert answer["findings"]["ground"] in ("dark", "grey")


def test_what_is_not_transparent_has_no_ground(tmp_path):
    for number, image in enumerate((
        Image.new("RGB", (60, 40), "white"),
        Image.new("RGBA", (60, 40), "white"),
        Image.new("LA", (60, 40), (255, 255)),
        Image.new("L", (60, 40), 255),
    )):  # fmt: skip
        (tmp_path / str(number)).mkdir()
        shown, answer = made_of(saved(image), tmp_path / str(number))
        assert answer["findings"] == {}
        assert lightness(shown, (30, 20)) > 99


def as_palette(image):
    """With one transparent entry of the palette."""
    paletted = Image.new("P", image.size, 0)
    paletted.putpalette([1, 2, 3, 255, 255, 255, 0, 0, 0])
    paletted.paste(1, (0, 0), image.getchannel("A").point(lambda value: 255 if value else 0))
    return paletted


def in_kind(kind):
    """A white box on transparency, as many a program writes it: bytes of a file."""
    image = drawing((LEFT, WHITE))
    mask = image.getchannel("A")
    box, ground = {"1": (1, 0), "L": (255, 7), "RGB": ((255,) * 3, (9, 8, 7))}.get(kind, (0, 0))
    if kind in ("1", "L", "RGB"):
        plain = Image.new(kind, image.size, ground)
        plain.paste(box, LEFT)
        return saved(plain, transparency=ground)
    if kind == "palette":
        return saved(as_palette(image), transparency=0)
    if kind == "palette with steps":
        return saved(as_palette(image), transparency=bytes((0, 255, 255)))
    if kind == "GIF":
        return saved(as_palette(image), "GIF", transparency=0)
    if kind == "LA":
        grey = Image.new("L", image.size, 255)
        grey.putalpha(mask)
        return saved(grey)
    return saved(image, kind, lossless=True) if kind == "WEBP" else saved(image, kind)


@pytest.mark.parametrize(
    "kind",
    ["1", "L", "RGB", "palette", "palette with steps", "GIF", "LA", "PNG", "WEBP", "AVIF"],
)
def test_whatever_the_file_says_transparency_with(tmp_path, kind):
    shown, answer = made_of(in_kind(kind), tmp_path)

    assert answer["findings"]["ground"] == "dark"
    assert_seen(shown, LEFT)
    assert lightness(shown, (4, 4)) == pytest.approx(13, abs=3)


@pytest.mark.parametrize(
    ("kind", "box", "around", "named"),
    [
        (0, (65535,), (0x8000,), b"\x80\x00"),
        (0, (0xFFFF,), (0x0012,), b"\x00\x12"),
        (2, (65535,) * 3, (0x1200, 0x3400, 0x5600), b"\x12\x00\x34\x00\x56\x00"),
    ],
)
def test_one_transparent_colour_of_sixteen_bits(tmp_path, kind, box, around, named):
    data = png_16(kind, [around, box, around], (b"tRNS", named))
    shown, answer = made_of(data, tmp_path)

    assert answer["findings"]["ground"] == "dark"
    assert_seen(shown, (24, 0, 48, 24))


@pytest.mark.parametrize("near", [0x8001, 0x80FF, 0x7FFF])
def test_a_grey_that_is_nearly_the_transparent_one_is_not_transparent(tmp_path, near):
    data = png_16(0, [(0x8000,), (near,)], (b"tRNS", b"\x80\x00"))
    shown, _ = made_of(data, tmp_path)

    assert lightness(shown, (36, 12)) == pytest.approx(53.6, abs=2)
    assert lightness(shown, (12, 12)) > 98


@pytest.mark.parametrize(("bits", "around"), [(1, 0), (2, 1), (4, 7)])
def test_one_transparent_grey_of_few_bits(tmp_path, bits, around):
    most, wide = 2**bits - 1, 48
    samples = [around] * 24 + [most] * 24
    row = int("".join(f"{value:0{bits}b}" for value in samples), 2).to_bytes(wide * bits // 8)
    head = struct.pack(">2I5B", wide, 24, bits, 0, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head)
    data += png_chunk(b"tRNS", struct.pack(">H", around))
    data += png_chunk(b"IDAT", zlib.compress((b"\0" + row) * 24)) + png_chunk(b"IEND", b"")
    shown, answer = made_of(data, tmp_path)

    assert answer["findings"]["ground"] == "dark"
    assert_seen(shown, (24, 0, 48, 24))


def test_every_size_and_crop_stands_on_the_same_ground(tmp_path):
    image = drawing(((100, 100, 900, 700), WHITE), size=(2400, 1600))
    path = tmp_path / "original.png"
    path.write_bytes(saved(image))
    job = {"file": str(path), "format": "PNG", "megapixels": 40, "frames": 100}
    job |= {"credit": "", "copyright": ""}
    crop = {"box": [1200, 0, 2400, 1600], "sizes": {480: ["jpg"]}}
    answer = process(
        tmp_path, job | {"sizes": {320: ["jpg"], 2000: ["jpg"]}, "crops": {"c-": crop}}
    )

    assert answer["findings"]["ground"] == "dark"
    for name in answer["files"]:
        with Image.open(tmp_path / name) as made:
            ground = lightness(made, (made.width - 2, made.height - 2))
        assert ground == pytest.approx(13, abs=3)


@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGBA", (60, 40), (0, 0, 0, 0)),
        Image.new("RGBA", (60, 40), (255, 255, 255, 0)),
        Image.new("RGBA", (60, 40), (200, 0, 0, 5)),
        Image.new("LA", (60, 40), (90, 0)),
    ],
)
@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_picture_of_which_nothing_can_be_seen_is_refused(tmp_path, image, kind):
    with pytest.raises(Refused, match="nothing to be seen"):
        made_of(saved(image, kind), tmp_path)


def test_there_are_three_grounds():
    assert list(GROUNDS) == ["white", "dark", "grey"]
