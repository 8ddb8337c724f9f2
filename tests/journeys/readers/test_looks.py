"""The style guide in every light and script, pictured for those who want to see what changed.

The pictures lie in LOOKS_DIR, or in var/looks/: what else tests write goes when they end.
"""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from newsroom import wording
from tests.factories import SectionFactory
from tests.tiers import one_in_a_quick_run

from ..screens import DESK, PHONE, SMALLEST, show_on

pytestmark = [
    pytest.mark.journey,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]

SCREENS = [PHONE, DESK, (390, "light"), (1280, "dark")]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Until the face of labels has come, and in place of it, others are there: wider and narrower ones.
LABEL_FACES = ["Label", '"Label Arial"', "Liberation Sans", "DejaVu Sans", "Noto Sans", "serif"]
HEIGHTS = """([faces, days]) => {
  const day = document.querySelector(".masthead time"), found = new Set();
  for (const face of faces) {
    document.documentElement.style.setProperty("--label", face);
    for (day.textContent of days)
      found.add(document.querySelector(".masthead").getBoundingClientRect().height);
  }
  return [...found];
}"""
MOVING = """[...document.querySelectorAll('*')].filter(element => {
  const style = getComputedStyle(element);
  return style.transitionDuration !== '0s' || style.animationName !== 'none';
}).length + document.getAnimations().length"""


@pytest.fixture
def guide(open_page, live_server, settings):
    """guide(width=390, reading="dark.larger", **options): the style guide, opened."""
    settings.DEBUG = True
    sections = [SectionFactory() for _ in range(8)]

    def opened(path="/style/", reading="", width=1280, **options):
        page = open_page(width=width, **options)
        if reading:
            page.context.add_cookies(
                [{"name": "reading", "value": reading, "url": live_server.url}]
            )
        page.goto(path)
        return page

    opened.section = sections[0]
    return opened


@pytest.fixture
def keep():
    """keep(page, name): a picture of the whole page for people to look at."""
    folder = Path(os.environ.get("LOOKS_DIR") or django_settings.BASE_DIR / "var" / "looks")
    folder.mkdir(parents=True, exist_ok=True)

    def kept(page, name):
        # What waits to be scrolled to before it comes.
        page.locator("img").evaluate_all("all => all.forEach(img => { img.loading = 'eager' })")
        page.wait_for_load_state("networkidle")
        # A very long picture, perhaps on a busy machine.
        page.screenshot(path=folder / f"{name}.png", full_page=True, timeout=60_000)

    return kept


@pytest.mark.thorough
@pytest.mark.parametrize("language", one_in_a_quick_run(["en-gb", "ar"], "en-gb"))
def test_every_component_fits_and_is_open_to_everyone(
    guide, keep, assert_good_on, settings, language
):
    settings.LANGUAGE_CODE = language
    page = guide()
    direction = page.locator("html").get_attribute("dir")
    assert direction == ("rtl" if language == "ar" else "ltr")

    for screen in assert_good_on(page, SCREENS):
        show_on(page, screen)
        keep(page, "-".join(map(str, [direction, *screen])))


@pytest.mark.parametrize(("scheme", "chosen", "paper"), [
    ("light", "dark.normal", "rgb(15, 20, 18)"),
    ("dark", "light.normal", "rgb(255, 255, 255)"),
])  # fmt: skip
def test_what_a_reader_chose_counts_more_than_the_system(guide, scheme, chosen, paper):
    page = guide(color_scheme=scheme, reading=chosen)

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    dimmed = page.evaluate("getComputedStyle(document.querySelector('main img')).filter")
    assert (dimmed != "none") == chosen.startswith("dark")


@pytest.mark.thorough
def test_larger_letters_fit(guide, keep):
    page = guide(reading="auto.larger")

    body = (
        "parseFloat(getComputedStyle(document.querySelector('.stack > p:not([class])')).fontSize)"
    )
    for screen in (SMALLEST, PHONE, DESK):
        show_on(page, screen)
        keep(page, f"larger-{screen[0]}")
        assert page.evaluate(OVERFLOW) <= 0
        assert page.evaluate(body) > 26


@pytest.mark.thorough
def test_twice_the_size_fits(guide):
    page = guide(width=640, device_scale_factor=2)

    page.add_init_script("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(OVERFLOW) <= 0
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.thorough
def test_without_colours_of_ours_one_still_sees_where_one_is(guide, keep):
    page = guide(path=guide.section.get_absolute_url(), forced_colors="active")

    here = page.locator(".section-bar [aria-current]")
    others = page.locator(".section-bar a:not([aria-current])").first
    assert "underline" in here.evaluate("e => getComputedStyle(e).textDecorationLine")
    assert "underline" not in others.evaluate("e => getComputedStyle(e).textDecorationLine")

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    ring = page.evaluate("getComputedStyle(document.activeElement).outline")
    assert "3px" in ring
    assert "none" not in ring

    page.goto("/style/")
    keep(page, "forced-colours")
    for chosen in (".pagination [aria-current]", ".reading-controls [aria-current]"):
        line = page.locator(chosen).first.evaluate("e => getComputedStyle(e).textDecorationLine")
        assert "underline" in line, chosen
    for boxed in (".button", ".message", ".correction", ".tags a", ".story__state"):
        edges = page.locator(boxed).first.evaluate(
            "e => getComputedStyle(e).borderInlineStartStyle"
        )
        assert edges != "none", boxed


@pytest.mark.thorough
def test_who_wants_no_motion_gets_none(guide):
    page = guide(reduced_motion="reduce")

    assert page.evaluate(MOVING) == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("code", ["ar", "en-gb", "pl"])
def test_nothing_moves_when_the_letters_arrive(guide, settings, code):
    settings.LANGUAGE_CODE = code
    page = guide(path="/accounts/login/", reduced_motion="no-preference")

    page.evaluate("document.fonts.ready")
    shift = page.evaluate("""() => new Promise(done => {
      let sum = 0;
      const add = list => list.getEntries().forEach(entry => { sum += entry.value; });
      new PerformanceObserver(add).observe({type: "layout-shift", buffered: true});
      setTimeout(() => done(sum), 300);
    })""")
    assert shift <= 0.02


def test_the_masthead_is_as_high_whatever_the_day_and_whichever_face_has_come(guide):
    page = guide(path="/")
    days = [date(2026, 1, 1) + timedelta(days) for days in range(365)]
    written = sorted({wording.written(day, "weekday_day") for day in days}, key=len)
    for width in (320, 390):
        show_on(page, (width, "light"))
        assert len(page.evaluate(HEIGHTS, [LABEL_FACES, written])) == 1, width
