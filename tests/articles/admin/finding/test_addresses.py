"""What an address in the paper leads to, said to whoever links to it."""

import pytest
from django.conf import settings

from articles.models import OldAddress
from tests.factories import PolicyFactory, QuoteFactory, StoryFactory, TopicFactory

from ..desk import address
from .asking import to_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return StoryFactory(headline="Ferry sails", published=True)


def test_the_address_of_a_story_says_which_it_is(client, ana, story):
    for typed in (story.get_absolute_url(), settings.SITE_URL + story.get_absolute_url()):
        [one] = to_link(client, typed)
        assert (one["kind"], one["name"]) == ("Story", "Ferry sails")
        assert one["href"] == story.get_absolute_url()
        assert one["state"].startswith("Published, ")


def test_a_paragraph_or_a_question_behind_it_stays(client, ana, story):
    [one] = to_link(client, f"{story.get_absolute_url()}?page=2#p3")
    assert one["href"] == f"{story.get_absolute_url()}?page=2#p3"


def test_an_old_slug_an_old_address_and_the_desks_own_become_the_storys(client, ana, story):
    OldAddress.objects.create(path="/2019/ferry", story=story)
    old_slug = f"/{story.section.slug}/{story.pk}/another/"

    for typed in (old_slug, "/2019/ferry", address("story_change", story.pk)):
        [one] = to_link(client, typed)
        assert one["href"] == story.get_absolute_url()


def test_sections_topics_policies_and_other_pages_are_told_apart(client, ana, story):
    topic, policy, quote = TopicFactory(), PolicyFactory(), QuoteFactory(story=story)

    for row, kind in ((topic, "Topic"), (policy, "Policy"), (story.section, "Section")):
        [one] = to_link(client, row.get_absolute_url())
        assert (one["kind"], one["href"]) == (kind, row.get_absolute_url())
    for path in ("/corrections/", quote.get_absolute_url(), "/archive/2026/"):
        [one] = to_link(client, path)
        assert (one["kind"], one["href"]) == ("Page", path)


@pytest.mark.parametrize(
    "typed",
    ["/nowhere/at/all/", "/topics/nothing/", "/city/999999/x/", "/quotes/99/", "/" + "9" * 900],
)
def test_an_address_of_nothing_leads_nowhere(client, ana, typed):
    [one] = to_link(client, typed)
    assert (one["name"], one["href"]) == ("No page of the paper has this address.", "")


def test_no_link_leads_readers_to_the_desk(client, ana):
    [one] = to_link(client, address("paper_breaking"))
    assert (one["name"], one["href"]) == ("A page of the desk: readers cannot open it.", "")


def test_a_reporter_learns_no_more_of_a_hidden_story_than_of_none(client, jo):
    hidden = StoryFactory(headline="Secret")
    shown = {
        to_link(client, typed)[0]["name"]
        for typed in (hidden.get_absolute_url(), f"/{hidden.section.slug}/99999/x/")
    }
    assert shown == {"No page of the paper has this address."}
    desk = {to_link(client, address("story_change", pk))[0]["name"] for pk in (hidden.pk, 99999)}
    assert len(desk) == 1
