"""Every layout with every number of stories, measured in a browser: no hole, nothing too wide.

A cell of a grid without a story is a hole, and so is more than BLANK under what stands in one.
"""

from itertools import product
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from articles.composing import MOST, composition, in_a_row, laid_out
from articles.style_guide import groups, samples
from tests.tiers import one_in_a_quick_run

pytestmark = [
    pytest.mark.journey,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]

BLANK = 256  # pixels: sixteen lines of small print
WIDTHS = [320, 390, 768, 1280, 1920]
COMPOUND = "Donaudampfschifffahrtsgesellschaftskapitänsvereinsvorsitzendenwahl verschoben"
TEXTS = {
    "headlines of every length": [{"headline": headline} for headline in groups.HEADLINES],
    "compounds": [{"headline": COMPOUND, "kicker": COMPOUND.split(maxsplit=1)[0]}] * 6,
    "the longest headlines": [{"headline": samples.LONG_HEADLINE}] * 6,
    "Arabic": [samples.ARABIC] * 6,
}
PATTERNS = ("xxxxxx", "------", "x-----", "-x-x-x", "xxx---")
SHOW = """html => {
  document.querySelector("main").innerHTML = html;
  document.querySelectorAll("img").forEach(image => { image.loading = "eager"; });
}"""
# For each case: cells that nobody fills, the highest blank in a cell, what is too wide, and
# headlines that do not begin under their kicker.
MEASURE = """([gap]) => {
  const found = [];
  const visible = element => element.checkVisibility() && element.getClientRects().length;
  const bottomOf = element => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const boxes = [...range.getClientRects(), ...[...element.querySelectorAll("img, span")]
      .map(inner => inner.getBoundingClientRect())];
    return Math.max(...boxes.filter(box => box.width && box.height).map(box => box.bottom));
  };
  for (const shown of document.querySelectorAll("[data-case]")) {
    const report = {name: shown.dataset.case, empty: 0, blank: 0, wide: 0, askew: 0};
    for (const grid of shown.querySelectorAll(".grid")) {
      if (!visible(grid)) continue;
      const all = grid.getBoundingClientRect();
      const cells = [...grid.children].filter(visible);
      const boxes = cells.map(cell => cell.getBoundingClientRect());
      for (let x = all.left + 4; x < all.right; x += 16)
        for (let y = all.top + 4; y < all.bottom; y += 16)
          if (!boxes.some(box => x > box.left - gap && x < box.right + gap &&
                                 y > box.top - gap && y < box.bottom + gap)) report.empty += 1;
      cells.forEach((cell, at) => {
        report.blank = Math.max(report.blank, boxes[at].bottom - bottomOf(cell));
      });
    }
    for (const words of shown.querySelectorAll(".story-card__words")) {
      const card = words.closest(".story-card");
      if (!visible(words)) continue;
      const edges = [".kicker", ".story-card__headline"].map(name => {
        const box = words.querySelector(name).getBoundingClientRect();
        return words.dir === "rtl" ? box.right : box.left;
      });
      if (visible(words.querySelector(".kicker")) && Math.abs(edges[0] - edges[1]) > 1)
        report.askew += 1;
      report.blank = Math.max(
        report.blank, card.getBoundingClientRect().bottom - bottomOf(words));
    }
    for (const card of shown.querySelectorAll(".story-card, .story-item, .block__head")) {
      const box = card.getBoundingClientRect();
      if (visible(card) && (card.scrollWidth > card.clientWidth + 1 || box.right > innerWidth))
        report.wide += 1;
    }
    found.push(report);
  }
  return found;
}"""
GAP = 49  # pixels: the widest gap of a grid, and one for rounding
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def story(text, mark, **fields):
    language = "ar" if text is samples.ARABIC else "en"
    return samples.story(pictured=mark == "x", language=language, **fields, **text)


def group(stories, name, **context):
    return render_to_string(
        "components/story_group.html", {"stories": stories, "composition": name, **context}
    )


def every_group():
    """Yield (name, HTML) of each layout with each number of stories, pictures and kind of words."""
    for layout, pattern, (words, texts) in product(MOST, PATTERNS, TEXTS.items()):
        for count in range(1, MOST[layout] + 1):
            if count == 1 and pattern.startswith("xx"):
                continue
            given = [story(*each) for each in zip(texts, pattern[:count], strict=False)]
            shown = laid_out(given, layout)
            yield f"{layout} {pattern[:count]} {words}", group(shown, composition(shown, layout))


def every_row():
    """Where to start on a topic, and opinions: of all, of some, of none with portraits."""
    for pattern, (words, texts) in product(PATTERNS, TEXTS.items()):
        for count in (1, 2, 3):
            shown = [story(*each) for each in zip(texts, pattern[:count], strict=False)]
            yield f"start here {pattern[:count]} {words}", group(shown, in_a_row(shown))
    for count in (1, 2, 3, 4):
        context = {"stories": groups.opinions(count), "portrait": True}
        yield f"{count} opinions", render_to_string("components/story_columns.html", context)


def every_list():
    """The first page of a section and a later one, of one story and of several."""
    for (words, texts), number, count in product(TEXTS.items(), (1, 2), range(7)):
        shown = [story(texts[at % 6], "x-x"[at % 3]) for at in range(count)]
        page = SimpleNamespace(object_list=shown, number=number, has_other_pages=False)
        html = render_to_string("articles/_story_list.html", {"page": page})
        yield f"list {count} on page {number} {words}", html


@pytest.fixture
def measured(open_page, settings):
    """measured(cases, width): what was found of each case, shown at that width."""
    settings.DEBUG = True

    def measure(cases, width):
        page = open_page(width=width, bypass_csp=True)  # pages are put together here
        page.goto("/style/")
        html = "".join(
            f'<div class="wrap" data-case="{name}"><section class="block">{shown}</section></div>'
            for name, shown in cases
        )
        page.evaluate(SHOW, html)
        page.wait_for_load_state("networkidle")
        found = page.evaluate(MEASURE, [GAP])
        assert len(found) == html.count("data-case")
        assert page.evaluate(OVERFLOW) <= 0
        return found

    return measure


@pytest.mark.parametrize(
    "cases", one_in_a_quick_run([every_group, every_row, every_list], every_group)
)
@pytest.mark.parametrize("width", one_in_a_quick_run(WIDTHS, 1280))
def test_no_number_of_stories_leaves_a_hole(measured, cases, width):
    found = measured(cases(), width)

    assert len(found) > 50
    assert [each["name"] for each in found if each["empty"]] == []
    assert [each["name"] for each in found if each["wide"]] == []
    assert [each["name"] for each in found if each["askew"]] == []
    assert [(each["name"], each["blank"]) for each in found if each["blank"] > BLANK] == []
