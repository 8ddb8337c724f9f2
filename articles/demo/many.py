"""Any number of made-up stories over many years, to see how the paper does when it is old.

They are as the story's own verbs would have left them (versions, appearances, lines of the log,
search entries, announcements of what is still to come), but written by the thousand. Nothing is
announced of the past.
"""

import random
from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from itertools import batched
from types import SimpleNamespace

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from articles import log
from articles.models import Author, Embargo, Picture, Record, SearchEntry, Section, Story, Topic
from articles.models.record import signed
from articles.pictures.receiving import receive
from newsroom import clock

from .copying import look_again, store
from .drawing import drawings
from .loading import Demo
from .made_up import Batch, StoryTopic

BATCH = 2_000  # stories in one transaction
MOST_PICTURES = 500
EMBARGOES = (2, 5, 12, 30)  # days from now
# How much of a day's work is published in each hour, midnight first: a morning paper's rhythm.
RHYTHM = (1, 0, 0, 0, 1, 6, 12, 10, 8, 7, 7, 8, 9, 7, 6, 7, 9, 10, 8, 5, 4, 3, 3, 2)
WEEKEND = 0.55  # of a weekday
DAY = timedelta(days=1)
NOUNS = {
    Record: "lines of the log",
    SearchEntry: "search entries",
    StoryTopic: "topics of stories",
}


def load(*, count, years, seed, with_search, progress):
    """Add so many stories of that many years, today included; return counts by noun.

    The same seed tells the same stories, with other numbers and headlines. Each 2,000 are a
    transaction: what was there before, and what is finished, stays when it is stopped.
    `progress` is called with the number of stories just added.
    """
    with log.quietly():
        paper = Paper()
    counts = Counter()
    # Two, because they are asked at the same time. They decide nothing that may not be guessed.
    when, what = random.Random(seed), random.Random(f"What {seed}")  # noqa: S311
    with ThreadPoolExecutor(max_workers=1) as writer:
        waiting = deque()
        for some in batched(enumerate(moments(when, count, years, paper.now)), BATCH):
            batch = Batch(paper, what, len(some), with_search=with_search)
            # While the database takes one batch, the next is made up.
            waiting.append(writer.submit(batch.make, some))
            if len(waiting) > 1:
                progress(_stored(waiting.popleft().result(), counts))
        progress(_stored(waiting.popleft().result(), counts))
    log.keep_import("Made-up stories", counts, by=None)
    look_again()
    return counts


def _stored(batch, counts):
    with transaction.atomic():
        for model, rows in batch.rows.items():
            store(model, rows)
            counts[NOUNS.get(model) or str(model._meta.verbose_name_plural)] += len(rows)
    return len(batch.rows[Story])


class Paper:
    """What all stories share: sections, topics, authors, pictures, people, embargoes.

    What the database lacks is made first.
    """

    def __init__(self):
        self.now = clock.now()
        with transaction.atomic():
            if not Section.objects.exists():
                Demo(by=None).sections_topics_authors()
            if not Picture.objects.exclude(alt="").exists():
                for file, words in drawings():
                    receive(file, **words)
        self.sections = list(Section.objects.all())
        self.topics, self.authors = list(Topic.objects.all()), list(Author.objects.all())
        described = Picture.objects.exclude(alt="")
        self.pictures = list(described.values_list("pk", flat=True)[:MOST_PICTURES])
        self.reporter, self.editor = _somebody("Reporter"), _somebody("Editor")
        self.embargoes = [self._embargo(days) for days in EMBARGOES]

    def _embargo(self, days):
        until = self.now + days * DAY
        return Embargo.objects.create(
            name=f"Report of {until:%d %B}",
            until=until.replace(minute=0, second=0, microsecond=0),
            created_by_id=self.editor.pk,
        )


def _somebody(role):
    """The number and name of the first of this role; of nobody, where the site itself did it."""
    person = get_user_model().objects.filter(groups__name=role, is_active=True).order_by("pk")
    found = person.first()
    return SimpleNamespace(pk=found and found.pk, name=signed(found))


def moments(chance, count, years, now):
    """So many moments of publication, oldest first; the last of them are of today."""
    today = timezone.localdate(now)
    first = today - timedelta(days=round(years * 365.25))
    days = [first + n * DAY for n in range((today - first).days + 1)]
    shares = [WEEKEND if day.weekday() >= 5 else 1 for day in days]
    whole, share, told = sum(shares), 0, 0
    for number, day in enumerate(days):
        share += shares[number]
        # Today takes what rounding has left, so that there always is something of today.
        until = count if day == today else int(count * share / whole * (1 - 1e-9))
        yield from _moments_of(chance, day, until - told, now)
        told = until


def _moments_of(chance, day, count, now):
    midnight = datetime.combine(day, time.min, timezone.get_current_timezone()).astimezone(UTC)
    hours = chance.choices(range(24), RHYTHM, k=count) if count else []
    found = [midnight + timedelta(hours=h, seconds=chance.uniform(0, 3599)) for h in hours]
    # Today is not over.
    so_far = min((now - midnight) / DAY, 1)
    return sorted(midnight + (at - midnight) * so_far for at in found)
