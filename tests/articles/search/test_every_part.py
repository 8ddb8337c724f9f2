"""Each word of a story's page is found by itself, wherever it stands in it."""

import pytest

from articles.search import index
from articles.search.finding import Search
from tests.factories import GalleryFactory, PictureFactory, QuoteFactory, StoryFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def found(words):
    return [story.live.headline for story in Search(words).stories[:9]]


def excerpt_for(words):
    (story,) = Search(words).stories[:9]
    return story.excerpt


def embed(thing):
    kind = type(thing).__name__.lower()
    return f'<story-embed data-kind="{kind}" data-id="{thing.pk}"></story-embed>'


def published(body, **fields):
    fields = {"headline": "Fares", "standfirst": ""} | fields
    return StoryFactory(published=True, body=body, **fields)


@pytest.mark.parametrize(
    "body",
    [
        "<table><tbody><tr><td>Adult</td><td>Child</td></tr></tbody></table>",
        "<table><thead><tr><th>Adult</th><th>Child</th></tr></thead></table>",
        "<table><tbody><tr><th scope='row'>Adult</th><td>Child</td></tr></tbody></table>",
        "<table><tbody><tr><td>Adult</td></tr><tr><td>Child</td></tr></tbody></table>",
        "<table><caption>Adult</caption><tbody><tr><td>Child</td></tr></tbody></table>",
        "<table><tbody><tr><td><strong>Adult</strong></td><td><em>Child</em></td></tr></tbody></table>",
        "<p>Adult<br>Child</p>",
        "<p>Adult</p><p>Child</p>",
        "<ul><li>Adult</li><li>Child</li></ul>",
        "<ul><li>Adult<ul><li>Child</li></ul></li></ul>",
        "<ol><li><p>Adult</p></li><li><p>Child</p></li></ol>",
        "<h2>Adult</h2><p>Child</p>",
        "<p>Adult</p><hr><p>Child</p>",
        "<blockquote><p>Adult</p></blockquote><p>Child</p>",
        "<blockquote>Adult<br>Child</blockquote>",
        "<pre>Adult\nChild</pre>",
        '<aside data-box="fact"><h2>Adult</h2><p>Child</p></aside>',
        '<aside data-box="timeline"><ul><li><strong>Adult</strong> Child</li></ul></aside>',
        '<p>Adult<sup><a href="#note">1</a></sup> Child</p>',
        '<p>Adult</p><story-embed data-kind="picture" data-id="99"></story-embed><p>Child</p>',
    ],
)
def test_neighbours_never_become_one_word(body):
    story = published(body)

    assert found("adult") == found("child") == found("adults children") == ["Fares"]
    assert found("adultchild") == []
    assert "<mark>Adult</mark>" in excerpt_for("adult")
    assert "<mark>Child</mark>" in excerpt_for("child")
    assert story.live.word_count == 2 + ("<sup>" in body)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("<p>Har<strong>bour</strong></p>", "harbour"),
        ("<p>H<sub>2</sub>O</p>", "h2o"),
        ("<p><a href='/x/'>Har</a>bour</p>", "harbour"),
        ("<p>har\u00adbour</p>", "harbour"),
        ("<p>21<sup>st</sup></p>", "21st"),
    ],
)
def test_a_word_that_is_partly_marked_stays_one(body, word):
    published(body)

    assert found(word) == ["Fares"]


def test_the_caption_above_the_text_is_found_and_shown():
    published("<p>Text.</p>", lead_picture=PictureFactory(caption="A tug"), lead_caption="A pilot")
    published("<p>Text.</p>", headline="Two", lead_picture=PictureFactory(caption="A crane"))

    assert (found("pilots"), found("tug"), found("cranes")) == (["Fares"], [], ["Two"])
    assert excerpt_for("pilot") == "A <mark>pilot</mark>"


def test_what_stands_in_the_text_is_found_and_shown():
    picture = PictureFactory(caption="The old lighthouse")
    gallery = GalleryFactory(published=True, title="Regatta", standfirst="Sails everywhere")
    quote = QuoteFactory(text="We shall dredge", speaker="Ines Quaglia", role="Harbourmaster")
    published(f"<p>Text.</p>{embed(picture)}{embed(gallery)}{embed(quote)}")

    for word in ("lighthouse", "regattas", "sail", "dredging", "Quaglia", "harbourmaster"):
        assert found(word) == ["Fares"], word
        assert "<mark>" in excerpt_for(word)


def test_what_readers_do_not_see_in_it_is_not_found():
    elsewhere = StoryFactory(headline="Draft")
    hidden = [
        PictureFactory(caption="Withheld wreck"),
        GalleryFactory(title="Wreck by night"),
        QuoteFactory(text="It was a wreck", story=elsewhere),
    ]
    published("<p>Text.</p>" + "".join(map(embed, hidden)))
    hidden[0].withdraw(by=None, reason="A court.")

    assert found("wreck") == []


def test_a_story_follows_what_stands_in_it():
    picture = PictureFactory(caption="A tug")
    gallery = GalleryFactory(published=True, title="Regatta")
    quote = QuoteFactory(text="We shall dredge")
    published(f"<p>Text.</p>{embed(picture)}{embed(gallery)}{embed(quote)}", lead_picture=picture)

    picture.caption = "A barge"
    picture.save()
    quote.text = "We shall not"
    quote.save()
    assert (found("tug"), found("barge"), found("dredge")) == ([], ["Fares"], [])

    picture.withdraw(by=None, reason="A court.")
    gallery.withdraw(by=None)
    assert (found("barge"), found("regatta")) == ([], [])
    picture.allow_again(by=None)
    assert found("barge") == ["Fares"]


def test_reasons_for_twenty_answers_cost_two_questions(django_assert_num_queries):
    pictures = [PictureFactory(caption=f"Tug {number}") for number in range(4)]
    for number, picture in enumerate(pictures):
        fields = {"lead_picture": picture} if number % 2 else {}
        published(f"<p>Text.</p>{embed(picture)}", headline=f"Story {number}", **fields)

    found = Search("tug").stories
    with django_assert_num_queries(3):
        stories = found[:9]
    assert all("<mark>Tug</mark>" in story.excerpt for story in stories)


def test_a_long_text_does_not_push_the_captions_out(monkeypatch):
    monkeypatch.setattr(index, "MAX_WORDS", 20)
    published("<p>" + "word " * 50 + "</p>", lead_picture=PictureFactory(caption="A tug"))

    assert found("tug") == ["Fares"]
