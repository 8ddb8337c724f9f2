"""Addresses of another site, and what a redirect keeps and never does."""

import pytest
from django.test import Client

from articles.models import OldAddress
from tests.factories import GalleryFactory, SectionFactory, StoryFactory, UserFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def story():
    city = SectionFactory(slug="city")
    made = StoryFactory(published=True, section=city, slug="bridge-reopens")
    for path in ("/?p=7", "/2013/11/the-bridge/", "/news.php?id=5", "/the-bridge.html"):
        OldAddress.objects.create(path=path, story=made)
    return made


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/?p=7", ""), ("/?p=7&utm_source=x", "?utm_source=x"),
        ("/?utm_source=x&p=7", "?utm_source=x"),
        ("/?p=7&fbclid=a&utm_medium=b", "?fbclid=a&utm_medium=b"), ("/?p=%37", ""),
        ("/news.php?id=5", ""), ("/news.php?id=5&utm_source=x", "?utm_source=x"),
        ("/2013/11/the-bridge/", ""), ("/2013/11/the-bridge/?utm_source=x", "?utm_source=x"),
        ("/2013/11/the-bridge).", ""), ("/the-bridge.html", ""),
    ],
)  # fmt: skip
def test_what_hangs_on_an_old_address_is_no_part_of_it_and_is_kept(client, story, asked, kept):
    answer = client.get(asked)
    assert (answer.status_code, answer["Location"]) == (301, story.get_absolute_url() + kept)


def test_the_day_in_an_old_address_is_no_number_of_a_story(client, story):
    StoryFactory(pk=11, published=True)

    assert client.get("/2013/11/the-bridge/").url == story.get_absolute_url()
    assert client.get("/city/11/whatever/").status_code == 301


def test_what_is_sent_to_an_old_address_is_not_led_on_without_what_was_sent(client, story):
    for path in ("/2013/11/the-bridge).", "/old-place", f"/city/{story.pk}/bridge."):
        assert client.post(path, {"text": "My view."}).status_code == 404, path


@pytest.mark.parametrize("query", ["?p=8", "?page_id=7", "?x=7", "?p=", "?p=7.", "?" + "a=b&" * 11])
def test_another_query_is_the_front_page(client, story, query):
    assert client.get(f"/{query}").status_code == 200


def test_a_gallery_keeps_the_page_that_was_asked_for(client):
    gallery = GalleryFactory(published=True, slug="title")
    old = f"/galleries/{gallery.pk}/old-title/"

    for query in ("?view=grid", "?page=1&view=grid", "?utm_source=letter"):
        assert client.get(old + query)["Location"] == gallery.get_absolute_url() + query
    assert client.get(f"{old}?page=2").status_code == 404


def test_a_story_that_became_part_of_another_keeps_the_query(client, story):
    part = StoryFactory(published=True)
    path = part.get_absolute_url()
    part.merge_into(story, by=None)

    location = client.get(f"{path}?utm_source=x")["Location"]
    assert location == f"{story.get_absolute_url()}?utm_source=x"


@pytest.mark.parametrize(
    "query", ["a=" + "b" * 8000, "q=%C3%BC", "q=ü", "a=%0d%0aSet-Cookie:x=1", "//evil.test", "a b"]
)
def test_the_header_can_say_any_query_that_is_taken(client, story, query):
    path = f"/city/{story.pk}/old/"
    answer = client.generic("GET", path, QUERY_STRING=query.encode().decode("latin-1"))

    assert answer.status_code == 301
    assert answer["Location"].startswith(f"{story.get_absolute_url()}?")
    assert answer["Location"].isascii()
    assert "\n" not in answer["Location"]
    assert "Set-Cookie" not in answer


@pytest.mark.parametrize("slug", ["مدینه-خواهم", "ข่าวน้ำท่วม", "京都の橋", "été-là", "𞤀𞤁"])
def test_an_address_in_any_script_is_said_in_a_header(client, slug):
    story = StoryFactory(published=True, slug=slug)
    answer = client.get(f"/x/{story.pk}/old/")

    assert answer["Location"] == story.get_absolute_url()
    assert answer["Location"].isascii()
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("path", ["//evil.test/", "///evil.test/{}/x/", "/\\evil.test/{}/x/",
                                  "//evil.test/{}/x./", "/%2F%2Fevil.test/{}/x/"])  # fmt: skip
def test_no_redirect_leaves_the_site(story, path):
    answer = Client().generic("GET", "/", PATH_INFO=path.format(story.pk))

    assert answer.status_code in (301, 404)
    assert answer.get("Location", story.get_absolute_url()) == story.get_absolute_url()


@pytest.mark.parametrize("path", ["/nowhere/", "/topics/nobody/", "/city/999999/x./", "/x?q=%00"])
def test_what_names_somebody_who_is_logged_in_is_kept_by_nobody(client, path):
    user = UserFactory(name="Jonquil Harrowgate")
    client.force_login(user)
    answer = client.get(path)

    assert answer.status_code in (400, 404)
    if user.name in answer.text:
        assert "no-store" in answer["Cache-Control"]
    assert "public" not in answer.get("Cache-Control", "")
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("path", ["/admin", "/accounts/login", "/accounts/profile", "/archive"])
def test_a_slash_that_is_missing_is_added_with_the_query(client, path):
    answer = client.get(f"{path}?next=/x/")
    assert (answer.status_code, answer["Location"]) == (301, f"{path}/?next=/x/")


def test_so_it_is_at_the_desk_and_only_where_a_page_is(client, ana):
    assert client.get("/admin/articles/story").url == "/admin/articles/story/"
    for path in ("/admin/nowhere", "/accounts/nowhere", "/topics/nobody"):
        assert client.get(path).status_code == 404, path
