"""The hour of an embargo: it moves, with all that waits for it, or is lifted."""

from datetime import UTC, datetime

import pytest

from articles.models import Embargo, Gallery, Quote, Record, Story
from articles.publishing import NotReady
from newsroom import clock
from newsroom.moments import in_words
from tests.articles.admin.desk import address, said
from tests.articles.models.embargoes import HOUR, at_the_minute, embargo, package, typed
from tests.factories import GalleryFactory, StoryFactory

pytestmark = pytest.mark.django_db


def test_a_package_moves_to_a_later_hour_and_to_an_earlier_one(client, ana):
    held = embargo(3)
    story, draft, gallery, quote = package(held)
    for hours in (5, 2):
        until = at_the_minute(hours)
        page = client.get(address("embargo_move", held.pk))
        assert "The budget" in page.text
        done = client.post(address("embargo_move", held.pk), typed(until), follow=True)
        assert said(done) == [f"It holds until {in_words(until)}."]
        held.refresh_from_db()
        for thing in (story, draft, gallery, quote):
            thing.refresh_from_db()
            assert thing.not_before == until
        assert held.until == story.published_at == gallery.published_at == until
        assert draft.published_at is None
        assert story.announcements.waiting().get(what="published").due_at == until
    assert Record.objects.about(held).filter(action="moved", by=ana).count() == 2


def test_a_gallery_that_was_scheduled_earlier_moves_to_the_hour_and_a_later_one_stays(ana):
    early, late = GalleryFactory(at=clock.now() + HOUR), GalleryFactory(at=clock.now() + 9 * HOUR)
    its_own = late.published_at
    held = embargo(3)
    early.put_under(held, by=None)
    late.put_under(held, by=None)
    assert (early.published_at, late.published_at) == (held.until, its_own)

    held.move(clock.now() + 4 * HOUR, by=ana)
    for gallery in (early, late):
        gallery.refresh_from_db()
    assert (early.published_at, late.published_at) == (held.until, its_own)
    held.lift(by=ana)
    assert set(Gallery.objects.published()) == {early}


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"at_0": "2020-01-01", "at_1": "06:00"}, "This moment has passed."),
        ({"at_0": "9999-12-31", "at_1": "06:00"}, "Choose a year between"),
        ({"at_0": "2027-03-28", "at_1": "01:30"}, "does not exist"),
        ({"at_0": "soon", "at_1": "06:00"}, "Write the day as"),
        ({}, "Choose a day and an hour."),
    ],
)
def test_an_embargo_is_not_moved_to_an_hour_that_cannot_be(client, ana, settings, form, words):
    settings.TIME_ZONE = "Europe/London"
    held = embargo()
    page = client.post(address("embargo_move", held.pk), form)

    assert page.status_code == 422
    assert words in page.text
    if form:
        assert f'value="{form["at_0"]}"' in page.text
    assert Embargo.objects.get().until == held.until


def test_the_verb_itself_refuses_the_end_of_time(ana):
    held = embargo()
    for until in (datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)):
        with pytest.raises(NotReady):
            held.move(until, by=ana)
    assert Embargo.objects.get().until == held.until


def test_an_embargo_does_not_outlast_a_story_that_expires(client, ana):
    held = embargo(3)
    story = StoryFactory(headline="The budget")
    story.put_under(held, by=None)
    story.publish(by=None)
    story.expire(by=None, at=held.until + HOUR)
    page = client.post(address("embargo_move", held.pk), typed(at_the_minute(6)))

    assert page.status_code == 422
    assert "“The budget” would expire before that" in page.text
    assert Embargo.objects.get().until == held.until
    story.refresh_from_db()
    assert story.expires_at == held.until + HOUR


def test_lifting_names_what_will_appear_and_then_it_does(client, ana):
    held = embargo()
    story, _, gallery, quote = package(held)
    later = StoryFactory(headline="The analysis", at=clock.now() + 9 * HOUR)
    later.put_under(held, by=None)
    page = client.get(address("embargo_lift", held.pk))
    at_once, staying = page.text.split("No longer held back")
    for words in ("The budget", "In the chamber", "Not a penny."):
        assert words in at_once
    for words in ("The losers", "The analysis"):
        assert words in staying
    assert not Story.objects.published().exists()

    keys = page.context["keys"]
    done = client.post(address("embargo_lift", held.pk), {"coming": keys}, follow=True)
    assert "Readers have it now: The budget, In the chamber, “Not a penny.”" in said(done)[0]
    assert list(Story.objects.published()) == [story]
    assert list(Gallery.objects.published()) == [gallery]
    assert quote in Quote.objects.published()
    assert Embargo.objects.get().is_over
    later.refresh_from_db()
    assert later.is_scheduled


def test_what_nobody_was_told_of_does_not_appear_by_lifting(client, ana):
    held = embargo()
    read = client.get(address("embargo_lift", held.pk)).context["keys"]
    package(held)
    page = client.post(address("embargo_lift", held.pk), {"coming": read})

    assert page.status_code == 422
    assert "What would appear has changed meanwhile." in page.text
    assert not Story.objects.published().exists()
    assert client.post(address("embargo_lift", held.pk)).status_code == 422


def test_an_embargo_that_is_over_is_kept_as_it_was(client, ana):
    held = embargo()
    story, *_ = package(held)
    held.lift(by=ana)
    draft = StoryFactory()

    page = client.get(address("embargo_change", held.pk))
    assert "Over since" in page.text
    assert "The budget" in page.text
    assert "Put something under it" not in page.text
    form = {"name": "Rewritten", "terms": ""}
    assert client.post(address("embargo_change", held.pk), form).status_code == 403
    for verb, sent in (
        ("put", {"item": f"story-{draft.pk}"}),
        ("take-out", {"item": f"story-{story.pk}"}),
        ("move", typed(at_the_minute(9))),
        ("lift", {"coming": client.get(address("embargo_lift", held.pk)).context["keys"]}),
    ):
        assert client.get(address(f"embargo_{verb}", held.pk)).status_code == 200
        answer = client.post(address(f"embargo_{verb}", held.pk), sent)
        assert answer.status_code == 422, verb
        assert "is over" in answer.text
    after = Embargo.objects.get()
    assert (after.name, after.until) == (held.name, held.until)
    assert story in after.items()
    assert draft not in after.items()
