"""Two people at an embargo at once."""

import threading

import pytest
from django.db import connection

from articles.models import Embargo, Gallery, Quote, Story
from articles.publishing import NotReady
from tests.factories import GalleryFactory, QuoteFactory, StoryFactory

from .embargoes import at_the_minute, embargo


def at_once(*verbs):
    """Each verb in a thread of its own; what they raised."""
    together, raised = threading.Barrier(len(verbs)), []

    def run(verb):
        try:
            together.wait(timeout=60)
            verb()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
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
            return lambda: model.objects.get(pk=thing.pk).put_under(stale, by=None)

        raised = at_once(
            lambda held=held, until=until: Embargo.objects.get(pk=held.pk).move(until, by=None),
            put(Story, story), put(Gallery, gallery), put(Quote, quote),
        )  # fmt: skip
        assert raised == []
        assert {thing.not_before for thing in Embargo.objects.get(pk=held.pk).items()} == {until}


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
            lambda stale=stale: stale.publish(by=None),
            lambda held=held, pk=gallery.pk: Gallery.objects.get(pk=pk).put_under(held, by=None),
        )
        gallery.refresh_from_db()
        if raised:  # readers had it first
            assert [type(error) for error in raised] == [NotReady]
            assert gallery.is_public
            assert gallery.embargo is None
        else:
            assert gallery.published_at == gallery.not_before == held.until
