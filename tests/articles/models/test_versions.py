"""The desk's history of a story: who wrote what when, what readers had, and how it differs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Record, StoryVersion
from newsroom import clock
from tests.articles.admin.desk import address, said
from tests.factories import AuthorFactory, PictureFactory, StoryFactory, reporter
from tests.html import on_one_line

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)
HIDDEN = re.compile(r'<span class="visually-hidden">[^<]*</span>')


def story_with(*headlines, **fields):
    first, *others = headlines
    story = StoryFactory(published=True, headline=first, **fields)
    for headline in others:
        story.write(by=None, headline=headline)
    return story


def compared(client, story, query=""):
    return client.get(f"{address('story_compare', story.pk)}{query}")


def line_of(page, number):
    """What the history says of one version."""
    lines = re.findall(r'<li class="desk-version">.*?</li>', page, re.DOTALL)
    return next(on_one_line(line) for line in lines if f">Version {number}</a>" in line)


# History


def test_the_history_says_who_wrote_what_when_and_why(client, ana):
    story = story_with("First")
    story.write(by=ana, headline="Second", note="New facts")
    line = line_of(client.get(address("story_versions", story.pk)).text, 2)

    assert str(ana) in line
    assert "New facts" in line
    assert f"{timezone.localtime(story.latest.created_at):%Z}</time>" in line


def test_the_history_says_when_readers_had_which_version(client, ana):
    story = story_with("First", "Second")
    story.update(by=ana)
    story.write(by=ana, headline="Third")
    story.update(by=ana, at=clock.now() + HOUR)
    story.write(by=ana, headline="Fourth")
    page = client.get(address("story_versions", story.pk)).text

    assert re.search(r"Readers had it from <time.*\suntil <time", line_of(page, 1))
    assert re.search(r"Readers have it since <time.*\suntil <time", line_of(page, 2))
    assert "Readers get it <time" in line_of(page, 3)
    assert "Readers" not in line_of(page, 4)
    assert [n for n in (1, 2, 3, 4) if ">Live<" in line_of(page, n)] == [2]


def test_an_update_that_is_due_is_live_with_no_worker(client, ana):
    story = story_with("First", "Second")
    story.update(by=ana, at=clock.now() + HOUR)
    story.appearances.filter(until=None).update(since=clock.now() - HOUR)
    story.appearances.exclude(until=None).update(
        since=clock.now() - 2 * HOUR, until=clock.now() - HOUR
    )
    page = client.get(address("story_versions", story.pk)).text

    assert ">Live<" in line_of(page, 2)
    assert ">Live<" not in line_of(page, 1)


def test_each_line_leads_to_the_version_the_comparison_and_back_to_it(client, ana):
    story = story_with("First", "Second", "Third")
    page = client.get(address("story_versions", story.pk)).text

    assert f'href="{address("story_compare", story.pk)}?a=1&amp;b=2"' in line_of(page, 2)
    assert f'formaction="{address("story_again", story.pk, 2)}"' in line_of(page, 2)
    assert f'href="{address("story_version", story.pk, 2)}"' in line_of(page, 2)
    assert "?a=0" not in page
    assert "formaction" not in line_of(page, 3)


def test_who_may_only_read_is_not_offered_to_restore(client):
    jo = reporter()
    author = AuthorFactory(user=jo)
    story = story_with("First", "Second", authors=[author])
    client.force_login(jo)

    assert "formaction" not in client.get(address("story_versions", story.pk)).text
    assert compared(client, story).status_code == 200
    client.force_login(reporter())
    assert compared(client, story).status_code in (403, 404)


def test_a_restored_version_is_the_next_one_and_stands_in_the_log(client, ana):
    story = story_with("First", "Second")
    response = client.post(address("story_again", story.pk, 1), follow=True)
    story.refresh_from_db()

    assert (story.latest.number, story.latest.headline) == (3, "First")
    assert "Version 1 is the text again, as version 3." in said(response)[0]
    line = Record.objects.about(story).first()
    assert (line.action, line.by, line.details) == ("version restored", ana, {"version": 3})

    response = client.post(address("story_again", story.pk, 3), follow=True)
    assert "says what the text says already" in said(response)[0]
    assert story.versions.count() == 3
    assert Record.objects.about(story).filter(action="version restored").count() == 1


@pytest.mark.thorough
def test_a_story_of_500_versions_opens_with_ten_questions_at_most(client, ana):
    story = story_with("First", body="<p>" + "word " * 2000 + "</p>")
    latest = story.latest
    StoryVersion.objects.bulk_create(
        StoryVersion(story=story, number=number, created_by=ana, **latest.text())
        for number in range(2, 501)
    )
    story.latest = story.versions.get(number=500)
    story.save()
    story.update(by=ana)
    path = address("story_versions", story.pk)
    client.get(path)

    with CaptureQueriesContext(connection) as queries:
        page = client.get(path).text
    assert len(queries) <= 10
    assert not [q for q in queries if '"articles_storyversion"."body"' in q["sql"]
                and "ORDER BY" in q["sql"]]  # fmt: skip
    assert page.count('<li class="desk-version">') >= 100
    assert "Version 1</a>" in client.get(f"{path}?page=5").text
    assert client.get(f"{path}?page=6").status_code == 404
    assert client.get(f"{path}?page=x").status_code == 404


# What readers had at an hour


def asked(client, story, at):
    at = timezone.localtime(at)
    query = {"at_0": f"{at:%Y-%m-%d}", "at_1": f"{at:%H:%M:%S}"}
    return client.get(address("story_versions", story.pk), query)


def test_what_readers_had_at_an_hour_is_told(client, ana):
    story = story_with("First", "Second")
    now = clock.now()
    story.update(by=ana)
    story.expire(by=ana, at=now + 48 * HOUR)
    first, second = story.appearances.all()
    first.since, first.until = now - 50 * HOUR, now - 24 * HOUR
    second.since = now - 24 * HOUR
    first.save()
    second.save()

    had = {hours: asked(client, story, now + hours * HOUR).context["shown"]
           for hours in (-72, -30, -10, 30, 60)}  # fmt: skip
    assert {hours: v and v.number for hours, v in had.items()} == {
        -72: None, -30: 1, -10: 2, 30: 2, 60: None
    }  # fmt: skip
    assert "readers had <a" in on_one_line(asked(client, story, now - 30 * HOUR).text)
    assert "readers will have <a" in on_one_line(asked(client, story, now + 30 * HOUR).text)
    assert "had nothing of this story" in on_one_line(asked(client, story, now - 72 * HOUR).text)


@pytest.mark.parametrize(
    "query",
    ["at_0=soon&at_1=12:00", "at_0=2026-11-20", "at_0=&at_1=", "at_0=0001-01-01&at_1=00:00"],
)
def test_an_hour_that_is_none_is_refused_in_words(client, ana, query):
    story = story_with("First")
    response = client.get(f"{address('story_versions', story.pk)}?{query}")

    assert response.status_code == 422
    assert "errorlist" in response.text
    assert "had nothing" not in response.text


# Comparing


def test_what_readers_have_is_compared_with_the_latest(client, ana):
    story = story_with("First", "Second", "Third")
    response = compared(client, story)

    assert (response.context["before"].number, response.context["after"].number) == (1, 3)
    assert "<del>First</del> <ins>Third</ins>" in HIDDEN.sub("", response.text)


def test_where_readers_have_the_latest_the_one_before_is_compared(client, ana):
    story = story_with("First", "Second", "Third")
    story.update(by=ana)
    response = compared(client, story)

    assert (response.context["before"].number, response.context["after"].number) == (2, 3)


def test_any_two_versions_can_be_compared_either_way(client, ana):
    story = story_with("First", "Second", "Third")

    text = HIDDEN.sub("", compared(client, story, "?a=3&b=2").text)
    assert "<del>Third</del> <ins>Second</ins>" in text
    assert "That is the same version twice." in compared(client, story, "?a=2&b=2").text
    assert "The two versions say the same." in compared(client, story, "?a=2&b=2").text
    assert "one version only" in compared(client, story_with("Alone")).text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?a=1&b=9", "There is no version 9."),
        ("?a=0&b=1", "The first version is 1."),
        ("?a=-1&b=1", "The first version is 1."),
        ("?a=x&b=1", "Write the number of a version."),
        ("?a=1", "Write a number."),
        (f"?a=1&b={10**30}", "There is no version 1000"),
    ],
)
def test_numbers_of_no_version_are_refused_in_words(client, ana, query, words):
    response = compared(client, story_with("First", "Second"), query)

    assert response.status_code == 422
    assert words in response.text
    assert 'class="difference"' not in response.text


def test_what_was_typed_comes_back(client, ana):
    assert 'value="77"' in compared(client, story_with("First"), "?a=77&b=1").text


def test_the_desk_names_pictures_that_readers_have_no_more(client, ana):
    story = StoryFactory(lead_picture=PictureFactory(alt="A crane"))
    story.write(by=None, lead_picture=PictureFactory(alt="A ship"))
    text = HIDDEN.sub("", compared(client, story).text)

    assert "<del>Picture: A crane</del> <ins>Picture: A ship</ins>" in text


def test_a_comparison_asks_the_same_for_one_thing_and_for_many(
    client, ana, django_assert_max_num_queries
):
    story = StoryFactory()
    embeds = [f'<story-embed data-kind="picture" data-id="{PictureFactory().pk}"></story-embed>'
              for _ in range(8)]  # fmt: skip
    story.write(by=None, body="<p>Eight.</p>" + "".join(embeds))
    compared(client, story)

    with django_assert_max_num_queries(10):
        assert compared(client, story).status_code == 200
