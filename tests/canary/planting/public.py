"""The paper that readers see, before anything is hidden from them on its pages."""

from functools import partial

from django.utils import timezone

from articles import reads
from articles.models import Embargo, Paper, Quote
from articles.publishing import Change
from newsroom import clock
from tests import factories
from tests.factories import (
    AuthorFactory,
    CommentFactory,
    CorrectionFactory,
    GalleryFactory,
    PictureFactory,
    PolicyFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
    UserFactory,
)

from . import nouns
from .hours import DAY, LATER
from .planted import Planted

# Of a picture's words.
FOR_READERS = ("alt", "caption", "credit", "licence", "copyright")


def public_paper():
    """A small paper, some days old, so that nothing on its pages depends on the minute."""
    paper = Planted()
    paper.never_words = [paper.markers.never() for _ in range(20)]
    paper.section = SectionFactory(name="City", slug="city")
    paper.elsewhere = SectionFactory(name="Sport", slug="sport")
    Paper.objects.update(brand="#0b5a3c")
    _employ(paper)
    _fill(paper)
    first = paper.stories[0]
    CommentFactory(story=first)
    CorrectionFactory(story=first, published_at=clock.now() - DAY)
    first.topics.first().start_here.add(first)
    paper.gallery = GalleryFactory(at=clock.now() - DAY, title="A night at the fish market")
    paper.gallery.stories.add(first)
    QuoteFactory(speaker="Mirela Okafor", story=first)
    PolicyFactory(slug="ethics")
    paper.stories[3].retract(by=None, reason="The documents were forged.")
    _set_back(paper.stories[3])
    _change(paper, paper.stories[2])
    _with_hidden_embeds(paper)
    _with_words_for_the_desk(paper)
    _with_withdrawn_pictures(paper)
    return paper


def _employ(paper):
    paper.people = {
        "anonymous": None,
        "reader": UserFactory(),
        "moderator": factories.moderator(),
        "contributor": factories.contributor(),
        "reporter": factories.reporter(),
        "another reporter": factories.reporter(),
        "editor of another section": factories.editor(),
        "editor": factories.editor(),
        "chief editor": factories.chief_editor(),
    }
    paper.elsewhere.editors.add(paper.people["editor of another section"])


def _fill(paper):
    author, topic = AuthorFactory(slug="ana-petrov"), TopicFactory(name="Bridges", slug="bridges")
    other_topic = TopicFactory(name="Harbour", slug="harbour")
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    for number in range(7):
        story = StoryFactory(
            at=clock.now() - (number + 2) * DAY,
            headline=f"Bridge {number} reopens after the flood",
            section=paper.elsewhere if number == 6 else paper.section,
            kind="opinion" if number == 5 else "news",
            authors=[author],
            topics=[topic, other_topic] if number == 0 else [topic],
            lead_picture=PictureFactory() if number % 2 else None,
        )
        paper.stories.append(story)
        if number:
            reads.add({(story.pk, hour): number})


def _change(paper, story):
    """Readers get a third version, and never had the second."""
    state, editor = "never live", paper.people["editor"]
    version = story.write(by=editor, **nouns.text(paper, state))
    paper.half[state] = (story, version.number)
    words = {"headline": "Bridge 2 reopens", "body": "<p>The bridge is open.</p>"}
    story.write(by=editor, **words, kicker="", standfirst="", dateline="", lead_picture=None,
                lead_caption="")  # fmt: skip
    change = Change("correction", "It opened on Monday.", wrong="On Tuesday.")
    story.update(by=editor, change=change)
    _set_back(story)


def _set_back(story):
    """What has just been done to a story was done a day ago, and tells no minutes."""
    a_day_ago = clock.now() - DAY
    over = story.appearances.exclude(until=None)
    over.update(since=story.published_at, until=a_day_ago)
    story.appearances.filter(until=None, since__gt=a_day_ago).update(since=a_day_ago)
    story.corrections.update(published_at=a_day_ago)
    stories = type(story).objects.filter(pk=story.pk)
    stories.update(updated_at=a_day_ago, retracted_at=story.retracted_at and a_day_ago)


def _with_hidden_embeds(paper):
    """A public story in whose text stand a gallery and a quote that are not out yet."""
    word = partial(paper.markers, "embedded in a public story")
    gallery, quote = nouns.gallery(paper, word), nouns.quote(paper, word, runs_on=None)
    embargo = Embargo.objects.create(name=word("embargo name"), until=clock.now() + LATER)
    Quote.objects.filter(pk=quote.pk).update(embargo=embargo, not_before=embargo.until)
    story = StoryFactory(
        at=clock.now() - 3 * DAY,
        section=paper.section,
        body="<p>The bridge.</p>" + nouns.embed("gallery", gallery) + nouns.embed("quote", quote),
    )
    paper.stories.append(story)


def _with_words_for_the_desk(paper):
    """A public picture of which readers get some words, and the desk all others."""
    word = partial(paper.markers, "for the desk")
    names = [name for name in nouns.words_of_pictures() if name not in FOR_READERS]
    words = dict.fromkeys(FOR_READERS, "The bridge")
    picture = nouns.picture_with_words(word, "picture", names, **words)
    paper.gallery.put_in([picture], by=None)


def _with_withdrawn_pictures(paper):
    """A public story and a public gallery, some of whose pictures were withdrawn."""
    word = partial(paper.markers, "withdrawn")
    lead, inside, hung = (nouns.picture(paper, word, f"picture {n}") for n in range(3))
    body = "<p>The bridge at night.</p>" + nouns.embed("picture", inside)
    caption = word("picture lead_caption")
    story = StoryFactory(
        at=clock.now() - 4 * DAY, section=paper.section, lead_picture=lead, body=body,
        lead_caption=caption,
    )  # fmt: skip
    paper.stories.append(story)
    paper.gallery.put_in([hung], by=None)
    paper.gallery.placements.filter(picture=hung).update(caption=word("gallery caption"))
    for picture in (lead, inside, hung):
        picture.withdraw(by=None, reason=word("picture withdrawn_reason"))
