"""The picture library at the desk: finding, pasting, describing and cropping."""

import pytest
from playwright.sync_api import expect

from articles.models import Gallery, Picture
from tests.factories import PictureFactory

from ..keyboard import tab_to
from ..readers.test_gallery import until
from .dropping import DONE, TWO_ROWS, drop, picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_pictures_are_chosen_from_the_library_by_keyboard(desk):
    for number in range(30):
        PictureFactory(caption=f"Boat number {number}")
    ended = PictureFactory(caption="An old lease", usable_until="2001-01-31")
    desk.goto("/admin/articles/gallery/add/")
    desk.locator("#id_title").fill("The regatta")
    tab_to(desk, "[data-from-library]")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".picker__choice")
    expect(desk.locator(".picker__choice")).to_have_count(24)
    assert desk.locator(".picker__choice .rights").first.inner_text() == "Ready to use"
    desk.get_by_role("button", name="Load more").click()
    until(desk, "() => document.querySelectorAll('.picker__choice').length === 30")

    desk.locator("#picker-search").fill("lease")
    desk.get_by_role("radio", name="All").check()
    until(desk, "() => document.querySelector('.picker__status').textContent.startsWith('1 found')")
    desk.keyboard.press("Tab")
    desk.locator(".picker__choice").focus()
    desk.keyboard.press("Enter")
    said = desk.locator(".picker__status").inner_text()
    assert said == "“An old lease” cannot be chosen. The right to use it ended on 31 January 2001."

    desk.locator("#picker-search").fill("number 1")
    until(desk, "() => document.querySelectorAll('.picker__choice').length === 12")
    desk.locator("#picker-search").focus()
    for key in ("ArrowDown", "Enter", "ArrowDown", "Enter"):
        desk.keyboard.press(key)
    expect(desk.locator(".picker__choice[aria-pressed=true]")).to_have_count(2)
    desk.get_by_role("button", name="Add 2 pictures").click()
    until(desk, TWO_ROWS)
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.wait_for_url("**/change/")
    shown = [p.picture for p in Gallery.objects.get().placements_for_page()]
    assert len(shown) == 2
    assert ended not in shown


@pytest.mark.thorough
def test_a_pasted_picture_is_uploaded_inside_the_picker(desk):
    desk.goto("/admin/articles/gallery/add/")
    desk.locator("[data-from-library]").click()
    desk.wait_for_selector("dialog[open]")
    drop(desk, [picture(1), picture(2)], "dialog", ["paste"])
    until(desk, "() => document.querySelectorAll('.picker__choice').length === 2")
    desk.get_by_role("button", name="Add 2 pictures").click()
    until(desk, TWO_ROWS)


@pytest.mark.thorough
def test_the_library_takes_files_and_leads_to_their_words(desk):
    desk.goto("/admin/articles/picture/")
    drop(desk, [picture(n) for n in (1, 2)])
    until(desk, DONE)
    desk.get_by_role("link", name="Describe them and write their captions").click()
    expect(desk.get_by_label("What is to be seen")).to_have_count(2)
    desk.get_by_label("What is to be seen").first.fill("A boat")
    desk.get_by_role("button", name="Save").click()
    desk.wait_for_selector(".messagelist")
    assert Picture.objects.filter(alt="A boat").count() == 1


@pytest.mark.thorough
def test_crops_follow_the_point_and_one_is_cut_otherwise(desk):
    picture = PictureFactory(width=900, height=600)
    desk.goto(f"/admin/articles/picture/{picture.pk}/change/")
    window = desk.locator(".crop:has(strong:text-is('1:1')) img")
    before = window.evaluate("e => e.style.left")
    tab_to(desk, ".focal-point__mark")
    for _ in range(5):
        desk.keyboard.press("ArrowLeft")
    assert desk.locator("#id_focal_x").input_value() == "0.4"
    assert window.evaluate("e => e.style.left") != before

    desk.get_by_role("button", name="Cut otherwise, crop 1:1").focus()
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.type") == "range"
    desk.keyboard.press("ArrowLeft")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    for _ in range(10):
        desk.keyboard.press("ArrowRight")
    moved = window.evaluate("e => e.style.left")
    desk.locator(".focal-point__mark").press("ArrowRight")
    assert window.evaluate("e => e.style.left") == moved  # it has a place of its own
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.wait_for_selector(".messagelist")
    picture.refresh_from_db()
    assert picture.crops == {"1:1": {"x": 0.39, "y": 0.5, "zoom": 1.5}}
    assert picture.focal_x == pytest.approx(0.42)

    desk.goto(f"/admin/articles/picture/{picture.pk}/change/")
    desk.get_by_role("button", name="As the focal point, crop 1:1").click()
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.wait_for_selector(".messagelist")
    picture.refresh_from_db()
    assert picture.crops == {}
