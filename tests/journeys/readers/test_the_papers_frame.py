"""What stands around every page, with a newsroom's own colour, for readers who choose theirs."""

import pytest

from articles.models import Paper
from tests.factories import PolicyFactory, SectionFactory, StoryFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

DARK_PAPER = "rgb(15, 20, 18)"
GROUND = "getComputedStyle(document.body).backgroundColor"
LETTERS = "parseFloat(getComputedStyle(document.documentElement).fontSize)"


@pytest.fixture
def paper():
    paper = Paper.objects.get()
    paper.name = "The Alderness and Portside Weekly Advertiser"
    paper.brand = "#a4123f"
    paper.save()
    story = StoryFactory(published=True)
    paper.break_news(
        "Ferry turned back: all 214 passengers are safe", by=None, hours=2, story=story
    )
    for name in "City Country World Business Climate Culture Sport Opinion".split():
        SectionFactory(name=name)
    PolicyFactory(title="Ethics", slug="ethics")
    return paper


def test_a_reader_without_a_script_makes_the_paper_dark_and_large(open_page, paper):
    page = open_page(java_script_enabled=False, color_scheme="light")
    page.goto("/about/ethics/")
    small = page.evaluate(LETTERS)

    page.get_by_role("button", name="Dark").press("Enter")
    page.get_by_role("button", name="Larger").click()

    assert page.url.endswith("/about/ethics/#reading")
    assert page.get_by_role("button", name="Larger").get_attribute("aria-current") == "true"
    page.goto("/")
    assert page.evaluate(GROUND) == DARK_PAPER
    assert page.evaluate(LETTERS) > 1.3 * small

    page.goto("/reading/")
    page.get_by_role("button", name="Automatic").click()
    page.get_by_role("button", name="Normal").click()
    assert page.evaluate(GROUND) != DARK_PAPER
    assert page.context.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/about/ethics/", "/reading/"])
def test_the_frame_is_open_to_everyone_in_any_colour(
    open_page, assert_accessible, paper, scheme, path
):
    page = open_page(width=390, color_scheme=scheme)
    page.goto(path)

    assert_accessible(page)


@pytest.mark.parametrize("size", ["normal", "larger"])
def test_the_frame_stays_inside_the_smallest_screen(open_page, live_server, paper, size):
    page = open_page(width=320)
    page.context.add_cookies([{"name": "reading", "value": f"dark.{size}", "url": live_server.url}])
    page.goto("/reading/")

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    # The bar scrolls by itself instead, and shows it: its last word is cut off.
    bar = page.locator(".section-bar ul")
    assert bar.evaluate("bar => bar.scrollWidth > bar.clientWidth")


def test_the_brand_colour_arrives_under_the_security_policy(open_page, paper):
    page = open_page(color_scheme="light")
    page.goto("/about/ethics/")

    colour = "getComputedStyle(document.querySelector('.footer__reading a')).textDecorationColor"
    assert page.evaluate(colour) == "rgb(164, 18, 63)"
