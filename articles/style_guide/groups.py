"""The groups of stories that the style guide shows: every composition there is."""

from articles.composing import Layout, composition, in_a_row, laid_out

from . import samples

HEADLINES = (
    samples.HEADLINE,
    "Fog stops the ferry",
    "Bundesverfassungsgerichtsentscheidung über Donaudampfschifffahrtsgesellschaften vertagt",
    "Market café asks its customers to set the price of coffee",
    "Two brass bands become one, with three tubas too many",
    "Clock that ran four minutes slow is put right after nine years",
)
# What an editor wants, and which of the stories there are have a picture (x). Each composition is
# among them; tests/journeys/readers/test_compositions.py measures all others too.
SHOWN = (
    *((Layout.ONE_AND_FOUR, pictured) for pictured in ("x", "x--", "x---", "x----", "xxx--")),
    *((Layout.ONE_AND_FOUR, pictured) for pictured in ("-", "-----")),
    *((Layout.THREE, pictured) for pictured in ("xx", "xxx", "x--", "---")),
    *((Layout.FOUR_TEXT, pictured) for pictured in ("-", "----")),
    *((Layout.FEATURE, pictured) for pictured in ("x-", "xxxx")),
    (Layout.LIST, "---"),
)


def stories(pictured):
    """One for each letter of `pictured`: with a picture where that is an x."""
    return [
        samples.story(headline=headline, pictured=mark == "x")
        for headline, mark in zip(HEADLINES, pictured, strict=False)
    ]


def groups():
    """Yield (state in words, context of components/story_group.html)."""
    for layout, pictured in SHOWN:
        shown = laid_out(stories(pictured), layout)
        name = f"{layout.label}: {len(shown)}, {pictured.count('x')} with a picture"
        yield name, {"stories": shown, "composition": composition(shown, layout)}
    arabic = [samples.arabic_story() for _ in range(3)]
    yield "three in Arabic", {"stories": arabic, "composition": in_a_row(arabic)}


def opinions(count):
    """So many opinions: of one with a portrait, of one without, of the paper itself, of two."""
    by = (["Mirela Okafor"], ["Tom Hallam"], [], ["Ana Petrov", "Jo Lindqvist"])
    shown = [samples.story(kind="opinion", authors=names) for names in by[:count]]
    for story in shown[1:]:
        for byline in story.bylines.all():
            byline.author.portrait = None
    return shown
