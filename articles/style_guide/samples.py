"""Unsaved models for the style guide: stories, pictures and quotes that one could print."""

from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace

from django.core.paginator import Paginator
from django.templatetags.static import static
from django.utils import timezone

from articles.body import media
from articles.body.comparing import compare
from articles.models import (
    Author,
    Byline,
    Correction,
    Gallery,
    Picture,
    Quote,
    Section,
    Story,
    StoryVersion,
)
from newsroom import typed as typing

AT = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
HEADLINE = "Ferry service returns to the inner harbour after eleven years"
LONG_HEADLINE = (
    "After a winter of closed bridges, cancelled trains and two floods, the county council votes "
    "twenty-three to nineteen to pay for a ferry that nobody had wanted for eleven years"
)
STANDFIRST = "Two boats will cross every twenty minutes from Monday. The first week is free."
WRONG = "We wrote that the vote was 24 to 18."
RETRACTED = (
    "The letters on which this story rested were forged. We had not spoken to the man who was "
    "said to have written them. We have apologised to him."
)
BODY = (
    "<p>The council voted 24 to 18 on Tuesday night.</p><h2>What it costs</h2>"
    "<p>Two boats, bought second hand, will cross from six in the morning.</p>"
    "<p>The old landing stage is closed.</p>"
)
EDITED = {
    "headline": HEADLINE.replace("eleven", "twelve"),
    "body": (
        "<p>The county council voted 23 to 19 on Tuesday night.</p>"
        "<p>The old landing stage is closed.</p><h2>What it costs</h2>"
        "<p>Two boats will cross from six in the morning.</p><p>They are named after herons.</p>"
    ),
}
ARABIC = {
    "headline": "عودة العبّارة إلى الميناء الداخلي بعد أحد عشر عامًا",
    "kicker": "النقل",
    "standfirst": "زورقان يعبران كل عشرين دقيقة ابتداءً من يوم الاثنين، والأسبوع الأول مجاني.",
}

# Ids that no other thing on the page has: some components make anchors of them.
_ids = count(900_001)


def section(name="City", slug="city"):
    return Section(pk=next(_ids), name=name, slug=slug)


def picture(drawing="harbour", width=1500, height=1000, **fields):
    """A drawing in place of a photograph; no rendition is needed for it."""
    fields = {
        "alt": "A crane and a freighter in the harbour at dusk",
        "caption": "The inner harbour on Sunday evening.",
        "credit": "Jo Lindqvist",
    } | fields
    sample = Picture(pk=next(_ids), width=width, height=height, widths=[480, 750, 1100], **fields)
    sample.address = lambda width, kind="webp": static(f"style/{drawing}.svg")
    return sample


def tall_picture():
    return picture("lighthouse", 1000, 1400, alt="A lighthouse by night", caption="Its last lamp.")


def author(name="Mirela Okafor", **fields):
    fields = {"portrait": tall_picture()} | fields
    return Author(pk=next(_ids), name=name, slug="mirela-okafor", **fields)


def story(
    *, kind="news", language="en", authors=(), pictured=True, live=False, sponsor="",
    retracted_at=None, **text,
):  # fmt: skip
    """A published story that nobody has written; `text` as in `StoryVersion`."""
    text = {
        "headline": HEADLINE,
        "kicker": "Transport",
        "standfirst": STANDFIRST,
        "lead_picture": picture() if pictured else None,
    } | text
    version = StoryVersion(pk=next(_ids), number=1, **text)
    sample = Story(
        pk=next(_ids), section=section(), slug="ferry", kind=kind, language=language,
        sponsor=sponsor, live_label_until=timezone.now() + timedelta(hours=1) if live else None,
        retracted_at=retracted_at,
        status=Story.Status.PUBLISHED, published_at=AT, live=version, latest=version,
    )  # fmt: skip
    bylines = [Byline(story=sample, author=author(name)) for name in authors]
    sample._prefetched_objects_cache = {"bylines": bylines}
    return sample


def arabic_story(**text):
    return story(language="ar", **ARABIC | text)


def quote(**fields):
    fields = {
        "text": "You can count the books. You cannot count what people do with them.",
        "speaker": "Mirela Okafor",
        "role": "city librarian",
        "speaker_slug": "mirela-okafor",
    } | fields
    return Quote(pk=next(_ids), **fields)


def gallery(**fields):
    fields = {
        "title": "A night at the fish market",
        "slug": "fish-market",
        "standfirst": "From midnight to the first buyers, in twelve pictures.",
        "cover": tall_picture(),
    } | fields
    sample = Gallery(pk=next(_ids), published_at=AT, **fields)
    sample.picture_count = 12
    return sample


def correction(**fields):
    """`before_number` and `after_number` are those of the versions that it lies between."""
    numbers = {name: fields.pop(name, None) for name in ("before_number", "after_number")}
    fields = {"text": "The vote was 23 to 19, not 24 to 18 as we wrote on Tuesday."} | fields
    sample = Correction(pk=next(_ids), story=story(), published_at=AT, **fields)
    vars(sample).update(numbers)
    return sample


def difference(edited):
    """The story's text set against the same with the fields in `edited`."""
    text = {"headline": HEADLINE, "standfirst": STANDFIRST, "body": BODY}
    return compare(StoryVersion(**text), StoryVersion(**text | edited), {})


def comment(**fields):
    """A reader's comment; `articles.comments` stands above this package."""
    fields = {
        "name": "Harriet Bloom",
        "text": "I took the old ferry to school.\n\nIt was late every day and I loved it.",
        "answers_whom": "",
    } | fields
    fields["reply_label"] = f"Reply to {fields['name']}"
    fields["report_label"] = f"Report the view of {fields['name']}"
    return SimpleNamespace(pk=next(_ids), created_at=AT, **fields)


def page(number, of=200):
    """A page of a long list, as `newsroom.paging` makes them."""
    shown = Paginator(range(of), 20).page(number)
    shown.numbers = shown.paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)
    return shown


def typed(text="I took the old ferry to school.\nIt was never late."):
    """What a reader wrote into a form that was not taken."""
    return [typing.Field("name", "Harriet Bloom"), typing.Field("text", text)]


def frame(address, title):
    """What the template of another site's page gets."""
    medium = media.Medium("frame", address, title=title)
    return media.frame_context(medium)


def sound(**fields):
    address = "/media/audio/gulls.ogg"  # of our own: the page may ask nobody else
    medium = media.Medium("audio", address, title="The woman who counts gulls", **fields)
    return {"medium": medium, "address": address}
