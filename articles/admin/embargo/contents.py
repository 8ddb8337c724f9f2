"""What can be put under an embargo: stories, galleries and quotes, each found, told and put."""

import re

from django.db.models import Q
from django.urls import reverse

from articles import rights
from articles.admin.day_and_hour import in_words
from articles.admin.picker import number_in, shortened
from articles.models import Gallery, Quote, Story
from newsroom.clock import Now
from newsroom.numbers import IdConverter

MOST_FOUND = 20
MOST_WORDS = 10
# "story-12": a thing as a form names it.
KEY = re.compile(f"(story|gallery|quote)-({IdConverter.regex})")


class Kind:
    """One kind of thing. `name` stands in forms, `word` before people."""

    name = word = ""
    # Where its words are looked for.
    searched = ()

    def key(self, thing):
        return f"{self.name}-{thing.pk}"

    def address(self, thing):
        return reverse(f"admin:articles_{self.name}_change", args=[thing.pk])

    def all(self):
        raise NotImplementedError

    def offered(self, user):
        """What this person may put under an embargo, as far as no reader has it; newest first."""
        raise NotImplementedError

    def found(self, user, words, embargo):
        """Of those the ones with these words, or with this number; none that lies there already."""
        offered = self.offered(user).filter(Q(embargo=None) | ~Q(embargo=embargo))
        words = words.replace("\x00", "")
        number = number_in(words)
        if number is not None:
            return list(offered.filter(pk=number))
        for word in words.split()[:MOST_WORDS]:
            fits = Q()
            for column in self.searched:
                fits |= Q(**{f"{column}__icontains": word})
            offered = offered.filter(fits)
        return list(offered[:MOST_FOUND])

    def put(self, thing, embargo, *, by):
        """Put it there, or take it out (None). Raises PermissionDenied or NotReady."""
        thing.put_under(embargo, by=by)

    def may(self, user, thing):
        return rights.may(user, "put_under", thing)


class Stories(Kind):
    name, word = "story", "Story"
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

    def label(self, story):
        return (story.latest or story).headline

    def state(self, story):
        if story.is_scheduled:
            return f"{story.section}, scheduled for {in_words(story.published_at)}"
        return f"{story.section}, {story.state.lower()}"


class Galleries(Kind):
    name, word = "gallery", "Gallery"
    searched = ("title",)

    def all(self):
        return Gallery.objects.order_by("-created_at", "-pk")

    def offered(self, user):
        if not self.may(user, Gallery):
            return Gallery.objects.none()
        return self.all().exclude(published_at__lte=Now())

    def label(self, gallery):
        return gallery.title

    def state(self, gallery):
        at = gallery.published_at
        return f"Appears on {in_words(at)}" if at else "Draft"


class Quotes(Kind):
    name, word = "quote", "Quote"
    searched = ("text", "speaker")

    def all(self):
        return Quote.objects.order_by("-created_at", "-pk")

    def offered(self, user):
        if not self.may(user, Quote):
            return Quote.objects.none()
        return self.all().exclude(pk__in=Quote.objects.published().values("pk"))

    def label(self, quote):
        return f"“{shortened(quote.text, 90)}” {quote.speaker}"

    def state(self, quote):
        if not quote.runs_on:
            return "Only inside stories"
        return f"Quote of the day on {quote.runs_on.day} {quote.runs_on:%B %Y}"


KINDS = {kind.name: kind for kind in (Stories(), Galleries(), Quotes())}


def row(kind, thing, user, *, appears=False):
    """A thing as the desk's pages show it."""
    return {
        "key": kind.key(thing),
        "word": kind.word,
        "label": kind.label(thing),
        "state": kind.state(thing),
        "address": kind.address(thing),
        "appears": appears,
        "may": kind.may(user, thing),
    }


def thing_of(key):
    """(kind, thing) that a form names, or None for what is not there."""
    found = KEY.fullmatch(key)
    if not found:
        return None
    kind = KINDS[found[1]]
    thing = kind.all().filter(pk=int(found[2])).first()
    return thing and (kind, thing)


def rows_under(embargo, user):
    """All that is under it; `appears` says what readers get when its hour comes."""
    coming = {(type(thing), thing.pk) for thing in embargo.what_appears()}
    return [
        row(kind, thing, user, appears=(type(thing), thing.pk) in coming)
        for kind in KINDS.values()
        for thing in kind.all().filter(embargo=embargo)
    ]
