"""The paper's mark stands in a tab, on a phone's first screen, and wherever browsers ask for it."""

import io
import json
import re
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image

from articles import icons
from articles.models import Paper

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
AT_THE_ROOT = {
    "/favicon.ico": "image/x-icon",
    "/icon.svg": "image/svg+xml",
    "/apple-touch-icon.png": "image/png",
    "/apple-touch-icon-precomposed.png": "image/png",
    "/manifest.webmanifest": "application/manifest+json",
}


@pytest.mark.parametrize(("path", "kind"), AT_THE_ROOT.items())
def test_what_browsers_ask_for_is_there_for_everybody_and_every_cache(client, path, kind):
    answer = client.get(path)

    assert answer.status_code == 200
    assert answer["Content-Type"] == kind
    assert "public" in answer["Cache-Control"]
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


def test_every_page_names_them(client):
    page = client.get("/").text

    for relation, path in (
        ("apple-touch-icon", "/apple-touch-icon.png"),
        ("manifest", "/manifest.webmanifest"),
        ("icon", "/static/icon.svg"),
    ):
        assert re.search(rf'<link rel="{relation}"[^>]* href="{re.escape(path)}"', page)


def test_the_manifest_speaks_for_the_paper_as_the_desk_has_named_it(client):
    Paper.objects.update(name="Unser Blatt", motto="Ünter uns", brand="#7a1f4d")

    manifest = json.loads(client.get("/manifest.webmanifest").content)

    assert manifest["name"] == "Unser Blatt"
    assert manifest["description"] == "Ünter uns"
    assert manifest["theme_color"] == "#7a1f4d"
    assert manifest["start_url"] == manifest["scope"] == "/"


def test_every_picture_that_the_manifest_names_is_there_in_the_size_it_says(client):
    named = json.loads(client.get("/manifest.webmanifest").content)["icons"]

    assert {icon["purpose"] for icon in named} == {"any", "maskable"}
    for icon in named:
        picture = Image.open(io.BytesIO(client.get(icon["src"]).content))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]


@pytest.mark.parametrize("pixels", [0, 1, 191, 513, 10**6, 10**30])
def test_nobody_has_icons_drawn_in_other_sizes(client, pixels):
    assert client.get(f"/icon-{pixels}.png").status_code == 404


def test_they_wear_the_colour_that_the_newsroom_has_chosen(client):
    Paper.objects.update(brand="#7a1f4d")

    picture = Image.open(io.BytesIO(client.get("/apple-touch-icon.png").content))
    tab = Image.open(io.BytesIO(client.get("/favicon.ico").content))

    assert picture.size == (180, 180)
    assert picture.convert("RGB").getpixel((2, 2)) == (0x7A, 0x1F, 0x4D)
    assert tab.convert("RGB").getpixel((0, 0)) == (0x7A, 0x1F, 0x4D)
    assert 'fill="#7a1f4d"' in client.get("/icon.svg").text
    assert f'href="{reverse("articles:icon")}"' in client.get("/").text


def test_the_tab_gets_a_file_of_three_sizes():
    assert Image.open(io.BytesIO(icons.ico())).info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_a_mark_cut_to_a_circle_stays_whole():
    picture = Image.open(io.BytesIO(icons.png(512))).convert("RGB")
    white = [
        (x, y)
        for x in range(512)
        for y in range(512)
        if picture.getpixel((x, y)) == (255, 255, 255)
    ]

    assert len(white) > 20_000
    # Its four corners count: four fifths of the width is the circle that devices leave.
    assert max((x - 255.5) ** 2 + (y - 255.5) ** 2 for x, y in white) ** 0.5 < 0.4 * 512


def test_without_a_chosen_colour_all_wear_the_houses_own():
    tokens = (ROOT / "static/css/tokens.css").read_text()

    assert (ROOT / "static/icon.svg").read_text() == icons.svg()
    assert re.search(r"--brand: light-dark\((#\w+),", tokens)[1] == icons.HOUSE
