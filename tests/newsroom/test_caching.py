import gzip

import pytest

from tests.factories import StoryFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_an_anonymous_page_may_be_kept_for_a_minute(client, settings):
    answer = client.get(StoryFactory(published=True).get_absolute_url())

    assert "public" in answer["Cache-Control"]
    assert f"s-maxage={settings.PAGE_CACHE_SECONDS}" in answer["Cache-Control"]
    assert "Cookie" in answer["Vary"]


def test_a_page_made_for_somebody_is_not_kept(client):
    client.force_login(UserFactory(name="Ana"))
    answer = client.get(StoryFactory(published=True).get_absolute_url())

    assert "Ana" in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert "public" not in answer["Cache-Control"]


@pytest.mark.parametrize("path", ["/nowhere/", "/quotes/?page=abc", "/galleries/?page=99"])
def test_a_missing_page_is_not_kept_by_anybody(client, path):
    assert "public" not in client.get(path).headers.get("Cache-Control", "")


def test_a_story_taken_down_is_not_kept(client):
    answer = client.get(StoryFactory(taken_down="A mistake.").get_absolute_url())

    assert "public" not in answer["Cache-Control"]


def story_page(client, **headers):
    path = StoryFactory(published=True).get_absolute_url()
    return client.get(path, headers=headers)


def test_a_public_page_travels_compressed_and_is_the_same_bytes_each_time(client):
    path = StoryFactory(published=True).get_absolute_url()
    plain, one, two = (
        client.get(path, headers={"accept-encoding": kind}) for kind in ("", "br, gzip", "gzip")
    )

    assert "Content-Encoding" not in plain
    assert one["Content-Encoding"] == "gzip"
    assert gzip.decompress(one.content) == plain.content
    assert one.content == two.content
    assert len(one.content) < len(plain.content) / 2
    assert int(one["Content-Length"]) == len(one.content)
    for answer in (plain, one):
        assert answer["Vary"] == "Cookie, Accept-Encoding"


@pytest.mark.parametrize("path", ["/latest.rss", "/sitemap-stories.xml", "/search/?q=bridge"])
def test_so_do_feeds_maps_and_answers(client, path):
    StoryFactory.create_batch(5, published=True)
    answer = client.get(path, headers={"accept-encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"
    assert b"ridge" in gzip.decompress(answer.content)


def test_a_page_made_for_somebody_is_never_compressed(client):
    """What stands in it could be guessed from how well it compresses (BREACH)."""
    client.force_login(UserFactory())
    answer = story_page(client, **{"accept-encoding": "gzip"})

    assert "Content-Encoding" not in answer
    assert "ETag" not in answer


def test_a_page_that_a_browser_still_has_is_not_sent_again(client):
    path = StoryFactory(published=True).get_absolute_url()
    for kind in ("", "gzip"):
        first = client.get(path, headers={"accept-encoding": kind})
        again = client.get(path, headers={"accept-encoding": kind, "if-none-match": first["ETag"]})
        assert again.status_code == 304
        assert again.content == b""
        for header in ("Cache-Control", "Vary"):
            assert again[header] == first[header]


def test_a_page_that_has_changed_is_sent(client):
    story = StoryFactory(published=True)
    first = client.get(story.get_absolute_url())
    story.write(by=None, headline="Bridge closes again")
    story.publish(by=None)

    again = client.get(story.get_absolute_url(), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200


def test_whoever_has_chosen_colours_shares_nothing(client):
    client.cookies["reading"] = "dark.normal"
    answer = story_page(client, **{"accept-encoding": "gzip"})

    assert answer["Cache-Control"] == "private, max-age=0"
    assert "Content-Encoding" not in answer
