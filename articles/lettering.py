"""Text set in the paper's own fonts on a picture: fonts by script, both directions, line breaks.

Pillow sets one font a call and breaks no lines; HarfBuzz (through Raqm) shapes each run.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from django.conf import settings
from PIL import ImageFont, features

FOLDER = settings.BASE_DIR / "static" / "fonts"
LATIN = ("headline-600", "headline-600-latin-1", "headline-600-latin-ext")
# Files that look well side by side; a text is set in the first of these that has its letters.
FACES = (
    LATIN,
    ("headline-600-arabic", *LATIN),
    ("text-700-hebrew", *LATIN),
    ("text", "text-latin-1", "text-latin-ext", "text-vietnamese"),
    ("label-600", "label-600-latin-1", "label-600-latin-ext", "label-600-cyrillic"),
)
RIGHT_TO_LEFT, LEFT_TO_RIGHT = "rtl", "ltr"
MEASURE = 100  # pixels, in which texts are measured
NO_CHARACTER = "\U0010ffff"


@dataclass(frozen=True)
class Setting:
    """Lines of text in a face and a size (pixels), and the direction of their paragraph."""

    lines: tuple
    face: tuple
    size: int
    direction: str

    @property
    def line_height(self):
        # Arabic reaches further above and below its line.
        return round(self.size * (1.5 if self.direction == RIGHT_TO_LEFT else 1.12))

    @property
    def height(self):
        return self.line_height * len(self.lines)

    def draw(self, canvas, left, top, right, *, centred=False, **fill):
        """Draw on an ImageDraw between two edges, from where its reading begins."""
        for number, line in enumerate(self.lines):
            runs = _runs(line, self.face, self.size, self.direction)
            free = right - left - sum(length for *_, length in runs)
            at_right = self.direction == RIGHT_TO_LEFT
            x = left + (free / 2 if centred else free if at_right else 0)
            baseline = top + number * self.line_height + round(self.size * 0.9)
            for font, text, options, length in runs:
                canvas.text((x, baseline), text, font=font, anchor="ls", **options, **fill)
                x += length


def fitted(text, width, height, *, sizes, most_lines):
    """The Setting of a text in the largest of `sizes` that lets it fit; cut where none does.

    All in pixels. None if the paper has no font for it: empty boxes would be worse than no words.
    """
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    direction, face = direction_of(text), _face(text)
    if not text or face is None or (direction == RIGHT_TO_LEFT and not features.check("raqm")):
        return None
    for size in sizes:
        lines, fits = _broken(text, width * MEASURE / size, face, direction)
        setting = Setting(tuple(lines), face, size, direction)
        if fits and len(lines) <= most_lines and setting.height <= height:
            return setting
    widest = width * MEASURE / size
    kept, _ = _broken(text, widest, face, direction, within_words=True)
    if len(kept) > most_lines:
        kept = kept[:most_lines]
        while len(kept[-1]) > 1 and _width(f"{kept[-1]}…", face, direction) > widest:
            kept[-1] = kept[-1][:-1]
        kept[-1] = f"{kept[-1].rstrip()}…"
    return Setting(tuple(kept), face, size, direction)


def direction_of(text):
    """The direction of a paragraph: that of its first letter (UAX 9, P2)."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    strong = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    return LEFT_TO_RIGHT if strong == "L" else RIGHT_TO_LEFT


@lru_cache(maxsize=64)
def _font(name, size):
    return ImageFont.truetype(FOLDER / f"{name}.woff2", size)


@lru_cache(maxsize=1024)
def _has(name, character):
    font = _font(name, MEASURE)
    return bytes(font.getmask(character)) != bytes(font.getmask(NO_CHARACTER))


def _is_invisible(character):
    # What joins or marks letters belongs to the letter before; marks too, where no font has them.
    return unicodedata.category(character) in ("Mn", "Cf")


def _face(text):
    visible = {character for character in text if not _is_invisible(character)}
    return next(
        (face for face in FACES if all(any(_has(f, c) for f in face) for c in visible)), None
    )


def _broken(text, width, face, direction, *, within_words=False):
    """Lines, broken at spaces and, if so wanted, inside words that are wider than one.

    Measured in MEASURE, in which `width` is; with whether they all fit.
    """
    lines = [""]
    for word in text.split(" "):
        together = f"{lines[-1]} {word}".strip()
        if not lines[-1] or _width(together, face, direction) <= width:
            lines[-1] = together
        else:
            lines.append(word)
        while within_words and len(lines[-1]) > 1 and _width(lines[-1], face, direction) > width:
            end = len(lines[-1]) - 1
            while end > 1 and _width(lines[-1][:end], face, direction) > width:
                end -= 1
            lines[-1:] = [lines[-1][:end], lines[-1][end:]]
    return lines, all(_width(line, face, direction) <= width for line in lines)


@lru_cache(maxsize=512)
def _width(line, face, direction):
    """Pixels in the size MEASURE: opening a font in each size tried would take seconds."""
    return sum(length for *_, length in _runs(line, face, MEASURE, direction))


def _runs(line, face, size, direction):
    """A line's runs from left to right: (font, text, options of Pillow, width in pixels)."""
    parts = []
    pairs = zip(_directions(line, direction), line, strict=True)
    for way, group in groupby(pairs, key=itemgetter(0)):
        runs = []
        for _, character in group:
            name = next((f for f in face if _has(f, character)), face[0])
            if runs and (_is_invisible(character) or runs[-1][0] == name):
                runs[-1][1] += character
            else:
                runs.append([name, character])
        options = {"direction": way} if features.check("raqm") else {}
        runs = [(_font(name, size), text, options) for name, text in runs]
        parts.append(runs if way == LEFT_TO_RIGHT else runs[::-1])
    if direction == RIGHT_TO_LEFT:
        parts.reverse()
    return [
        (font, text, options, font.getlength(text, **options))
        for part in parts
        for font, text, options in part
    ]


def _directions(line, direction):
    """For each character the direction of its run: UAX 9 without embeddings, which names lack."""
    known, strong = [], direction
    for character in line:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            strong = LEFT_TO_RIGHT if kind == "L" else RIGHT_TO_LEFT
        # A number goes with the words before it; Raqm keeps its digits in their order.
        known.append(strong if kind in ("L", "R", "AL", "EN", "AN") else None)
    found = []
    for place, way in enumerate(known):
        before = next((other for other in reversed(known[:place]) if other), direction)
        after = next((other for other in known[place:] if other), direction)
        found.append(way or (before if before == after else direction))
    return found
