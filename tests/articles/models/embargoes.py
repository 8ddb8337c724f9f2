"""An embargo with what waits for its hour, for the tests of the desk."""

from datetime import timedelta

from django.utils import timezone

from articles.models import Embargo, Quote
from newsroom import clock
from tests.factories import GalleryFactory, QuoteFactory, StoryFactory

HOUR = timedelta(hours=1)


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
    gallery.put_under(held, by=None)
    # A quote of today is out already: its day is still to come when it is put there.
    Quote.objects.filter(pk=quote.pk).update(runs_on=timezone.localdate() + timedelta(days=1))
    quote.put_under(held, by=None)
    Quote.objects.filter(pk=quote.pk).update(runs_on=timezone.localdate())
    waiting.publish(by=None)
    gallery.publish(by=None)
    return waiting, draft, gallery, quote


def typed(at):
    at = timezone.localtime(at)
    return {"at_0": f"{at:%Y-%m-%d}", "at_1": f"{at:%H:%M}"}


def at_the_minute(hours):
    return (clock.now() + hours * HOUR).replace(second=0, microsecond=0)
