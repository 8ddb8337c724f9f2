"""Several pictures, chosen or dropped on the text, become a gallery where the cursor is."""

import pytest

from articles.models import Gallery
from tests.factories import PictureFactory

from ...keyboard import EDITOR, press_in_toolbar, tab_to
from ..dropping import drop, picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DIALOG = "dialog.picker"


def test_pictures_become_a_gallery_by_keyboard_and_by_dropping_them(desk, assert_accessible):
    for name in ("One", "Two", "Three"):
        PictureFactory(alt=name, caption=name, credit="Jo")
    tab_to(desk, EDITOR)
    desk.keyboard.type("Before.")
    press_in_toolbar(desk, "Insert a picture")
    desk.wait_for_selector(f"{DIALOG} .picker__choice")
    desk.get_by_role("button", name="Several, as a gallery").press("Enter")
    for name in ("Three", "One"):
        desk.locator(f"{DIALOG} .picker__choice", has_text=name).press("Enter")
    assert_accessible(desk)
    desk.get_by_label("Title of the gallery").fill("Two boats")
    desk.get_by_role("button", name="Make a gallery of these 2").press("Enter")
    desk.wait_for_selector(".story-embed--gallery >> text=2 pictures")

    drop(desk, [picture(1), picture(2)], EDITOR)
    desk.wait_for_selector("text=Make a gallery of these 2")
    desk.get_by_label("Title of the gallery").fill("Dropped")
    desk.get_by_label("Title of the gallery").press("Enter")
    desk.wait_for_selector(".story-embed--gallery >> text=Dropped")

    two, dropped = Gallery.objects.order_by("pk")
    alts = [placement.picture.alt for placement in two.placements.select_related("picture")]
    assert alts == ["Three", "One"]
    assert dropped.placements.count() == 2
    text = desk.locator("#id_body").input_value()
    assert "<p>Before.</p>" in text
    assert all(f'data-kind="gallery" data-id="{each.pk}"' in text for each in (two, dropped))
    desk.close(run_before_unload=False)
