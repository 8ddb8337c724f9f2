"""Portraits of people who do not exist: a bust in five colours, without a face."""

import io

from PIL import Image, ImageDraw

SIDE = 480  # pixels
CURLS = ((26, 26), (30, 16), (40, 11), (50, 12), (58, 18), (60, 28), (25, 38), (61, 40))
FINER = 3  # drawn so many times larger, so that the edges come out smooth


def portrait(hair, colour, skin, coat, ground):
    """An open PNG file. `hair` is a key of HAIR; the others are colours, "#aabbcc"."""
    image = Image.new("RGB", (SIDE * FINER, SIDE * FINER), ground)
    bust = Bust(ImageDraw.Draw(image), colour, skin, coat)
    behind, before = HAIR[hair]
    behind(bust)
    bust.body()
    before(bust)
    file = io.BytesIO()
    image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(file, "PNG")
    file.seek(0)
    return file


class Bust:
    """A pencil that counts in hundredths of the picture's side."""

    def __init__(self, draw, colour, skin, coat):
        self.draw, self.colour, self.skin, self.coat = draw, colour, skin, coat

    def oval(self, left, top, right, bottom, colour):
        self.draw.ellipse(_scaled(left, top, right, bottom), fill=colour)

    def box(self, edges, radius, colour):
        """A rectangle with round corners; `edges` are left, top, right, bottom."""
        self.draw.rounded_rectangle(_scaled(*edges), *_scaled(radius), fill=colour)

    def half_oval(self, left, top, right, bottom, colour):
        """The upper half of an oval."""
        self.draw.pieslice(_scaled(left, top, right, bottom), 180, 360, fill=colour)

    def body(self):
        self.box((14, 74, 86, 130), 24, self.coat)
        self.box((42, 56, 58, 82), 8, _darker(self.skin))
        self.draw.polygon(_scaled(38, 74, 62, 74, 50, 90), fill=_darker(self.skin))
        self.oval(33, 24, 67, 68, self.skin)


def nothing(bust):
    """No hair on this side of the head."""


def cropped(bust):
    bust.half_oval(32, 20, 68, 58, bust.colour)


def parted(bust):
    cropped(bust)
    bust.oval(31, 22, 58, 42, bust.colour)


def fringe(bust):
    bust.half_oval(31, 19, 69, 61, bust.colour)
    bust.box((31, 36, 37, 58), 3, bust.colour)
    bust.box((63, 36, 69, 58), 3, bust.colour)


def long_behind(bust):
    bust.box((27, 19, 73, 84), 22, bust.colour)


def bob_behind(bust):
    bust.box((28, 20, 72, 66), 18, bust.colour)


def bun_behind(bust):
    bust.oval(41, 8, 59, 26, bust.colour)


def curls_behind(bust):
    for left, top in (
        (26, 26),
        (30, 16),
        (40, 11),
        (50, 12),
        (58, 18),
        (60, 28),
        (25, 38),
        (61, 40),
    ):
        bust.oval(left, top, left + 17, top + 17, bust.colour)


def beard(bust):
    cropped(bust)
    bust.box((34, 52, 66, 71), 13, bust.colour)
    bust.oval(39, 44, 61, 60, bust.skin)


def cap(bust):
    bust.half_oval(30, 16, 70, 52, bust.coat)
    bust.box((27, 32, 66, 37), 2, _darker(bust.coat))


# What is behind the head, and what before it.
HAIR = {
    "cropped": (nothing, cropped),
    "parted": (nothing, parted),
    "beard": (nothing, beard),
    "cap": (nothing, cap),
    "long": (long_behind, fringe),
    "bob": (bob_behind, fringe),
    "bun": (bun_behind, cropped),
    "curls": (curls_behind, cropped),
}


def _scaled(*hundredths):
    return [part * SIDE * FINER / 100 for part in hundredths]


def _darker(colour):
    return "#" + "".join(f"{round(part * 0.82):02x}" for part in bytes.fromhex(colour[1:]))
