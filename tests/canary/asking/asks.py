"""Which addresses a route is asked at: what readers may see there, and what they must not."""

from datetime import timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from articles import paper_card as cards
from articles.models import Gallery, Paper, Quote

NEVER = 987_654_321  # the number of nothing
NOWHERE = "nowhere"


class Ask(NamedTuple):
    """An address of something hidden. `twin` is the same one for what never existed: the two
    answers must be one. Without a twin it has an answer of its own.

    `about` is what one knows by knowing that there is something: a state and a field, as the
    words are marked. Nobody may know it where it is empty.
    """

    name: str
    path: str
    twin: str = None
    data: dict = None
    about: tuple = ()


def nothing(paper, name):
    return ()


def plain(*queries):
    """An address without parameters, also with these queries."""
    return lambda paper, name: [reverse(name) + query for query in ("", *queries)]


def given(*args):
    """An address with one argument, once for each of these."""
    return lambda paper, name: [reverse(name, args=[arg]) for arg in args]


def given_two(*args):
    return lambda paper, name: [reverse(name, args=args)]


def of_sections(*queries):
    def addresses(paper, name):
        paths = [reverse(name, args=[section.slug]) for section in (paper.section, paper.elsewhere)]
        return [path + query for path in paths for query in ("", *queries)]

    return addresses


def of_stories(*rest):
    def addresses(paper, name):
        return [reverse(name, args=[*_address(story), *rest]) for story in paper.stories]

    return addresses


def hidden_stories(*rest, data=None, is_page_of_story=True, tells_of_gone=False):
    """At their own address, at guessed ones, and those that leave an answer behind.

    What stands below the page of a story asks for its number only, and says nothing of one that
    is gone; unless it `tells_of_gone`, as the page itself does, to who sends a form there.
    """

    def asks(paper, name):
        never = reverse(name, args=[paper.section.slug, NEVER, NOWHERE, *rest])
        for state, story in paper.hidden.items():
            about = (state, "headline")
            guesses = [(paper.section, story.slug)]
            if is_page_of_story:
                guesses += [(paper.section, NOWHERE), (paper.elsewhere, NOWHERE)]
            for section, slug in guesses:
                path = reverse(name, args=[section.slug, story.pk, slug, *rest])
                yield Ask(name, path, never, data, about)
        never_seen, seen = paper.deleted
        path = reverse(name, args=[paper.section.slug, never_seen, NOWHERE, *rest])
        yield Ask(name, path, never, data)
        yield Ask(name, reverse(name, args=[paper.section.slug, seen, NOWHERE, *rest]))
        for story in paper.gone.values():
            path = reverse(name, args=[*_address(story), *rest])
            yield Ask(name, path, None if is_page_of_story or tells_of_gone else never, data)

    return asks


def hidden_comments(paper, name):
    """Comments under hidden stories, and hidden comments under public ones.

    Of a story that is gone it is told what its page tells.
    """
    never = reverse(name, args=[paper.section.slug, NEVER, NOWHERE, NEVER])
    for comment in paper.comments:
        story = comment.story
        if story.pk is None:  # deleted, and its comments with it
            continue
        twin = never
        if story in paper.stories:
            twin = reverse(name, args=[*_address(story), NEVER])
        elif story in paper.gone.values():
            twin = None
        for data in (None, {"reason": "other"}):
            yield Ask(name, reverse(name, args=[*_address(story), comment.pk]), twin, data)


def replies(paper, name):
    """The form under a public story, in reply to a comment that is hidden."""
    for comment in paper.comments:
        story = paper.stories[0]
        path = reverse(name, args=_address(story))
        yield Ask(name, f"{path}?reply_to={comment.pk}", f"{path}?reply_to={NEVER}")
    below = {"is_page_of_story": False, "tells_of_gone": True}
    yield from hidden_stories(**below)(paper, name)
    typed = {"text": "I was there.", "name": "Jo", "email": "jo@example.org"}
    yield from hidden_stories(data=typed, **below)(paper, name)


def versions(paper, name):
    """Versions of public stories that readers have had."""
    changed, _ = paper.half["never live"]
    found = [_version(story, 1) for story in paper.stories]
    return [reverse(name, args=args) for args in (*found, _version(changed, 3))]


def hidden_versions(paper, name):
    """All versions of hidden stories, and hidden versions of public ones."""
    never = reverse(name, args=[paper.section.slug, NEVER, 1])
    for story in (*paper.hidden.values(), *paper.gone.values()):
        yield Ask(name, reverse(name, args=_version(story, 1)), never)
    for story, number in paper.half.values():
        twin = reverse(name, args=_version(story, 99))
        yield Ask(name, reverse(name, args=_version(story, number)), twin)


def _version(story, number):
    return story.section.slug, story.pk, number


def of_public(kind, *queries):
    """What readers see of a kind of thing, at its address."""

    def addresses(paper, name):
        paths = [reverse(name, args=kind.args(row)) for row in kind.public()]
        return [path + query for path in paths for query in ("", *queries)]

    return addresses


def hidden_rows(kind):
    def asks(paper, name):
        never = reverse(name, args=kind.never)
        for row in getattr(paper, kind.stored):
            for args in (kind.args(row), *_former(kind, row)):
                yield Ask(name, reverse(name, args=args), never, about=("", kind.word))

    return asks


def _former(kind, row):
    """What stood at a former name of it is as little known as what stands at its own."""
    if isinstance(kind, Named):
        return [(former.slug,) for former in row.former_names.all()]
    return ()


class Galleries:
    word, stored, never = "gallery", "galleries", (NEVER, NOWHERE)

    @staticmethod
    def public():
        return Gallery.objects.published()

    @staticmethod
    def args(gallery):
        return gallery.pk, gallery.slug


class PicturesInGalleries(Galleries):
    never = (NEVER, NOWHERE, 1)

    @staticmethod
    def args(gallery):
        return gallery.pk, gallery.slug, gallery.placements.first().picture_id


def hidden_in_galleries(paper, name):
    """Those of hidden galleries, and withdrawn ones of a public gallery."""
    yield from hidden_rows(PicturesInGalleries)(paper, name)
    gallery = paper.gallery
    paths = {
        pk: reverse(name, args=[gallery.pk, gallery.slug, pk])
        for pk in (NEVER, *gallery.pictures.exclude(withdrawn_at=None).values_list("pk", flat=True))
    }
    never = paths.pop(NEVER)
    yield from (Ask(name, path, never) for path in paths.values())


class Quotes:
    word, stored, never = "quote", "quotes", (NEVER,)

    @staticmethod
    def public():
        return Quote.objects.published()

    @staticmethod
    def args(quote):
        return (quote.pk,)


class Speakers(Quotes):
    never = (NOWHERE,)

    @staticmethod
    def args(quote):
        return (quote.speaker_slug,)


class Named:
    """An author or a topic."""

    never = (NOWHERE,)

    def __init__(self, word):
        self.word, self.stored = word, f"{word}s"

    def public(self):
        return ()

    def args(self, row):
        return (row.slug,)


def theme_sheet(paper, name):
    return [Paper.objects.get().theme_address, reverse(name, args=[NOWHERE])]


def paper_card(paper, name):
    return [cards.of(Paper.objects.get()).address, reverse(name, args=[NOWHERE])]


def read_marks(paper, name):
    for story in (*paper.hidden.values(), *paper.gone.values()):
        # Nobody is counted twice within an hour, so each needs a number of its own.
        yield Ask(name, reverse(name, args=[story.pk]), reverse(name, args=[NEVER + story.pk]))


def days(paper, name):
    """Around today, where what is hidden was, will be or would have been."""
    today = timezone.localdate()
    parts = {"archive-year": 1, "archive-month": 2, "archive-day": 3}[name.partition(":")[2]]
    found = {
        (day.year, day.month, day.day)[:parts]
        for day in (today + timedelta(days=away) for away in range(-7, 4))
    }
    return [reverse(name, args=day) for day in sorted(found)]


def old_addresses(paper, name):
    """They have no route: the page for what is not there knows them."""
    for state, path in paper.old_addresses:
        is_gone = state in paper.gone
        if state != "merged":  # it goes with the story, and leads to the other one
            yield Ask(name, path, None if is_gone else f"/{NOWHERE}/")
    yield Ask(name, f"/?p={NEVER}")


def _address(story):
    return story.section.slug, story.pk, story.slug
