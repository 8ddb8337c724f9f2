"""What answers where a story was, and that nothing does where readers never had one."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import OldAddress, Story
from articles.views.endings import Gone
from newsroom import clock
from tests.articles.models.test_embargo_hours import let_pass
from tests.factories import StoryFactory, editor, reporter

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def text_of(story):
    return reverse("articles:text-story", args=[story.section.slug, story.pk, story.slug])


@pytest.fixture(params=["page", "text edition"])
def address(request):
    """address(story): where it stands, in one edition and in the other."""
    return Story.get_absolute_url if request.param == "page" else text_of


def expired():
    story = StoryFactory(published=True, headline="Where to take old furniture")
    story.expire(by=None, at=clock.now() + HOUR)
    return let_pass(story, 2 * HOUR)


def test_a_story_taken_down_is_gone_and_says_why(client, address):
    story = StoryFactory(taken_down="It named the wrong firm.", headline="Haulage firm")
    answer = client.get(address(story))

    assert answer.status_code == 410
    assert "taken down by the editors" in answer.text
    assert "It named the wrong firm." in answer.text
    assert "Haulage firm" not in answer.text


def test_a_story_withheld_by_law_says_so_in_other_words(client, address, settings):
    settings.SITE_URL = "https://record.example"
    story = StoryFactory(published=True)
    story.take_down(by=None, reason="Order of the county court, 4 May.", by_law=True)
    answer = client.get(address(story))

    assert answer.status_code == 451
    assert "withheld by law" in answer.text
    assert "Order of the county court, 4 May." in answer.text
    assert "by the editors" not in answer.text
    assert answer["Link"] == '<https://record.example/>; rel="blocked-by"'


def test_an_expired_story_is_gone_without_a_reason(client, address):
    answer = client.get(address(expired()))

    assert answer.status_code == 410
    assert "no longer available" in answer.text
    assert "old furniture" not in answer.text


def test_the_desk_still_reads_an_expired_story_and_only_those_who_may(client, address):
    story = expired()

    client.force_login(reporter())
    assert client.get(address(story)).status_code == 410
    client.force_login(editor())
    assert client.get(address(story)).status_code == 200


@pytest.mark.parametrize("by_law", [False, True])
def test_no_cache_keeps_an_ending_and_no_search_engine_lists_it(client, address, by_law):
    story, old = StoryFactory(published=True), expired()
    story.take_down(by=None, reason="A mistake.", by_law=by_law)

    for answer in (client.get(address(story)), client.get(address(old))):
        assert "no-cache" in answer["Cache-Control"]
        assert "public" not in answer["Cache-Control"]
        assert '<meta name="robots" content="noindex">' in answer.text


def test_a_merged_story_leads_to_the_other(client, address):
    story, other = StoryFactory(published=True), StoryFactory(published=True)
    story.merge_into(other, by=None)
    answer = client.get(address(story))

    assert answer.status_code == 301
    assert answer.url == address(other)


def test_a_merged_story_leads_nowhere_once_the_other_is_hidden(client, address):
    story, other = StoryFactory(published=True), StoryFactory(published=True)
    story.merge_into(other, by=None)
    Story.objects.filter(pk=other.pk).update(published_at=clock.now() + HOUR)
    never = client.get("/city/999999/never/")

    assert client.get(address(story)).content == never.content
    assert never.status_code == 404


def test_a_deleted_story_says_that_it_was_and_why(client, address):
    story = StoryFactory(published=True, headline="Haulage firm")
    path = address(story)
    story.delete_for_good(by=None, reason="A child was named in it.")
    answer = client.get(path)

    assert answer.status_code == 410
    assert "deleted for good" in answer.text
    assert "A child was named in it." in answer.text
    assert "Haulage firm" not in answer.text


def test_what_readers_never_had_ends_as_if_it_had_never_been(client, address):
    deleted, unseen = StoryFactory(), StoryFactory(at=clock.now() + HOUR)
    paths = [address(deleted), address(unseen)]
    deleted.delete_for_good(by=None, reason="A secret reason.")
    unseen.delete_for_good(by=None, reason="A secret reason.")
    draft, review = StoryFactory(), StoryFactory()
    review.submit(by=None)
    scheduled = StoryFactory(at=clock.now() + HOUR)
    scheduled.expire(by=None, at=clock.now() + 2 * HOUR)
    unscheduled = StoryFactory(at=clock.now() + HOUR)
    unscheduled.unschedule(by=None)
    paths += [address(s) for s in (draft, review, scheduled, unscheduled)]
    never = client.get("/city/999999/never/")

    for path in paths:
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (404, never.content)
        assert dict(answer.headers) == dict(never.headers)


def test_a_hidden_story_costs_as_many_questions_as_one_that_never_was(client, address):
    draft = StoryFactory()
    paths = [address(draft), address(draft).replace(f"/{draft.pk}/", "/999999/")]
    client.get("/robots.txt")  # the first answer of a process asks what the database can do

    def questions(path):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 404
        return len(asked)

    assert questions(paths[0]) == questions(paths[1]) <= 6


def test_an_old_address_says_itself_what_has_become_of_a_story_that_is_gone(client):
    gone, old = StoryFactory(taken_down="A mistake."), expired()
    withheld = StoryFactory(published=True)
    withheld.take_down(by=None, reason="Order of the county court.", by_law=True)
    for status, story in ((410, gone), (410, old), (451, withheld)):
        OldAddress.objects.create(path=f"/2013/{story.pk}/", story=story)
        answer = client.get(f"/2013/{story.pk}/")
        assert answer.status_code == status
        # The address of today is made of the headline.
        assert story.slug not in answer.text


def test_an_old_address_of_a_story_that_became_part_of_a_hidden_one_leads_nowhere(client):
    story, other = StoryFactory(published=True), StoryFactory(published=True)
    story.merge_into(other, by=None)
    OldAddress.objects.create(path="/2013/the-bridge/", story=story)
    assert client.get("/2013/the-bridge/").url == other.get_absolute_url()

    other.take_down(by=None, reason="A mistake.")
    assert client.get("/2013/the-bridge/").status_code == 404


def test_an_old_address_follows_a_story_into_the_one_that_it_became_part_of(client):
    story, other = StoryFactory(published=True), StoryFactory(published=True)
    OldAddress.objects.create(path="/2013/the-bridge/", story=story)
    story.merge_into(other, by=None)

    assert client.get("/2013/the-bridge/").url == other.get_absolute_url()


def test_a_restored_story_answers_again(client, address):
    story = StoryFactory(taken_down="A mistake.")
    story.restore(by=None)

    assert client.get(address(story)).status_code == 200


@pytest.mark.parametrize("why", Gone)
def test_each_reason_has_its_words_and_its_status_in_both_editions(client, address, why):
    story = ended(why)
    path = address(story)
    if why is Gone.DELETED:
        story.delete_for_good(by=None, reason="A court asked for it.")
    answer = client.get(path)
    page = " ".join(answer.text.split())
    title, heading = re.search("<title>(.*?)</title>.*<h1>(.*?)</h1>", page).groups()
    explained = str(why.value.explanation)

    assert answer.status_code == why.value.status
    assert title.strip().startswith(str(why.value.title))
    assert heading.strip() == str(why.value.heading)
    assert (explained in page) if explained else ("court or a law demands" not in page)


def ended(why):
    if why is Gone.EXPIRED:
        return expired()
    story = StoryFactory(published=True)
    if why is not Gone.DELETED:
        story.take_down(by=None, reason="It named the wrong firm.", by_law=why is Gone.LAW)
    return story
