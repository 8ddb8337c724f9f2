"""Somebody outside reads a story by a secret link before readers get it."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Record, ShareLink
from articles.writing import share_links
from newsroom.machine.masks import masked
from tests.articles.admin.desk import address, said
from tests.factories import PictureFactory, StoryFactory, reporter
from tests.html import errors, on_one_line

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def story(ana):
    return StoryFactory(
        headline="Ferry sinks", body="<p>Nobody was hurt.</p>", lead_picture=PictureFactory()
    )


def link_to(story, **options):
    link, secret = share_links.make(
        story, by=options.pop("by", None), for_whom="Ms Ito", lasts=DAY, **options
    )
    link.path = reverse("articles:shared", args=[secret])
    return link


@pytest.fixture
def visitor():
    return Client()


def test_the_text_is_read_without_an_account_and_without_pictures(visitor, story):
    response = visitor.get(link_to(story).path)

    assert response.status_code == 200
    assert "Ferry sinks" in response.text
    assert "Nobody was hurt." in response.text
    assert "It was shared with you alone" in response.text
    assert "<img" not in response.text


def test_its_page_is_good_html(visitor, story):
    assert errors(visitor.get(link_to(story).path).text) == []


def test_nobody_keeps_it_and_no_other_site_hears_where_one_came_from(visitor, story):
    headers = visitor.get(link_to(story).path).headers

    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]


def test_it_shows_the_latest_text_or_the_version_of_its_moment(visitor, story, ana):
    latest, fixed = link_to(story), link_to(story, version=story.latest)
    story.write(by=ana, headline="Ferry floats")

    assert "Ferry floats" in visitor.get(latest.path).text
    assert "Ferry sinks" in visitor.get(fixed.path).text
    assert "Ferry floats" not in visitor.get(fixed.path).text


def test_it_ends_at_its_hour(visitor, story):
    link = link_to(story)
    with time_machine.travel(link.ends_at - timedelta(seconds=1)):
        assert visitor.get(link.path).status_code == 200
    with time_machine.travel(link.ends_at):
        assert visitor.get(link.path).status_code == 404


def test_it_lasts_no_longer_than_thirty_days(story):
    link, _ = share_links.make(story, by=None, for_whom="Ms Ito", lasts=timedelta(days=999))

    assert link.ends_at <= timezone.now() + share_links.LONGEST


def test_it_ends_when_somebody_ends_it_and_cannot_be_told_from_what_never_was(visitor, story, ana):
    link = link_to(story)
    assert share_links.end(link, by=ana)
    assert not share_links.end(link, by=ana)
    ended = visitor.get(link.path)
    never = visitor.get(reverse("articles:shared", args=["A" * 32]))

    assert ended.status_code == never.status_code == 404
    assert ended.headers["Cache-Control"] == never.headers["Cache-Control"]
    assert [line.note for line in Record.objects.filter(action="sharing ended")] == ["Ms Ito"]


def test_once_readers_have_the_story_it_leads_there(visitor, story):
    link = link_to(story)
    story.publish(by=None)
    response = visitor.get(link.path)

    assert (response.status_code, response.url) == (302, story.get_absolute_url())
    assert response.headers["Cache-Control"] == "private, no-store"
    story.take_down(by=None, reason="Wrong")
    assert visitor.get(link.path).status_code == 404


def test_its_secret_is_long_and_kept_nowhere(story):
    link, secret = share_links.make(story, by=None, for_whom="Ms Ito", lasts=DAY)

    assert len(secret) * 6 >= 128
    assert secret not in str(ShareLink.objects.values().get(pk=link.pk))
    assert secret not in str([*Record.objects.values()])


def test_no_log_has_it(visitor, story, caplog):
    link = link_to(story)
    share_links.end(link, by=None)
    with caplog.at_level(logging.DEBUG):
        visitor.get(link.path)
    secret = link.path.split("/")[2]

    assert masked(f"GET {link.path} HTTP/1.1") == "GET /shared/***"
    assert secret not in masked(caplog.text)


@pytest.mark.parametrize("secret", ["x", "..", "%00", "a" * 5000, "\u0634", "a b", "'--"])
def test_a_secret_that_is_none_leads_nowhere(visitor, secret):
    assert visitor.get(f"/shared/{secret}/").status_code in (301, 404, 414)


def test_only_what_a_reader_asks_with_get_is_answered(visitor, story):
    assert visitor.post(link_to(story).path).status_code == 405


# At the desk


def test_an_editor_makes_one_and_its_address_is_shown_once(client, ana, story, settings):
    form = {"for_whom": "Ms Ito, lawyer", "what": "this", "lasts": "24"}
    page = on_one_line(client.post(address("story_share", story.pk), form).text)
    link = story.share_links.get()

    assert link.version == story.latest
    assert timedelta(hours=23) < link.ends_at - timezone.now() <= DAY
    assert f'value="{settings.SITE_URL}/shared/' in page
    again = on_one_line(client.get(address("story_share", story.pk)).text)
    assert "/shared/" not in again
    assert "Ms Ito, lawyer" in again
    line = Record.objects.about(story).get(action="shared outside")
    assert (line.by, line.note) == (ana, "Ms Ito, lawyer")
    response = client.post(address("story_end-sharing", story.pk), {"link": link.pk}, follow=True)
    assert "leads nowhere any more" in " ".join(said(response))


@pytest.mark.parametrize(
    "form", [{}, {"for_whom": " ", "what": "latest", "lasts": "24"},
             {"for_whom": "x", "what": "all", "lasts": "24"},
             {"for_whom": "x", "what": "this", "lasts": "99999999"}],
)  # fmt: skip
def test_a_form_that_makes_no_sense_makes_no_link(client, ana, story, form):
    assert client.post(address("story_share", story.pk), form).status_code == 422
    assert not ShareLink.objects.exists()


def test_who_may_not_publish_shares_nothing(client, story):
    writer = reporter()
    client.force_login(writer)
    own = StoryFactory(created_by=writer, by=writer)
    form = {"for_whom": "A friend", "what": "this", "lasts": "24"}
    for each in (story, own):
        assert client.post(address("story_share", each.pk), form).status_code in (403, 404)
    assert not ShareLink.objects.exists()


def test_a_link_of_another_story_is_not_ended_through_this_one(client, ana, story):
    other = link_to(StoryFactory())

    assert (
        client.post(address("story_end-sharing", story.pk), {"link": other.pk}).status_code == 404
    )
    assert ShareLink.objects.get(pk=other.pk).is_open


def test_old_ones_are_forgotten_by_the_worker(story):
    link = link_to(story)
    with time_machine.travel(link.ends_at + share_links.KEPT_FOR - DAY):
        share_links.delete_old()
        assert ShareLink.objects.exists()
    with time_machine.travel(link.ends_at + share_links.KEPT_FOR + DAY):
        share_links.delete_old()
        assert not ShareLink.objects.exists()
