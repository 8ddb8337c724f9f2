"""Quotes by day and by speaker."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import QuoteFactory, StoryFactory

pytestmark = pytest.mark.django_db


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


def words(page):
    return [quote.text for quote in page.context["page"].object_list]


def test_all_that_somebody_said_stands_on_one_page_newest_first(client):
    story = StoryFactory(published=True)
    QuoteFactory(text="Old words", speaker="Mirela Okafor", runs_on=days_ago(9), role="reader")
    QuoteFactory(text="New words", speaker="Mirela  Okafor", runs_on=days_ago(1), story=story,
                 role="runs the reading group")  # fmt: skip
    QuoteFactory(text="Somebody else's", speaker="Pauli Brask")
    page = client.get("/quotes/by/mirela-okafor/")

    assert words(page) == ["New words", "Old words"]
    assert "runs the reading group" in page.text
    assert story.get_absolute_url() in page.text
    assert "2 quotes" in page.text


def test_a_speakers_role_is_the_latest_that_was_written_down(client):
    QuoteFactory(role="councillor", runs_on=days_ago(4))
    QuoteFactory(role="mayor", runs_on=days_ago(3))
    QuoteFactory(role="", runs_on=days_ago(2))

    assert client.get("/quotes/by/mirela-okafor/").context["role"] == "mayor"


def test_every_quote_leads_to_its_speaker(client):
    embed = '<story-embed data-kind="quote" data-id="{}"></story-embed>'
    quote = QuoteFactory(speaker="Łucja Ávila-Strand")
    story = StoryFactory(published=True, body=f"<p>One.</p>{embed.format(quote.pk)}")

    for path in ("/", "/quotes/", quote.get_absolute_url(), story.get_absolute_url()):
        page = client.get(path).text
        assert 'href="/quotes/by/%C5%82ucja-%C3%A1vila-strand/"' in page, path
    assert client.get("/quotes/by/łucja-ávila-strand/").status_code == 200


def test_a_name_without_a_letter_has_no_page_and_no_link(client):
    quote = QuoteFactory(speaker="???")

    for path in ("/quotes/", quote.get_absolute_url()):
        assert "quotes/by" not in client.get(path).text
    assert client.get("/sitemap-speakers.xml").text.count("<loc>") == 0


def test_who_said_something_hidden_cannot_be_told_from_who_never_spoke(client):
    QuoteFactory(speaker="Ana Draft", story=StoryFactory())
    QuoteFactory(speaker="Bo Tomorrow", runs_on=days_ago(-1))
    QuoteFactory(speaker="Cy Unused", runs_on=None)
    QuoteFactory(speaker="Di Gone", story=StoryFactory(taken_down="A mistake."))
    names = ("ana-draft", "bo-tomorrow", "cy-unused", "di-gone", "nobody-at-all")
    answers = {name: client.get(f"/quotes/by/{name}/") for name in names}

    assert {answer.status_code for answer in answers.values()} == {404}
    assert len({answer.text.replace(name, "") for name, answer in answers.items()}) == 1
    assert client.get("/sitemap-speakers.xml").text.count("<loc>") == 0


def test_hidden_words_of_a_known_speaker_are_neither_shown_nor_counted(client):
    QuoteFactory(text="In public")
    QuoteFactory(text="Not yet", runs_on=days_ago(-1))
    page = client.get("/quotes/by/mirela-okafor/")

    assert words(page) == ["In public"]
    assert "1 quote" in page.text
    assert "Not yet" not in page.text


def test_the_map_names_each_speaker_once_with_the_day_of_their_last_words(client):
    QuoteFactory(runs_on=days_ago(5))
    QuoteFactory(runs_on=days_ago(2))
    answer = client.get("/sitemap-speakers.xml").text

    assert answer.count("/quotes/by/mirela-okafor/") == 1
    assert f"{days_ago(2):%Y-%m-%d}" in answer


def test_words_of_a_story_wait_for_their_day_before_they_are_the_quote_of_it(client):
    quote = QuoteFactory(text="Wait for it", runs_on=days_ago(-1))
    embed = f'<story-embed data-kind="quote" data-id="{quote.pk}"></story-embed>'
    story = StoryFactory(published=True, body=f"<p>One.</p>{embed}")

    assert "Wait for it" in client.get(story.get_absolute_url()).text
    assert "Wait for it" not in client.get("/quotes/").text
    assert "Wait for it" not in client.get("/").text


def test_a_quote_is_passed_on_by_plain_links(client):
    page = client.get(QuoteFactory(text="Count the books").get_absolute_url()).text

    assert "mailto:?subject=" in page
    assert "Count%20the%20books" in page
    assert "All quotes of Mirela Okafor" in page


@pytest.mark.parametrize("path", ["/quotes/by/a b/", "/quotes/by/%00/", "/quotes/by/../../etc/"])
def test_what_is_no_name_is_no_page(client, path):
    assert client.get(path).status_code == 404
