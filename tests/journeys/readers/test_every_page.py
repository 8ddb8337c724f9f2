"""Every kind of page on a phone and a desktop screen, by day and night, in both directions."""

import re
from functools import partial
from itertools import pairwise

import pytest
from django.test import Client
from playwright.sync_api import expect

from articles.models import Picture
from tests.factories import GalleryFactory, PictureFactory, StoryFactory
from tests.small_paper import account_pages, log_in, pages_of_faults, paper
from tests.tiers import one_in_a_quick_run

from ..screens import DESK
from ..walking import SHIFTS, scroll_to_the_end, walk

pytestmark = [
    pytest.mark.journey,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]

# Each kind of page is opened once in each language and then looked at on two screens; together
# they are every width, light, direction and the zoom that halves a desktop screen.
SCREENS = {
    "en-gb": [(320, "light"), (390, "dark")],
    "ar": [(1280, "dark"), (640, "light")],
}
# Fields that only a ground sets apart, which forced colours take away.
FIELDS_WITHOUT_AN_EDGE = """
[...document.querySelectorAll("main :is(input:not([type=hidden]), textarea, select)")]
  .filter(field => field.checkVisibility() && !["radio", "checkbox"].includes(field.type))
  .filter(field => parseFloat(getComputedStyle(field).borderBlockEndWidth) === 0)
  .map(field => field.outerHTML.slice(0, 100))"""
KEEPS_ITS_OWN_COLOURS = """
[...document.querySelectorAll("body *")]
  .filter(element => getComputedStyle(element).forcedColorAdjust === "none")
  .map(element => element.outerHTML.slice(0, 100))"""
MOVING = """
[...document.querySelectorAll("*")].filter(element => {
  const style = getComputedStyle(element);
  const lasts = (style.transitionDuration + "," + style.animationDuration).split(",");
  return style.scrollBehavior === "smooth" || lasts.some(time => parseFloat(time) > 0.01);
}).map(element => element.outerHTML.slice(0, 100))"""
PAINTED = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]"
HAS_A_GROUND = """
alt => getComputedStyle(document.querySelector(`[alt="${alt}"]`)).backgroundColor.startsWith("rgb(")
"""
FAULT = "fault/"  # an address that a page of a fault is shown at
MOST_OPENED = ("front", "story", "gallery", "search", "login")


@pytest.fixture
def every_page(live_server, settings, thoroughly):
    """every_page(page): open every kind of page in it, one after the other; gives their names."""

    def opened(page):
        for name, path in some(paper()):
            page.goto(path)
            yield name
        for name, (path, user) in some(account_pages()):
            page.context.clear_cookies()
            page.context.add_cookies(session_of(user))
            page.goto(path)
            yield name
        for name, html in some(pages_of_faults()):
            page.route(f"**/{FAULT}", partial(answer, html))
            page.goto(FAULT)
            yield name

    def some(pages):
        """In a quick run those that most people open, and a twentieth of the others."""
        for number, (name, each) in enumerate(pages.items()):
            if thoroughly or name in MOST_OPENED or number % 20 == 0:
                yield name, each

    def answer(html, route):
        route.fulfill(body=html, content_type="text/html")

    def session_of(user):
        client = Client()
        log_in(client, user)
        return [
            {"name": name, "value": cookie.value, "url": live_server.url}
            for name, cookie in client.cookies.items()
        ]

    return opened


@pytest.mark.parametrize("language", one_in_a_quick_run(SCREENS, "en-gb"))
def test_every_page_is_open_to_everyone(open_page, every_page, assert_good_on, settings, language):
    settings.LANGUAGE_CODE = language
    page = open_page()

    for _ in every_page(page):
        assert_good_on(page, SCREENS[language])


@pytest.mark.thorough
def test_the_pages_most_people_open_are_so_on_a_desk_by_day(open_page, assert_good_on):
    page = open_page()
    pages = paper()
    for name in MOST_OPENED:
        page.goto(pages[name])
        assert_good_on(page, [DESK])


@pytest.mark.thorough
def test_colours_of_the_visitors_own_leave_everything_to_be_seen(open_page):
    page = open_page(width=390, forced_colors="active")
    pages = paper()
    for name in MOST_OPENED:
        page.goto(pages[name])
        assert page.evaluate(KEEPS_ITS_OWN_COLOURS) == [], name
        assert page.evaluate(FIELDS_WITHOUT_AN_EDGE) == [], name
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("width", one_in_a_quick_run([390, 1280], 390))
@pytest.mark.parametrize("name", one_in_a_quick_run(["front", "story"], "story"))
def test_a_keyboard_walks_through_a_page_as_eyes_do(open_page, name, width):
    page = open_page(width=width)
    page.goto(paper()[name])

    steps = walk(page)

    assert len(steps) > 10
    assert [step["what"] for step in steps if not step["is_seen"]] == []
    assert [step["what"] for step in steps if not step["has_ring"]] == []
    assert [
        (before["what"], after["what"])
        for before, after in pairwise(steps)
        if goes_back(before, after)
    ] == []


def goes_back(before, after):
    """Whether the second stands above the first without standing in a column further on."""
    return after["bottom"] <= before["top"] and after["left"] < before["right"]


@pytest.mark.thorough
def test_whoever_wants_no_motion_sees_none(open_page):
    page = open_page(reduced_motion="reduce")
    pages = paper()
    for name in ("front", "story", "gallery"):
        page.goto(pages[name])
        assert page.evaluate(MOVING) == [], name


@pytest.mark.thorough
@pytest.mark.parametrize("width", one_in_a_quick_run([390, 1280], 390))
def test_nothing_on_a_page_jumps_while_it_arrives(open_page, width):
    page = open_page(width=width)
    page.add_init_script(SHIFTS)
    pages = paper()
    for name in ("front", "story", "gallery"):
        page.goto(pages[name], wait_until="networkidle")
        scroll_to_the_end(page)
        assert page.evaluate("shifted") <= 0.02, name


@pytest.mark.parametrize(
    ("colour", "ground", "words"),
    [("#183060", (0, 51, 102), 255), ("#e0d8c0", (204, 204, 204), 0)],
)
def test_until_a_picture_comes_its_colour_and_its_words_hold_its_place(
    open_page, colour, ground, words
):
    picture = PictureFactory(width=900, height=600, alt="Gulls over the harbour")
    Picture.objects.filter(pk=picture.pk).update(colour=colour)
    story = StoryFactory(published=True, lead_picture=picture)
    page = open_page(width=390)
    page.route("**/media/**", lambda never: None)
    page.goto(story.get_absolute_url(), wait_until="domcontentloaded")
    page.wait_for_function(HAS_A_GROUND, arg="Gulls over the harbour")
    painted = page.get_by_alt_text("Gulls over the harbour").evaluate(PAINTED)
    assert [
        round(float(level)) for level in re.findall(r"[\d.]+", painted[0])[:3]
    ] == pytest.approx(ground, abs=1)
    assert painted[1] == f"rgb({words}, {words}, {words})"


@pytest.mark.thorough
def test_a_page_reads_the_same_without_javascript(open_page):
    page = open_page(java_script_enabled=False)
    pages = paper()

    page.goto(pages["gallery"])
    page.get_by_role("link", name="Picture 2 of 3").click()
    page.get_by_role("link", name="Next picture").click()
    page.wait_for_load_state("networkidle")
    assert "picture 3 of 3" in page.title()


@pytest.mark.thorough
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
    expect(page.get_by_role("navigation", name="Sections")).to_be_hidden()
    expect(page.get_by_role("link", name="Share your view")).to_be_hidden()
    expect(page.get_by_text("http://testserver/", exact=False).first).to_be_visible()
