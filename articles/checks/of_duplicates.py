"""Whether the paper has the same story already."""

import re
from datetime import timedelta

from django.utils import timezone

from articles import body
from articles.models import Story

from .registry import check

DAYS = timedelta(days=7)
MOST_COMPARED = 200  # of the newest
SAME_HEADLINE, SAME_TEXT = 0.6, 0.5
WORD = re.compile(r"\w+")
SHINGLE = 4  # words


@check("the same story")
def is_there_once(draft):
    words = _words(draft.headline)
    if len(words) < 3:
        return
    since = timezone.now() - DAYS  # to the day, so that it need not be the database's clock
    # Only what readers have: of what is hidden nobody is told who may not know of it.
    recent = Story.objects.published().filter(published_at__gte=since).newest_first()
    if draft.story and draft.story.pk:
        recent = recent.exclude(pk=draft.story.pk)
    rows = recent.values_list("pk", "live__headline")[:MOST_COMPARED]
    near = [pk for pk, headline in rows if _alike(words, _words(headline or "")) >= SAME_HEADLINE]
    if not near:
        return
    shingles = _shingles(draft.plain)
    for story in Story.objects.filter(pk__in=near[:5]).select_related("live"):
        has_same_text = _alike(shingles, _shingles(body.plain_text(story.live.body))) >= SAME_TEXT
        what = "says nearly the same" if has_same_text else "has nearly the same headline"
        yield f"“{story.live.headline}”, of these days, {what}.", str(story.pk)


def _words(text):
    return set(WORD.findall(text.casefold()))


def _shingles(text):
    words = WORD.findall(text.casefold())
    return {tuple(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)}


def _alike(one, other):
    """The share of what both have among what either has (Jaccard)."""
    return len(one & other) / len(one | other) if one or other else 0
