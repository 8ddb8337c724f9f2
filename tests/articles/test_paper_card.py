"""The paper's own card is drawn right whatever a paper is called, and in whatever script."""

import io
from itertools import product

import pytest
from PIL import Image, ImageChops, features

from articles import lettering, paper_card
from articles.models import Paper
from articles.paper_card import Card
from tests.factories import PictureFactory
from tests.tiers import some_in_a_quick_run

GREEN = "#0b5a3c"
NAMES = [
    "The Harbour Record", "A", "Łódź Kurier", "Zürcher Anzeiger & Bote", "Морская газета",
    "Báo Hải Cảng", "سجل الميناء", "عيتون הנמל".replace("عيتون", "עיתון"), "روزنامه بندر",
    "سجل 2026 (Record)", "W" * 50, "Word " * 16, "é" * 80, "«Le Port»", "20 Minuten",
]  # fmt: skip
MOTTOS = ["", "Every tide", "أخبار كل يوم", "m" * 160, "word " * 32]


def picture(name, motto="", **more):
    return Image.open(io.BytesIO(Card(name, motto, GREEN, **more).png)).convert("RGB")


def ink(image, box=None):
    """Where something is drawn on the ground: (left, top, right, bottom), or None."""
    image = image.crop(box) if box else image
    ground = Image.new("RGB", image.size, GREEN)
    difference = ImageChops.difference(image, ground).convert("L").point(lambda v: v > 60 and 255)
    return difference.getbbox()


@pytest.mark.parametrize(("name", "motto"), some_in_a_quick_run(list(product(NAMES, MOTTOS)), 4))
def test_every_name_and_motto_stays_within_the_margins(name, motto):
    card = picture(name, motto)
    left, top, right, bottom = ink(card)

    assert card.size == (1200, 630)
    assert left >= 60
    assert top >= 40
    assert right <= 1140
    assert bottom <= 590


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_of_a_name_is_one_that_the_fonts_have(name):
    setting = lettering.fitted(name, 1024, 400, sizes=range(132, 43, -4), most_lines=3)

    assert setting is not None
    assert setting.height <= 400
    assert "".join(setting.lines).replace(" ", "") == name.replace(" ", "")


@pytest.mark.parametrize("name", ["港新聞", "नमस्ते", "Λιμάνι", "🎉", "", "   "])
def test_a_name_without_a_font_becomes_the_mark_and_no_empty_boxes(name):
    card = picture(name)
    left, top, right, bottom = ink(card)

    assert (left + right) // 2 == pytest.approx(600, abs=3)
    assert (top + bottom) // 2 == pytest.approx(315, abs=3)


def test_arabic_is_shaped_and_begins_at_the_right():
    assert features.check("raqm")
    card = picture("سجل الميناء")

    assert ink(card)[2] > 1080
    assert ink(card, (0, 0, 400, 630)) is None
    # Letters that join are narrower than the same letters one by one.
    joined = lettering.fitted("سجل", 9_000, 900, sizes=[100], most_lines=1)
    apart = lettering.fitted("س ج ل", 9_000, 900, sizes=[100], most_lines=1)
    width = [lettering._width(s.lines[0], s.face, s.direction) for s in (joined, apart)]
    assert width[0] < width[1]


@pytest.mark.parametrize(
    ("line", "order"),
    [
        ("سجل", ["سجل"]),
        ("سجل Record", ["Record", " ", "سجل"]),
        ("Record سجل", ["Record ", "سجل"]),
        ("سجل (Record)", [")", "Record", "(", " ", "سجل"]),
        ("سجل 2026", ["2026", " ", "سجل"]),
    ],
)
def test_words_of_two_directions_stand_in_the_order_in_which_they_are_read(line, order):
    setting = lettering.fitted(line, 9_000, 900, sizes=[40], most_lines=1)
    runs = lettering._runs(line, setting.face, 40, setting.direction)

    shown = [text for _, text, _, _ in runs]
    assert "".join(shown).replace(" ", "") == "".join(order).replace(" ", "")


def test_what_is_too_long_is_cut_with_an_ellipsis():
    setting = lettering.fitted("word " * 60, 400, 900, sizes=[40], most_lines=2)

    assert len(setting.lines) == 2
    assert setting.lines[-1].endswith("…")


@pytest.mark.django_db
def test_a_logo_stands_in_the_place_of_the_name():
    logo = PictureFactory(width=900, height=300)
    Paper.objects.update(logo=logo, motto="Every tide")
    card = paper_card.of(Paper.objects.get())
    shown = Image.open(io.BytesIO(card.png)).convert("RGB")

    assert shown.getpixel((4, 4)) == (255, 255, 255)
    assert shown.getpixel((600, 250)) != (255, 255, 255)
    assert shown.getpixel((600, 625)) == (0x0B, 0x5A, 0x3C)


@pytest.mark.django_db
def test_a_logo_whose_file_is_away_leaves_the_name():
    assert ink(picture("Alder", logo="renditions/nowhere/1.jpg")) == ink(picture("Alder"))


@pytest.mark.django_db
def test_a_withdrawn_logo_is_not_on_the_card():
    logo = PictureFactory(width=900, height=300)
    Paper.objects.update(logo=logo)
    type(logo).objects.update(withdrawn_at="2026-01-01T00:00Z", withdrawn_reason="A court.")

    assert paper_card.of(Paper.objects.get()).logo == ""


def test_a_card_is_drawn_once(monkeypatch):
    card = Card("Drawn once", "", GREEN)
    first = card.png
    monkeypatch.setattr(paper_card, "_with_name", None)

    assert Card("Drawn once", "", GREEN).png is first
