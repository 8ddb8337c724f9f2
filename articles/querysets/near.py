"""Which stories may stand beside a story."""

from datetime import UTC, datetime

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.lookups import In

from newsroom.composed_once import Given, composed_once

from . import rule
from .union import any_of

AT_THE_END = datetime(9999, 1, 1, tzinfo=UTC)


def stories_near(story, topics, most):
    """As cards, in no order, those among which the nearest `most` are, and the next one.

    Of what readers see: the one before it in its section, the newest of its section, and the
    newest that share one of the topics (ids); these have `shares_topic`. However old the paper
    is, no more than these are read.
    """
    return _near(
        len(topics),
        most + 1,
        story=story.pk,
        section=story.section_id,
        at=story.published_at or AT_THE_END,
        **{f"topic_{n}": topic for n, topic in enumerate(topics)},
    )


@composed_once
def _near(topics, most):
    stories = rule.model("Story").objects.published().newest_first().values("pk")
    fields = rule.model("Story")._meta
    number, hour = fields.pk, fields.get_field("published_at")
    story, at = Given("story", number), Given("at", hour)
    in_section = stories.filter(section=Given("section", number))
    # "Not later" is what an index can begin with; the rest is asked of a few.
    before = Q(published_at__lte=at) & (Q(published_at__lt=at) | Q(pk__lt=story))
    others = ~Q(pk=story)
    arms = [in_section.filter(before)[:1], in_section.filter(others)[:most]]
    shares_topic = Value(False)
    if topics:
        one_of = [Given(f"topic_{n}", number) for n in range(topics)]
        shares_topic = Exists(_links().filter(In(F("topic"), one_of)))
        arms.append(stories.filter(others, shares_topic)[:most])
    cards = rule.model("Story").objects.for_cards().filter(pk__in=any_of(arms))
    return cards.annotate(shares_topic=shares_topic)


def _links():
    return rule.model("Story").topics.through.objects.filter(story=OuterRef("pk"))
