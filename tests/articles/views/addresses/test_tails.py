"""What chat programs, mail and old habits make of an address leads to where it was meant to."""

from urllib.parse import parse_qsl

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PolicyFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
)
from tests.kept import kept
from tests.tiers import some_in_a_quick_run

pytestmark = pytest.mark.django_db

# What stands behind the address of a story, here in place of its slug and the last slash.
TAILS = [
    "bridge-reopens.", "bridge-reopens,", "bridge-reopens)", "bridge-reopens/.",
    "bridge-reopens%E2%80%A6", "bridge-reop...", "bridge-reopens%20", "bridge-reopens/%0A",
    "bridge-reopens.html", "bridge-reopens&utm_source=x", "bridge-reopens//", "",
    "wahl-2026:-live/", "some%20headline/", "bundes%C2%ADtag/",
    "%D9%85%DB%8C%E2%80%8C%D8%AE%D9%88%D8%A7%D9%87%D9%85/",
]  # fmt: skip
MORE_TAILS = [
    "BRIDGE-REOPENS/", "bridge-reopens", "bridge-reopens!", "bridge-reopens%3F)",
    "bridge-reopens%22", "bridge-reopens%E2%80%9D", "bridge-reopens%E3%80%82",
    "bridge-reopens%3E", "bridge-reopens/)",
    "bridge-reopens/%22%3E", "bridge-reopens.)/", "bridge-reopens.htm", "bridge-reopens.php",
    "bridge-reopens/%E2%80%8B", "%E2%80%8Bbridge-reopens/", "bridge%0D%0A-reopens/", "%FF%FE/",
    "bridge-reopens%3Futm_source=x", "bridge-reopens%23share", "bridge-reopens;jsessionid=1",
    "bridge-reopens/&fbclid=1", "/bridge-reopens/", "%C3%A9%CC%81/", "x%5Cy/", "'/", "-/",
    "%2F%2Fevil.test/", "%2e%2e/", "*bridge*/", "bridge_reopens_/", "%F0%9F%91%8D/", "v/",
    "a" * 300 + "/", "%25/", "%E2%80%AEx/", "bridge-reopens.%20", "bridge-reopens*",
]  # fmt: skip


# Behind a gallery's slug stands the number of a picture, and words are none.
BUT_OF_GALLERIES = "v/x/"
ALL_TAILS = [*TAILS, *(pytest.param(tail, marks=pytest.mark.thorough) for tail in MORE_TAILS)]


class Things:
    def __init__(self):
        city = SectionFactory(name="City", slug="city")
        self.story = StoryFactory(
            published=True, section=city, slug="bridge-reopens",
            topics=[TopicFactory(slug="harbour")], authors=[AuthorFactory(slug="ana-petrov")],
        )  # fmt: skip
        self.gallery, self.quote = GalleryFactory(published=True), QuoteFactory()
        self.placement = self.gallery.placements.first()
        self.policy = PolicyFactory()


@pytest.fixture(scope="module")
def things(django_db_setup, django_db_blocker):
    yield from kept(django_db_blocker, Things)


def leads(client, path, to):
    """Whether the path leads there in one step; that a page is there is asked once, below."""
    answer = client.get(path)
    assert (answer.status_code, answer.get("Location")) == (301, to), path


def test_where_they_lead_a_page_is(client, things):
    for thing in (things.story, things.gallery, things.quote, things.placement):
        assert client.get(thing.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("tail", some_in_a_quick_run([*TAILS, *MORE_TAILS], 3))
def test_only_the_number_identifies_a_story(client, things, tail):
    leads(client, f"/city/{things.story.pk}/{tail}", things.story.get_absolute_url())


@pytest.mark.parametrize("tail", [*ALL_TAILS, BUT_OF_GALLERIES])
def test_so_it_is_in_the_text_edition(client, things, tail):
    there = f"/text{things.story.get_absolute_url()}"
    leads(client, f"/text/city/{things.story.pk}/{tail}", there)


@pytest.mark.parametrize("tail", ALL_TAILS)
def test_only_the_number_identifies_a_gallery(client, things, tail):
    leads(client, f"/galleries/{things.gallery.pk}/{tail}", things.gallery.get_absolute_url())


@pytest.mark.parametrize("tail", [*ALL_TAILS, BUT_OF_GALLERIES])
def test_only_the_number_identifies_a_quote(client, things, tail):
    if tail:
        leads(client, f"/quotes/{things.quote.pk}/{tail}", things.quote.get_absolute_url())


@pytest.mark.parametrize(
    "path",
    ["/city/{}", "/city/{}.", "/city/{})", "/city/{}%20", "/city//{}//x//", "/city%20/{}/x/",
     "/%E2%80%8Bcity/{}/x/", "/City/{}/x/", "/stadt/{}/x/", "/a%20b/{}/x", "/city/{}%E2%80%A6/x/",
     "/ci%C2%ADty/{}/bridge-reopens/", "/%22city/{}/bridge-reopens/", "/city/{}&utm_source=x"],
)  # fmt: skip
def test_nor_does_it_matter_what_stands_around_the_number(client, things, path):
    leads(client, path.format(things.story.pk), things.story.get_absolute_url())


@pytest.mark.parametrize(
    "page",
    ["/topics/harbour", "/authors/ana-petrov", "/city", "/quotes/by/mirela-okafor", "/archive/2026",
     "/archive/2026/11/22", "/galleries", "/quotes", "/corrections", "/text/city", "/search"],
)  # fmt: skip
def test_a_tail_behind_a_name_or_a_day_is_none_of_it_either(client, things, page, thoroughly):
    tails = [".", ")", "%E2%80%A6", "/%0A", "/)", ",", "%20", "//", "&x=1", ".html"]
    for tail in tails if thoroughly else tails[:4]:
        leads(client, page + tail, f"{page}/")


def test_a_slug_of_several_words_between_slashes_is_a_storys_too(client, things):
    leads(client, f"/city/{things.story.pk}/a/b/c/", things.story.get_absolute_url())


def test_a_tail_behind_a_page_of_a_story_leads_to_that_page(client, things):
    story, placement = things.story.get_absolute_url(), things.placement.get_absolute_url()
    for page in (f"{story}views/", f"/city/{things.story.pk}/v/1/", placement):
        for tail in (".", ")", "", "/)"):
            leads(client, page[:-1] + tail, page)
    leads(client, "/city/latest.rss)", "/city/latest.rss")


def test_an_address_of_another_kind_is_no_story(client, things):
    pk = things.story.pk
    for place in (
        *("quotes", "galleries", "archive", "media", "accounts", "static", "admin", "about"),
        *("topics", "authors", "read", "theme", "search", "text", "QUOTES", "quo%C2%ADtes"),
    ):
        answer = client.get(f"/{place}/{pk}/x/")
        assert things.story.get_absolute_url() not in answer.get("Location", ""), place


@pytest.mark.parametrize("number", ["0", "012", "1.5", "1e3", "12abc", "-1", "9" * 19, "%D9%A1"])
def test_what_is_no_number_leads_nowhere(client, things, number):
    assert client.get(f"/city/{number}/bridge-reopens./").status_code == 404


def test_a_hidden_story_is_not_found_whatever_is_hung_on_its_address(client, things):
    draft = StoryFactory(section=things.story.section, slug="secret-merger")
    never = client.get("/city/999999/secret-merger.")
    for tail in [*TAILS, *MORE_TAILS][::3]:
        answer = client.get(f"/city/{draft.pk}/{tail}")
        assert (answer.status_code, answer.content) == (404, never.content), tail


def test_a_story_that_is_gone_says_so_at_such_an_address_too(client, things):
    gone = StoryFactory(taken_down="The court has asked for it.")
    answer = client.get(f"/city/{gone.pk}/{gone.slug}.")

    assert answer.status_code == 410
    assert "The court has asked for it." in answer.text


@settings(max_examples=60)
@given(tail=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40))
def test_whatever_stands_behind_the_number_leads_to_the_story(things, tail):
    path = f"/city/{things.story.pk}/{tail}"
    answer = Client().get(path.replace("%", "%25").replace("?", "%3F").replace("#", "%23"))

    there = things.story.get_absolute_url()
    assert answer.status_code == 200 or (answer.status_code, answer["Location"]) in [
        (301, there), (301, f"{there}views/")
    ]  # fmt: skip


QUERY = st.text("abcdefgpqxyz0123456789=&%+_-.~ü€\u200c/?:@", max_size=60)


@settings(max_examples=60)
@given(query=QUERY)
def test_a_redirect_keeps_the_query(things, query):
    answer = Client().get(f"/city/{things.story.pk}/old-headline/?{query}")
    path, _, kept_query = answer["Location"].partition("?")

    assert path == things.story.get_absolute_url()
    assert parse_qsl(kept_query, keep_blank_values=True) == parse_qsl(query, keep_blank_values=True)
    assert kept_query.isascii()
