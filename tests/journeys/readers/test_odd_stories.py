"""What editors really type: stories whose words and pictures are out of all proportion."""

import pytest

from tests.factories import PictureFactory, QuoteFactory, SectionFactory, StoryFactory
from tests.small_paper import embed
from tests.tiers import one_in_a_quick_run

from ..screens import show_on
from ..walking import OVERFLOWS

pytestmark = [
    pytest.mark.journey,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]

LONG = "The council voted on Tuesday night to close three of the city’s nine branches " * 4
THAI = "สภาเมืองลงมติปิดห้องสมุดสามแห่งหลังจากการถกเถียงยาวนานกว่าหนึ่งปีเต็ม" * 4
HEADLINES = {
    "one letter": "A",
    "as long as can be": LONG[:250],
    "one word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "no space anywhere": "W" * 250,
    "capitals": LONG[:250].upper(),
    "Thai": THAI[:250],
    "Arabic with numbers": "افتتاح 3 جسور بقيمة 1,500,000 يورو بعد 12 عاماً من الانتظار (2014–2026)",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈" * 12,
    "a script": "<script>alert(1)</script> & “quotes” 'and' \"more\"",
}
LANGUAGES = {"Thai": "th", "Arabic with numbers": "ar"}
# Whether two neighbours in the story lie on each other, or one is cut off by the window.
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll(".story > *, .prose > *")]
    .filter((e) => !e.matches(".prose, .print-only") && e.getClientRects().length)
    .map((e) => ({ name: e.className || e.tagName, ...e.getBoundingClientRect().toJSON() }))
  const found = []
  boxes.forEach((a, i) => {
    if (a.left < -1 || a.right > innerWidth + 1) found.push(`${a.name} leaves the window`)
    for (const b of boxes.slice(i + 1, i + 12))
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
        found.push(`${a.name} on ${b.name}`)
  })
  return found
}"""
SHIFTS = """new Promise((done) => {
  let shifted = 0
  new PerformanceObserver((list) => list.getEntries().forEach((e) => (shifted += e.value)))
    .observe({ type: "layout-shift", buffered: true })
  setTimeout(() => done(shifted), 300)
})"""


def odd_stories():
    """Stories by what is odd about them."""
    section = SectionFactory(name="City")
    tower, ribbon = PictureFactory(width=150, height=1500), PictureFactory(width=1500, height=150)
    picture = PictureFactory(width=900, height=600)
    common = {"section": section, "published": True}
    stories = {
        name: StoryFactory(**common, language=LANGUAGES.get(name, "en"), headline=headline,
                           kicker=headline[:40], standfirst=headline * 2, dateline=headline[:60],
                           body=f"<p>{headline}</p><h2>{headline}</h2>")
        for name, headline in HEADLINES.items()
    }  # fmt: skip
    sizes = ("column", "wide", "full", "side", "side")
    figures = "".join(f"<p>{LONG}</p>{embed('picture', picture, sizes[n % 5])}" for n in range(40))
    quotes = [QuoteFactory(text=words, speaker=words[:120]) for words in ("No", "W" * 600, LONG)]
    sixty = "".join(embed("quote", quotes[n % 3], sizes[n % 5]) for n in range(60))
    shapes = "".join(embed("picture", shape, size) for shape in (tower, ribbon) for size in sizes)
    boxes = "".join(
        f'<aside data-box="{kind}"><h2>{"W" * 90}</h2><p>{"x" * 300}</p><ol><li>{LONG}</li></ol>'
        f"<table><tbody><tr>{'<td>1,000,000</td>' * 14}</tr></tbody></table></aside>"
        for kind in ("explainer", "method", "fact", "document", "timeline")
    )
    return stories | {
        "nothing but words": StoryFactory(**common, standfirst="", body="<p>a</p>"),
        "40 figures": StoryFactory(**common, body=figures),
        "60 quotes": StoryFactory(**common, body=sixty),
        "a tower": StoryFactory(**common, lead_picture=tower, body=shapes),
        "a ribbon": StoryFactory(**common, lead_picture=ribbon, body=shapes),
        "boxes": StoryFactory(**common, body=boxes, sponsor="W" * 80, kind="analysis"),
    }


@pytest.mark.parametrize("widths", one_in_a_quick_run([[320], [1440, 1024]], [320]))
def test_no_story_overflows_overlaps_or_shifts(open_page, widths, thoroughly):
    wrong = {}
    page = open_page()
    for name, story in list(odd_stories().items())[:: 1 if thoroughly else 3]:
        show_on(page, (widths[0], "light"))
        page.goto(story.get_absolute_url())
        found = [f"shifts by {by}"] if (by := page.evaluate(SHIFTS)) > 0.01 else []
        for width in widths:
            show_on(page, (width, "light"))
            found += page.evaluate(OVERLAPS)
            if page.evaluate(OVERFLOWS):
                found.append(f"the page scrolls sideways at {width}")
        if found:
            wrong[name] = found[:4]
    assert wrong == {}


@pytest.mark.thorough
def test_the_pages_that_list_them_stay_inside_the_smallest_screen_too(open_page):
    page = open_page(width=320)
    stories = odd_stories()
    for path in ("/", stories["one letter"].section.get_absolute_url()):
        page.goto(path)
        assert not page.evaluate(OVERFLOWS), path


@pytest.mark.thorough
def test_odd_stories_are_open_to_everyone(open_page, assert_accessible):
    page = open_page(width=390)
    stories = odd_stories()
    for name in ("boxes", "60 quotes", "Arabic with numbers", "a script"):
        page.goto(stories[name].get_absolute_url())
        assert_accessible(page)
