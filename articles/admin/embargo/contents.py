"""What can be put under an embargo: stories, galleries and quotes, how each is found and shown."""

import re

from django.db.models import Q
from django.urls import reverse

from articles import rights
from articles.admin.base import search_words
from articles.admin.picker import number_in, shortened
from articles.models import Gallery, Quote, Story
from newsroom.clock import Now
from newsroom.moments import day_in_words, in_words
from newsroom.numbers import IdConverter

MOST_FOUND = 20
# "story-12": an item as a form names it.
KEY = re.compile(f"(story|gallery|quote)-({IdConverter.regex})")


class Kind:
    """Stories, galleries or quotes. `name` stands in forms, `label` before people."""

    name = label = ""
    # Where its words are looked for.
    searched = ()

    def key(self, item):
        return f"{self.name}-{item.pk}"

    def address(self, item):
        return reverse(f"admin:articles_{self.name}_change", args=[item.pk])

    def all(self):
        raise NotImplementedError

    def offered(self, user):
        """What this person may put under an embargo, as far as no reader has it; newest first."""
        raise NotImplementedError

    def found(self, user, words, embargo):
        """Of those the ones with these words, or with this number; none that lies there already."""
        offered = self.offered(user).filter(Q(embargo=None) | ~Q(embargo=embargo))
        number = number_in(words)
        if number is not None:
            return list(offered.filter(pk=number))
        for word in search_words(words):
            fits = Q()
            for column in self.searched:
                fits |= Q(**{f"{column}__icontains": word})
            offered = offered.filter(fits)
        return list(offered[:MOST_FOUND])

    def may(self, user, item):
        return rights.may(user, "put_under", item)


class Stories(Kind):
    name, label = "story", "Story"
    searched = ("latest__headline",)

    def all(self):
        stories = Story.objects.select_related("section", "latest", "live").with_hours()
        return stories.defer("latest__body", "live__body")

    def offered(self, user):
        stories = self.all().exclude(latest=None).exclude(published_at__lte=Now())
        sections = () if user.is_superuser else rights.sections_of(user)
        if sections:
            stories = stories.filter(section__in=sections)
        return stories.order_by("-latest__created_at", "-pk")

    def label_of(self, story):
        return (story.latest or story).headline

    def state_of(self, story):
        if story.is_scheduled:
            return f"{story.section}, scheduled for {in_words(story.published_at)}"
        return f"{story.section}, {story.state.lower()}"


class Galleries(Kind):
    name, label = "gallery", "Gallery"
    searched = ("title",)

    def all(self):
        return Gallery.objects.order_by("-created_at", "-pk")

    def offered(self, user):
        if not self.may(user, Gallery):
            return Gallery.objects.none()
        return self.all().exclude(published_at__lte=Now())

    def label_of(self, gallery):
        return gallery.title

    def state_of(self, gallery):
        at = gallery.published_at
        return f"Appears on {in_words(at)}" if at else "Draft"


class Quotes(Kind):
    name, label = "quote", "Quote"
    searched = ("text", "speaker")

    def all(self):
        return Quote.objects.order_by("-created_at", "-pk")

    def offered(self, user):
        if not self.may(user, Quote):
            return Quote.objects.none()
        return self.all().exclude(pk__in=Quote.objects.published().values("pk"))

    def label_of(self, quote):
        return f"“{shortened(quote.text, 90)}” {quote.speaker}"

    def state_of(self, quote):
        if not quote.runs_on:
            return "Only inside stories"
        return f"Quote of the day on {day_in_words(quote.runs_on)}"


KINDS = {kind.name: kind for kind in (Stories(), Galleries(), Quotes())}


def row(kind, item, user, *, appears=False):
    """An item as the desk's pages show it."""
    return {
        "key": kind.key(item),
        "kind": kind.label,
        "label": kind.label_of(item),
        "state": kind.state_of(item),
        "address": kind.address(item),
        "appears": appears,
        "may": kind.may(user, item),
    }


def item_named(key):
    """(kind, item) that a form names, or None for what is not there."""
    found = KEY.fullmatch(key)
    if not found:
        return None
    kind = KINDS[found[1]]
    item = kind.all().filter(pk=int(found[2])).first()
    return item and (kind, item)


def rows_under(embargo, user):
    """All that is under it; `appears` says what readers get when its hour comes."""
    coming = {(type(item), item.pk) for item in embargo.what_appears()}
    return [
        row(kind, item, user, appears=(type(item), item.pk) in coming)
        for kind in KINDS.values()
        for item in kind.all().filter(embargo=embargo)
    ]
