"""Names and marks of both directions stand where they should, by their places on the screen."""

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom.direction import CONTROLS
from tests.factories import (
    AuthorFactory,
    CommentFactory,
    PictureFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
)
from tests.small_paper import embed

pytestmark = [
    pytest.mark.journey,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]

# The pieces of a line in the order in which somebody reads it who begins on the right (`rtl`) or
# on the left: line by line, and along the line. "?" stands in place of one that is not there.
AS_READ = """([selector, pieces, way]) => {
  const root = [...document.querySelectorAll(selector)].find((e) => e.getClientRects().length)
  const places = pieces.map((piece) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(piece)
      if (at < 0) continue
      const range = document.createRange()
      range.setStart(walker.currentNode, at)
      range.setEnd(walker.currentNode, at + piece.length)
      const box = range.getClientRects()[0]
      return { piece, line: Math.round((box.top + box.bottom) / 24), x: (box.left + box.right) / 2 }
    }
    return { piece: "?", line: 0, x: 0 }
  })
  const sign = way === "rtl" ? -1 : 1
  places.sort((a, b) => (Math.abs(a.line - b.line) > 0 ? a.line - b.line : sign * (a.x - b.x)))
  return places.map((place) => place.piece)
}"""
LINES = """() => [...document.querySelectorAll("p")].map((line) =>
  [...line.querySelectorAll("b")].map((e) => e.getBoundingClientRect().left))"""
SCREENS = [390, 1280]

NAMES = {  # by the paper's language: three authors, a role, a place
    "en-gb": (["سارة", "John", "דוד"], "محررة", "بيروت"),
    "ar": (["John", "سارة", "Mary"], "reporter", "Portside"),
}
WORDS = {  # a caption, a credit, a section, a kicker, a quote, topics
    "en-gb": ("افتتاح الجسر.", "רון", "اقتصاد", "المرفأ", "الوقت متأخر.", ["جسور", "Quay", "נמל"]),
    "ar": ("The bridge.", "Ron", "Business", "Harbour", "It is late.", ["Quay", "جسور", "Pier"]),
}


@pytest.fixture(params=["en-gb", "ar"], ids=["English paper", "Arabic paper"])
def language(request, settings):
    settings.LANGUAGE_CODE = request.param
    with override(request.param):
        yield request.param


@pytest.fixture
def story(language):
    """One in the paper's language, in which everything else is written the other way."""
    names, role, place = NAMES[language]
    caption, credit, section, kicker, said, topics = WORDS[language]
    picture = PictureFactory(width=900, height=600, caption=caption, credit=credit)
    quote = QuoteFactory(text=said, speaker=names[0], role=role, source=place)
    body = f"<p>1.</p>{embed('picture', picture)}{embed('quote', quote)}"
    story = StoryFactory(
        published=True, language=language[:2], headline="2026", kicker=kicker, body=body,
        section=SectionFactory(name=section, slug="section"), kind="analysis",
        authors=[AuthorFactory(name=name) for name in names],
        topics=[TopicFactory(name=name) for name in topics],
    )  # fmt: skip
    view = CommentFactory(story=story, name=names[0])
    answer = CommentFactory(story=story, parent=view, name=names[2])
    CommentFactory(story=story, parent=answer, name=names[0])
    return story


def as_read(page, selector, pieces, way):
    return page.evaluate(AS_READ, [selector, pieces, way])


@pytest.mark.parametrize("width", SCREENS)
def test_a_line_is_read_in_the_order_in_which_it_was_written(open_page, story, language, width):
    way, other = ("ltr", "rtl") if language == "en-gb" else ("rtl", "ltr")
    names, role, _place = NAMES[language]
    caption, credit, section, kicker, said, topics = WORDS[language]
    by, reply = ("By", "in reply to") if language == "en-gb" else ("بقلم", "ردًّا على")
    comma = "," if language == "en-gb" else "،"
    photograph = "Photograph" if language == "en-gb" else "تصوير"
    opening, closing = ("«", "»") if language == "en-gb" else ("“", "”")
    page = open_page(width=width)
    page.goto(story.get_absolute_url())

    lines = [
        (".story__by span", [by, *names], way),
        (".story__head .kicker", [section, "·", kicker], way),
        (".tags", sorted(topics), way),
        (".pull-quote figcaption", [names[0], comma, role], way),
        (".pull-quote blockquote", [opening, said[:-1], ".", closing], other),
        (".prose figcaption", [caption[:-1], ".", photograph], other),
        (".prose .credit", [photograph, ":", credit], way),
        (".views__answers li + li .comment__meta", [names[0], reply, names[2], "·"], way),
    ]
    seen = [as_read(page, *line) for line in lines]
    assert seen == [pieces for _, pieces, _ in lines]


@pytest.mark.thorough
@pytest.mark.parametrize("width", SCREENS)
def test_so_it_is_on_the_pages_around_stories(open_page, story, language, width):
    way = "ltr" if language == "en-gb" else "rtl"
    names, role, place = NAMES[language]
    quote = story.quotes.model.objects.get()
    page = open_page(width=width)

    for path, selector in (("/quotes/", ".quote-item"), (quote.get_absolute_url(), ".quote-page")):
        page.goto(path)
        pieces = [names[0], ", " if way == "ltr" else "، ", role, place]
        assert as_read(page, f"{selector} figcaption", pieces, way) == pieces, path
    page.goto(f"/text{story.get_absolute_url()}")
    pieces = ["·", WORDS[language][3]]
    assert as_read(page, "article > p", [WORDS[language][2], *pieces], way)[1:] == pieces


NASTY = st.text(st.sampled_from([*sorted(CONTROLS), *"aZ1אבس٢ .,!("]), min_size=1, max_size=12)
LINE = Template("<p><b>[</b> {{ one|bdi }} <b>1</b> {{ two|bdi }} <b>]</b></p>")


@pytest.mark.parametrize("way", ["ltr", "rtl"])
def test_nothing_in_a_name_changes_the_order_of_what_stands_around_it(open_page, way):
    page = open_page()

    @settings(max_examples=12, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(NASTY, NASTY), min_size=30, max_size=40))
    def look(names):
        with override("en-gb" if way == "ltr" else "ar"):
            lines = [LINE.render(Context({"one": one, "two": two})) for one, two in names]
        page.set_content(f'<body dir="{way}" style="white-space: nowrap">{"".join(lines)}</body>')
        for pair, places in zip(names, page.evaluate(LINES), strict=True):
            assert places == sorted(places, reverse=way == "rtl"), pair

    look()
