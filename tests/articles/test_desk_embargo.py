"""Embargoes at the desk: a package, its hour, and what happens when that hour moves."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from articles.models import Embargo, Gallery, Quote, Record, Story
from articles.publishing import NotReady, in_words
from newsroom import clock
from tests.factories import (
    GalleryFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    UserFactory,
    editor,
    reporter,
)

from .desk import address, said

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def ana(client):
    user = editor(name="Ana Petrov")
    client.force_login(user)
    return user


def embargo(hours=3, **fields):
    return Embargo.objects.create(
        **{"name": "Budget 2027", "until": clock.now() + hours * HOUR} | fields
    )


def package(held):
    """A story that waits for the hour, a draft, a gallery that waits, and a quote of today."""
    waiting, draft = StoryFactory(headline="The budget"), StoryFactory(headline="The losers")
    gallery, quote = GalleryFactory(title="In the chamber"), QuoteFactory(text="Not a penny.")
    waiting.put_under(held, by=None)
    draft.put_under(held, by=None)
    gallery.put_under(held)
    # A quote of today is out already: its day is still to come when it is put there.
    Quote.objects.filter(pk=quote.pk).update(runs_on=timezone.localdate() + timedelta(days=1))
    quote.put_under(held)
    Quote.objects.filter(pk=quote.pk).update(runs_on=timezone.localdate())
    waiting.publish(by=None)
    gallery.publish()
    return waiting, draft, gallery, quote


def typed(at):
    at = timezone.localtime(at)
    return {"at_0": f"{at:%Y-%m-%d}", "at_1": f"{at:%H:%M}"}


def at_the_minute(hours):
    return (clock.now() + hours * HOUR).replace(second=0, microsecond=0)


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


def test_the_hour_that_comes_twice_is_asked_about_and_the_answer_is_kept(client, ana, settings):
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
        done = client.post(address("embargo_put", held.pk), {"thing": key}, follow=True)
        assert "Under embargo until" in said(done)[0]

    assert set(held.things()) == {story, gallery, quote}
    assert {thing.not_before for thing in held.things()} == {held.until}
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
    page = client.post(address("embargo_put", held.pk) + "?what=story&q=draft", {"thing": things})

    assert page.status_code == 422
    assert "“Out”: Readers have this story already: no embargo can hold it back." in page.text
    assert f'value="story-{draft.pk}" id="story-{draft.pk}" checked' in page.text
    assert 'value="draft"' in page.text  # what was searched for
    assert held.things() == []
    draft.refresh_from_db()
    assert draft.not_before is None


@pytest.mark.parametrize(
    "thing", ["story-0", "story-999999999999999999", "user-1", "story-1 OR 1=1", "story-١", "", "x"]
)
@pytest.mark.parametrize("page", ["put", "take-out"])
def test_forged_numbers_are_answered_in_words(client, ana, page, thing):
    held = embargo()
    answer = client.post(address(f"embargo_{page}", held.pk), {"thing": thing})
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
    done = client.post(address("embargo_take-out", held.pk), {"thing": things}, follow=True)

    assert "Taken out: The losers, In the chamber" in said(done)[0]
    assert held.things() == [story]
    gallery.refresh_from_db()
    assert (gallery.embargo, gallery.not_before) == (None, None)
    assert gallery.published_at == held.until  # its hour is not taken from it
    assert quote in Quote.objects.published()


def test_nothing_is_taken_out_of_another_embargo(client, ana):
    held, other = embargo(), embargo(name="Another")
    story = StoryFactory()
    story.put_under(other, by=None)
    answer = client.post(address("embargo_take-out", held.pk), {"thing": f"story-{story.pk}"})
    assert answer.status_code == 422
    assert other.things() == [story]


# Its hour


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
    early.put_under(held)
    late.put_under(held)
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
        ("put", {"thing": f"story-{draft.pk}"}),
        ("take-out", {"thing": f"story-{story.pk}"}),
        ("move", typed(at_the_minute(9))),
        ("lift", {"coming": client.get(address("embargo_lift", held.pk)).context["keys"]}),
    ):
        assert client.get(address(f"embargo_{verb}", held.pk)).status_code == 200
        answer = client.post(address(f"embargo_{verb}", held.pk), sent)
        assert answer.status_code == 422, verb
        assert "is over" in answer.text
    after = Embargo.objects.get()
    assert (after.name, after.until) == (held.name, held.until)
    assert story in after.things()
    assert draft not in after.things()


def test_a_quote_that_readers_have_is_refused_in_words():
    held, quote = embargo(), QuoteFactory()
    with pytest.raises(NotReady, match="Readers have this quote already"):
        quote.put_under(held)
    quote.runs_on = None
    quote.save()
    quote.put_under(held)
    assert quote.not_before == held.until
    quote.put_under(None)
    assert (quote.embargo, quote.not_before) == (None, None)
    Embargo.objects.update(until=clock.now() - HOUR)
    with pytest.raises(NotReady, match="This embargo is over"):
        quote.put_under(held)


# Who may


def test_reporters_find_no_embargo_and_move_none(client):
    user = reporter()
    client.force_login(user)
    held = embargo()
    story = StoryFactory(created_by=user)
    assert client.get(address("embargo_changelist")).status_code == 403
    for page in ("change", "put", "take-out", "move", "lift"):
        assert client.get(address(f"embargo_{page}", held.pk)).status_code == 403
    sent = {"thing": f"story-{story.pk}", **typed(at_the_minute(9)), "coming": ""}
    for page in ("put", "take-out", "move", "lift"):
        assert client.post(address(f"embargo_{page}", held.pk), sent).status_code == 403
    for verb in (lambda: held.lift(by=user), lambda: held.move(at_the_minute(9), by=user)):
        with pytest.raises(PermissionDenied):
            verb()
    after = Embargo.objects.get()
    assert (after.until, after.things()) == (held.until, [])
    client.force_login(UserFactory())
    assert client.get(address("embargo_changelist")).status_code == 302


def test_an_editor_of_sport_holds_back_no_story_of_the_city_and_moves_none(client, ana):
    city, sport = SectionFactory(name="City"), SectionFactory(name="Sport")
    sport.editors.add(ana)
    held = embargo()
    theirs = StoryFactory(section=city, headline="Budget of the city")
    mine = StoryFactory(section=sport, headline="Budget of the club")
    page = client.get(address("embargo_put", held.pk), {"q": "budget"})
    assert "Budget of the club" in page.text
    assert "Budget of the city" not in page.text
    put = address("embargo_put", held.pk)
    assert client.post(put, {"thing": f"story-{theirs.pk}"}).status_code == 403
    assert client.post(put, {"thing": f"story-{mine.pk}"}).status_code == 302
    theirs.put_under(held, by=None)

    for page in ("move", "lift"):
        answer = client.get(address(f"embargo_{page}", held.pk))
        assert "Not yours to publish" in answer.text
        assert "Budget of the city" in answer.text
    keys = client.get(address("embargo_lift", held.pk)).context["keys"]
    assert client.post(address("embargo_move", held.pk), typed(at_the_minute(9))).status_code == 403
    assert client.post(address("embargo_lift", held.pk), {"coming": keys}).status_code == 403
    out = address("embargo_take-out", held.pk)
    assert client.post(out, {"thing": f"story-{theirs.pk}"}).status_code == 403
    assert Embargo.objects.get().until == held.until
    theirs.refresh_from_db()
    assert theirs.embargo == held


# On the pages of galleries and quotes


def gallery_form(gallery, **more):
    placements = gallery.placements.all()
    form = {"title": gallery.title, "slug": gallery.slug, "standfirst": "", "credit": "",
            "placements-TOTAL_FORMS": len(placements),
            "placements-INITIAL_FORMS": len(placements)}  # fmt: skip
    for number, place in enumerate(placements):
        row = {"id": place.pk, "gallery": gallery.pk, "picture": place.picture_id,
               "alt": place.picture.alt, "caption": "", "position": place.position}  # fmt: skip
        form |= {f"placements-{number}-{name}": value for name, value in row.items()}
    return form | more


def test_a_gallery_says_under_which_embargo_it_is_and_when_it_will_appear(client, ana):
    held = embargo()
    gallery = GalleryFactory()
    assert "Budget 2027" not in client.get(address("gallery_change", gallery.pk)).text
    gallery.put_under(held)
    page = client.get(address("gallery_change", gallery.pk)).text
    assert f'<a href="{address("embargo_change", held.pk)}">Budget 2027</a>' in page
    assert "Publish when the embargo ends" in page

    form = gallery_form(gallery, _publish="1")
    done = client.post(address("gallery_change", gallery.pk), form, follow=True)
    assert said(done)[-1] == f"Under embargo: it appears on {in_words(held.until)}."
    schedule = address("gallery_schedule", gallery.pk)
    assert f"under embargo until {in_words(held.until)}" in client.get(schedule).text
    done = client.post(schedule, typed(at_the_minute(2)), follow=True)
    assert said(done) == [f"Under embargo: it appears on {in_words(held.until)}, not before."]
    assert not Gallery.objects.published().exists()


def test_publish_now_brings_a_scheduled_gallery_forward(client, ana):
    gallery = GalleryFactory(at=clock.now() + HOUR)
    form = gallery_form(gallery, _publish="1")
    done = client.post(address("gallery_change", gallery.pk), form, follow=True)
    assert said(done)[-1] == "Published."
    assert Gallery.objects.published().get() == gallery


def test_a_quote_says_under_which_embargo_it_is(client, ana):
    held, quote = embargo(), QuoteFactory(runs_on=None)
    assert "Budget 2027" not in client.get(address("quote_change", quote.pk)).text
    quote.put_under(held)
    page = client.get(address("quote_change", quote.pk)).text
    assert f'<a href="{address("embargo_change", held.pk)}">Budget 2027</a>' in page
    assert f"Nothing before {in_words(held.until)}" in page


# Two people at once


def at_once(*verbs):
    """Each verb in a thread of its own; what they raised."""
    together, raised = threading.Barrier(len(verbs)), []

    def run(verb):
        try:
            together.wait(timeout=10)
            verb()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return raised


@pytest.mark.django_db(transaction=True)
def test_two_people_move_an_embargo_at_once_and_all_of_it_has_one_hour():
    held = embargo()
    stories = [StoryFactory() for _ in range(3)]
    for story in stories:
        story.put_under(held, by=None)
        story.publish(by=None)
    hours = [at_the_minute(5), at_the_minute(7)]

    raised = at_once(*(lambda at=at: Embargo.objects.get().move(at, by=None) for at in hours))
    assert raised == []
    held.refresh_from_db()
    assert held.until in hours
    rows = Story.objects.values_list("not_before", "published_at")
    assert set(rows) == {(held.until, held.until)}


@pytest.mark.django_db(transaction=True)
def test_what_is_put_under_an_embargo_while_it_moves_gets_the_hour_that_holds():
    for _ in range(5):
        held = embargo(2)
        story, gallery, quote = StoryFactory(), GalleryFactory(), QuoteFactory(runs_on=None)
        until = at_the_minute(6)

        def put(model, thing, held=held):
            stale = Embargo.objects.get(pk=held.pk)
            if model is Story:
                return lambda: Story.objects.get(pk=thing.pk).put_under(stale, by=None)
            return lambda: model.objects.get(pk=thing.pk).put_under(stale)

        raised = at_once(
            lambda held=held, until=until: Embargo.objects.get(pk=held.pk).move(until, by=None),
            put(Story, story), put(Gallery, gallery), put(Quote, quote),
        )  # fmt: skip
        assert raised == []
        assert {thing.not_before for thing in Embargo.objects.get(pk=held.pk).things()} == {until}


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_out_while_an_embargo_moves_keeps_no_hour_of_it():
    for _ in range(5):
        held = embargo(2)
        stories = [StoryFactory() for _ in range(3)]
        for story in stories:
            story.put_under(held, by=None)
        last = stories[-1]

        raised = at_once(
            lambda held=held: Embargo.objects.get(pk=held.pk).move(at_the_minute(6), by=None),
            lambda last=last: Story.objects.get(pk=last.pk).put_under(None, by=None),
        )
        assert raised == []
        last.refresh_from_db()
        assert (last.embargo, last.not_before) == (None, None)


@pytest.mark.django_db(transaction=True)
def test_a_gallery_that_is_published_while_it_is_put_under_an_embargo_is_held_or_refused():
    for _ in range(5):
        held, gallery = embargo(2), GalleryFactory()
        stale = Gallery.objects.get(pk=gallery.pk)
        raised = at_once(
            stale.publish,
            lambda held=held, pk=gallery.pk: Gallery.objects.get(pk=pk).put_under(held),
        )
        gallery.refresh_from_db()
        if raised:  # readers had it first
            assert [type(error) for error in raised] == [NotReady]
            assert gallery.is_public
            assert gallery.embargo is None
        else:
            assert gallery.published_at == gallery.not_before == held.until
