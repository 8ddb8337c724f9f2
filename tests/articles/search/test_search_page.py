"""What a reader sees of an answer."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from articles.search import finding, full_text
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    QuoteFactory,
    SectionFactory,
    TopicFactory,
    UserFactory,
    pictures_without_files,
)
from tests.html import on_one_line

from .searching import a_small_paper, published_story

pytestmark = [pytest.mark.database, pytest.mark.django_db]
# PostgreSQL is told how to go about it: a savepoint, what it may not do, and the end of both.
HOW_IT_IS_FOUND = 4 if connection.vendor == "postgresql" else 0


@pytest.fixture
def paper():
    a_small_paper()


def test_what_was_looked_for_is_marked_where_it_stands_densest():
    published_story(
        "Flood & fire",
        f"{'Quiet words here. ' * 40}The <b>floods</b> came; a café’s flood defence &lt;held&gt;.",
    )
    (story,) = finding.Search('flood "flood defence" cafe').stories[:1]

    assert story.found_headline == "<mark>Flood</mark> &amp; fire"
    assert story.excerpt.startswith("… ")
    assert story.excerpt.endswith(
        "The <mark>floods</mark> came; a <mark>café’s</mark> "
        "<mark>flood defence</mark> &lt;held&gt;."
    )


def test_an_excerpt_without_the_words_is_the_beginning():
    published_story("Flood", "One two three. " * 30)
    (story,) = finding.Search("flood").stories[:1]

    assert story.excerpt.startswith("One two three.")
    assert story.excerpt.endswith(" …")
    assert "<mark>" not in story.excerpt


def test_markup_in_a_story_stays_text_in_the_answer(client):
    published_story("<script>alert(1)</script> flood", "&lt;img src=x onerror=alert(1)&gt; flood")
    page = client.get("/search/", {"q": "flood"}).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>flood</mark>" in page


def test_an_empty_search_asks_for_words(client):
    page = client.get("/search/").content.decode()

    assert "Words to look for" in page
    assert "by date" in page


def test_only_common_words_ask_for_another_one(client, paper):
    assert "Which word?" in client.get("/search/?q=the+of").content.decode()
    assert "1 story found" in client.get('/search/?q="costs+are"').content.decode()


def test_no_answer_says_so_and_offers_what_was_perhaps_meant(client, paper):
    page = client.get("/search/?q=fllods+distrct&order=newest").content.decode()

    assert "Nothing in the paper has this" in page
    assert 'Did you mean <a href="?q=floods+district&amp;order=newest">' in page
    # Neither nonsense nor words that would find nothing either.
    for words in ("xylophone", "fllods+libary"):
        assert "Did you mean" not in client.get(f"/search/?q={words}").content.decode()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (f"q={'x' * 201}", "no more than 200 characters. You typed 201."),
        ("q=flood&section=nowhere", "There is no such section."),
        ("q=flood&from=2026-13-45", "This is not a date."),
        ("q=flood&to=soon", "This is not a date."),
        ("q=flood&from=0001-01-01", "Choose a year from 1600 on."),
        ("q=flood&to=9999-12-31", "Choose a year before 3000."),
        ("q=flood&from=2026-02-02&to=2026-02-01", "The last day is before the first."),
        ("q=flood&order=-password", "relevance or newest"),
    ],
)
def test_what_cannot_be_searched_for_comes_back_with_the_reason(client, paper, address, words):
    response = client.get(f"/search/?{address}")
    typed = address.partition("&")[0].removeprefix("q=")

    assert response.status_code == 400
    assert words in response.content.decode()
    assert f'value="{typed}"' in response.content.decode()
    assert "no-cache" in response["Cache-Control"]


def test_the_last_of_repeated_words_wins(client, paper):
    page = client.get("/search/?q=library&q=budget").content.decode()

    assert "Budget" in page
    assert "Library" not in page


def test_sections_and_days_narrow_the_answer_in_the_papers_time_zone(client):
    sport = SectionFactory(name="Sport", slug="sport")
    # In British Summer Time this is half past midnight on 1 July.
    published_story("Flood one", section=sport, at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    published_story("Flood two", at=datetime(2026, 6, 30, 22, 30, tzinfo=UTC))

    def answers(**choice):
        page = client.get("/search/", {"q": "flood", **choice}).context["page"]
        return [story.live.headline for story in page]

    assert answers() == ["Flood one", "Flood two"]
    assert answers(section="sport") == ["Flood one"]
    assert answers(**{"from": "2026-07-01"}) == ["Flood one"]
    assert answers(to="2026-06-30") == answers(to="30/06/2026") == ["Flood two"]
    assert answers(**{"from": "2026-06-30", "to": "2026-07-01", "order": "newest"}) == [
        "Flood one",
        "Flood two",
    ]


def test_pages_of_answers_keep_the_search_in_their_addresses(client):
    for number in range(21):
        published_story(f"Flood {number}")
    page = client.get("/search/?q=old&q=flood&order=newest&page=1")

    assert "21 stories found" in page.content.decode()
    assert 'href="?q=flood&amp;order=newest&amp;page=2"' in page.content.decode()
    assert len(client.get("/search/?q=flood&page=2").context["page"]) == 1
    for number in ("3", "0", "-1", "x", "9" * 30):
        assert client.get("/search/", {"q": "flood", "page": number}).status_code == 404


def test_counting_stops_at_the_most_that_can_be_looked_through(client, monkeypatch):
    monkeypatch.setattr(finding, "MAX_COUNTED", 3)
    for number in range(5):
        published_story(f"Flood {number}")
    response = client.get("/search/?q=flood")

    assert "More than 3 stories" in response.content.decode()
    assert response.context["page"].paginator.count == 3


def test_an_order_of_words_is_looked_for_in_the_newest_and_the_page_says_so(client, monkeypatch):
    for number in range(2):
        published_story(f"Flood at night {number}")
    published_story("At night the flood")
    before = on_one_line(client.get('/search/?q="flood at night"').content.decode())
    monkeypatch.setattr(full_text, "MOST_COMPARED", 2)
    page = on_one_line(client.get('/search/?q="flood at night"').content.decode())

    assert "2 stories found" in before
    assert "The order of the words" not in before
    assert "1 story found The order of the words was looked for in the 2 newest" in page
    nothing = on_one_line(client.get('/search/?q="night at flood"').content.decode())
    assert "Nothing in the paper has this" not in nothing
    assert "was looked for in the 2 newest stories that have them." in nothing


@pytest.mark.thorough
def test_a_search_asks_the_same_few_questions_for_one_answer_and_for_many(
    client, django_assert_max_num_queries
):
    for number in range(21):
        published_story(
            f"Flood {number}", topics=[TopicFactory()], authors=[AuthorFactory(role="Floods")]
        )
        shown = pictures_without_files(2)
        GalleryFactory(published=True, title=f"Flood {number}", pictures=shown)
        QuoteFactory(speaker=f"Flood {number}")
    client.force_login(UserFactory())

    for address, most in (
        ("?q=flood", 16), ("?q=flood&page=2", 13), ("?q=flood&what=galleries", 14),
        ("?q=flood&what=people", 12), ("?q=flood&what=quotes", 13),
        ("?q=flood&from=2026-01-01", 14), ("?q=", 3), ("?q=the", 4), ("?q=flood&section=x", 3),
        ("?q=xylophone", 16), ("?q=fllood", 25 + HOW_IT_IS_FOUND),
    ):  # fmt: skip
        with django_assert_max_num_queries(most + HOW_IT_IS_FOUND):
            client.get(f"/search/{address}")


@pytest.mark.parametrize("method", ["post", "put", "delete", "trace"])
def test_searching_changes_nothing_so_only_reading_is_allowed(client, method):
    assert getattr(client, method)("/search/").status_code == 405


def test_a_paid_story_says_so_among_the_answers(client):
    published_story("Flood", sponsor="The Pier Trust")

    assert "Sponsored by The Pier Trust" in client.get("/search/?q=flood").text
