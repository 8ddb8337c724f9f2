"""A paragraph has a name of its own, which it keeps while others are edited."""

import re

import pytest

from articles.body import paragraph_ids
from tests.articles.texts import FIRST, embed, names
from tests.factories import QuoteFactory, StoryFactory

pytestmark = pytest.mark.django_db


def test_a_paragraph_keeps_its_name_while_others_are_edited():
    before = paragraph_ids.with_ids(
        "<p>One.</p><p>Two, which <em>stays</em>.</p><ul><li>Three.</li></ul>"
    )
    after = paragraph_ids.with_ids(
        "<h2>New</h2><p>One, edited.</p><p>New.</p><p>Two, which stays.</p><ul><li>Three.</li></ul>"
    )
    assert names(before)[1:] == names(after)[3:]
    assert names(before)[0] not in names(after)


def test_the_same_words_twice_have_two_names():
    found = names(paragraph_ids.with_ids("<p>Again.</p><p>Again.</p><p>Again.</p>"))

    assert found[1:] == [f"{found[0]}-2", f"{found[0]}-3"]


def test_headings_items_and_quotations_of_the_top_level_have_names_and_nothing_inside_them():
    source = (
        "<h2>A</h2><p>B</p><ul><li>C<ul><li>D</li></ul></li><li><p>E</p></li></ul>"
        "<blockquote><p>F</p></blockquote><pre>G</pre>"
        '<aside data-box="fact"><h3>H</h3><p>I</p></aside>'
        "<table><tbody><tr><td><p>J</p></td></tr></tbody></table>"
    )
    named = paragraph_ids.with_ids(source)

    assert re.findall(r'<(\w+) id="p-', named) == ["h2", "p", "li", "li", "blockquote", "pre"]
    assert re.sub(r' id="[^"]*"', "", named) == source


def test_the_story_page_has_names_for_its_paragraphs_and_feeds_have_none(client):
    quote = QuoteFactory()
    story = StoryFactory(published=True, body=FIRST + embed("quote", quote), dateline="Portside")
    page = client.get(story.get_absolute_url()).text

    assert names(page) == names(paragraph_ids.with_ids(FIRST))
    assert f'id="quote-{quote.pk}"' in page
    assert f'<p id="{names(page)[0]}"><span class="dateline">Portside</span> The bridge' in page
    assert names(client.get("/latest.rss").text) == []
