"""Every kind of page on a phone and on a desktop screen, by day and by night."""

import pytest

from tests.factories import GalleryFactory, PictureFactory
from tests.small_paper import paper

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def test_every_page_is_open_to_everyone(open_page, assert_accessible):
    page = open_page(color_scheme="dark")
    for path in paper().values():
        page.goto(path)
        assert_accessible(page)


def test_every_page_stays_inside_the_smallest_screen(open_page):
    page = open_page(width=320)
    for name, path in paper().items():
        page.goto(path)
        assert not page.evaluate(OVERFLOWS), name


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1280, "light")])
def test_the_pages_most_people_open_are_so_in_every_light(
    open_page, assert_accessible, width, scheme
):
    page = open_page(width=width, color_scheme=scheme)
    pages = paper()
    for name in ("front", "story", "gallery", "search", "login"):
        page.goto(pages[name])
        assert not page.evaluate(OVERFLOWS), name
        assert_accessible(page)


def test_a_page_reads_the_same_without_javascript(open_page):
    page = open_page(java_script_enabled=False)
    pages = paper()

    page.goto(pages["gallery"])
    page.get_by_role("link", name="Picture 2 of 3").click()
    page.get_by_role("link", name="Next picture").click()
    page.wait_for_load_state("networkidle")
    assert "picture 3 of 3" in page.title()


def test_a_gallery_is_walked_with_the_arrow_keys(open_page):
    page = open_page(width=390)
    gallery = GalleryFactory(
        published=True, pictures=[PictureFactory(width=900, height=600) for _ in range(3)]
    )
    page.goto(gallery.get_absolute_url())
    second = gallery.placements.all()[1].picture_id

    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**#p{second}")
    assert page.locator(f"#p{second}").evaluate("e => Math.abs(e.getBoundingClientRect().top) < 50")


def test_a_printed_story_is_words_across_the_paper_and_no_buttons(open_page):
    page = open_page(width=800)
    page.goto(paper()["story"])
    page.emulate_media(media="print")

    assert page.locator(".prose > p").first.bounding_box()["width"] > 700
    assert not page.get_by_role("navigation", name="Sections").is_visible()
    assert not page.get_by_role("link", name="Share your view").is_visible()
    assert page.get_by_text("http://testserver/", exact=False).first.is_visible()
