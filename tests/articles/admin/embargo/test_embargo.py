"""Embargoes at the desk: making one, and what is under it."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import timezone

from articles.models import Embargo, Quote
from newsroom.moments import in_words
from tests.articles.admin.desk import address, said
from tests.articles.models.embargoes import at_the_minute, embargo, package
from tests.factories import GalleryFactory, QuoteFactory, StoryFactory
from tests.html import on_one_line

pytestmark = pytest.mark.django_db


# Making one


def test_an_embargo_has_a_name_terms_and_an_hour_with_its_zone(client, ana):
    until = at_the_minute(48)
    local = timezone.localtime(until)
    form = {
        "name": "Budget 2027", "terms": "The treasury asked.",
        "until_0": f"{local:%Y-%m-%d}", "until_1": f"{local:%H:%M}",
    }  # fmt: skip
    page = client.post(address("embargo_add"), form, follow=True)
    held = Embargo.objects.get()

    assert (held.until, held.created_by, held.terms) == (until, ana, "The treasury asked.")
    assert f"Nothing before {in_words(until)}" in page.text
    assert in_words(until) in client.get(address("embargo_changelist")).text
    assert "Nothing yet" in client.get(address("embargo_changelist")).text


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (("2020-01-01", "06:00"), "This moment has passed."),
        (("9999-12-31", "23:59"), "Choose a year between"),
        (("0001-01-01", "00:00"), "Choose a year between"),
        (("2027-03-28", "01:30"), "does not exist"),
        (("2027-10-31", "01:30"), "comes twice"),
        (("31/12/2027", "06:00"), "Write the day as"),
        (("2027-12-31", ""), "Choose an hour."),
        (("", ""), "Choose a day and an hour."),
    ],
)
def test_an_hour_that_cannot_be_is_told_in_words_and_what_was_typed_comes_back(
    client, ana, settings, until, words
):
    settings.TIME_ZONE = "Europe/London"
    form = {"name": "Budget", "terms": "Asked by the treasury."}
    form |= {"until_0": until[0], "until_1": until[1]}
    page = client.post(address("embargo_add"), form)

    assert page.status_code == 422
    assert words in page.text
    assert "Asked by the treasury." in page.text
    assert not Embargo.objects.exists()


@time_machine.travel("2026-11-20T12:00Z")
def test_the_hour_that_comes_twice_is_asked_about_and_the_answer_is_kept(client, ana, settings):
    client.force_login(ana)  # on that day, whatever today is
    settings.TIME_ZONE = "Europe/London"
    form = {"name": "Budget", "terms": "", "until_0": "2027-10-31", "until_1": "01:30"}
    client.post(address("embargo_add"), form | {"until_2": "2027-10-31T01:30Z"})

    assert Embargo.objects.get().until == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_the_hour_is_not_changed_by_a_forged_field_of_the_form(client, ana):
    held = embargo()
    form = {"name": "Renamed", "terms": "", "until_0": "2020-01-01", "until_1": "00:00",
            "until": "2020-01-01 00:00"}  # fmt: skip
    client.post(address("embargo_change", held.pk), form)
    after = Embargo.objects.get()

    assert (after.name, after.until) == ("Renamed", held.until)


def test_no_embargo_is_ever_deleted_at_the_desk(client, ana):
    held = embargo()
    assert client.get(address("embargo_delete", held.pk)).status_code == 403
    assert client.post(address("embargo_delete", held.pk), {"post": "yes"}).status_code == 403
    forged = {"action": "delete_selected", "_selected_action": [held.pk], "post": "yes"}
    client.post(address("embargo_changelist"), forged)
    assert Embargo.objects.get() == held


# What is under it


def test_stories_galleries_and_quotes_are_found_and_put_under_it(client, ana):
    held = embargo()
    story = StoryFactory(headline="The budget in full")
    gallery = GalleryFactory(title="Budget day")
    quote = QuoteFactory(text="Not a penny of the budget.", runs_on=None)
    for what, thing in (("story", story), ("gallery", gallery), ("quote", quote)):
        page = client.get(address("embargo_put", held.pk), {"what": what, "q": "budget"})
        key = f"{what}-{thing.pk}"
        assert f'value="{key}"' in page.text
        by_number = client.get(address("embargo_put", held.pk), {"what": what, "q": str(thing.pk)})
        assert f'value="{key}"' in by_number.text
        done = client.post(address("embargo_put", held.pk), {"item": key}, follow=True)
        assert "Under embargo until" in said(done)[0]

    assert set(held.items()) == {story, gallery, quote}
    assert {thing.not_before for thing in held.items()} == {held.until}
    page = client.get(address("embargo_change", held.pk))
    for words in ("The budget in full", "Budget day", "Not a penny of the budget."):
        assert words in page.text
    listed = client.get(address("embargo_changelist")).text
    assert "1 story, 1 gallery, 1 quote" in listed


def test_nothing_is_found_twice_nor_what_readers_have(client, ana):
    held = embargo()
    StoryFactory(headline="Budget under it").put_under(held, by=None)
    StoryFactory(headline="Budget out", published=True)
    GalleryFactory(title="Budget out", published=True)
    QuoteFactory(text="Budget out")

    for what in ("story", "gallery", "quote"):
        page = client.get(address("embargo_put", held.pk), {"what": what, "q": "budget"})
        assert "Nothing with these words or this number" in page.text


def test_what_readers_have_is_refused_in_words_and_nothing_is_half_done(client, ana):
    held = embargo()
    draft, out = StoryFactory(headline="A draft"), StoryFactory(headline="Out", published=True)
    things = [f"story-{draft.pk}", f"story-{out.pk}"]
    page = client.post(address("embargo_put", held.pk) + "?what=story&q=draft", {"item": things})

    assert page.status_code == 422
    assert "“Out”: Readers have this story already: no embargo can hold it back." in page.text
    assert f'value="story-{draft.pk}" id="story-{draft.pk}" checked' in on_one_line(page.text)
    assert 'value="draft"' in page.text  # what was searched for
    assert held.items() == []
    draft.refresh_from_db()
    assert draft.not_before is None


@pytest.mark.parametrize(
    "thing", ["story-0", "story-999999999999999999", "user-1", "story-1 OR 1=1", "story-١", "", "x"]
)
@pytest.mark.parametrize("page", ["put", "take-out"])
def test_forged_numbers_are_answered_in_words(client, ana, page, thing):
    held = embargo()
    answer = client.post(address(f"embargo_{page}", held.pk), {"item": thing})
    assert answer.status_code == 422
    assert "not there any more" in answer.text


def test_nothing_chosen_is_said_and_an_unknown_kind_too(client, ana):
    held = embargo()
    answer = client.post(address("embargo_put", held.pk))
    assert (answer.status_code, "Choose something from the list." in answer.text) == (422, True)
    answer = client.get(address("embargo_put", held.pk), {"what": "user", "q": "x"})
    assert answer.status_code == 422
    assert "Choose stories, galleries or quotes." in answer.text
    assert client.get(address("embargo_put", 999_999)).status_code == 404


def test_what_is_taken_out_is_held_no_longer(client, ana):
    held = embargo()
    story, draft, gallery, quote = package(held)
    things = [f"story-{draft.pk}", f"gallery-{gallery.pk}", f"quote-{quote.pk}"]
    done = client.post(address("embargo_take-out", held.pk), {"item": things}, follow=True)

    assert "Taken out: The losers, In the chamber" in said(done)[0]
    assert held.items() == [story]
    gallery.refresh_from_db()
    assert (gallery.embargo, gallery.not_before) == (None, None)
    assert gallery.published_at == held.until  # its hour is not taken from it
    assert quote in Quote.objects.published()


def test_nothing_is_taken_out_of_another_embargo(client, ana):
    held, other = embargo(), embargo(name="Another")
    story = StoryFactory()
    story.put_under(other, by=None)
    answer = client.post(address("embargo_take-out", held.pk), {"item": f"story-{story.pk}"})
    assert answer.status_code == 422
    assert other.items() == [story]
