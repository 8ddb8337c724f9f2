"""Galleries and quotes under an embargo, on their own pages."""

import pytest

from articles.models import Embargo, Gallery
from articles.publishing import NotReady
from newsroom import clock
from newsroom.moments import in_words
from tests.articles.admin.desk import address, said
from tests.articles.admin.gallery.galleries import gallery_form
from tests.articles.models.embargoes import HOUR, at_the_minute, embargo, typed
from tests.factories import GalleryFactory, QuoteFactory

pytestmark = pytest.mark.django_db


def test_a_quote_that_readers_have_is_refused_in_words():
    held, quote = embargo(), QuoteFactory()
    with pytest.raises(NotReady, match="Readers have this quote already"):
        quote.put_under(held, by=None)
    quote.runs_on = None
    quote.save()
    quote.put_under(held, by=None)
    assert quote.not_before == held.until
    quote.put_under(None, by=None)
    assert (quote.embargo, quote.not_before) == (None, None)
    Embargo.objects.update(until=clock.now() - HOUR)
    with pytest.raises(NotReady, match="This embargo is over"):
        quote.put_under(held, by=None)


def test_a_gallery_says_under_which_embargo_it_is_and_when_it_will_appear(client, ana):
    held = embargo()
    gallery = GalleryFactory()
    assert "Budget 2027" not in client.get(address("gallery_change", gallery.pk)).text
    gallery.put_under(held, by=None)
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
    quote.put_under(held, by=None)
    page = client.get(address("quote_change", quote.pk)).text
    assert f'<a href="{address("embargo_change", held.pk)}">Budget 2027</a>' in page
    assert f"Nothing before {in_words(held.until)}" in page
