"""Generating any number of stories over many years, to measure the paper when it is old.

Their rows are what the story's own verbs would have left (versions, appearances, lines of the log,
search entries, announcements of what is still to come), but inserted by the thousand. The past is
not announced.
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

from articles import forgetting, log
from articles.models import (
    Author,
    DeskEntry,
    Embargo,
    Picture,
    Record,
    SearchEntry,
    Section,
    Story,
    Topic,
)
from articles.models.record import signed
from articles.pictures.receiving import receive
from articles.search.terms import terms
from newsroom import clock
from newsroom.bulk_insert import insert, many_rows, settle

from .drawing import drawings
from .generated_story import Batch, StoryTopic
from .loading import Demo

BATCH = 2_000  # stories in one transaction
MAX_PICTURES = 500
EMBARGOES = (2, 5, 12, 30)  # days from now
# How much of a day's work is published in each hour, midnight first: a morning paper's rhythm.
RHYTHM = (1, 0, 0, 0, 1, 6, 12, 10, 8, 7, 7, 8, 9, 7, 6, 7, 9, 10, 8, 5, 4, 3, 3, 2)
WEEKEND = 0.55  # of a weekday
DAY = timedelta(days=1)
NOUNS = {
    Record: "lines of the log",
    SearchEntry: "search entries",
    DeskEntry: "entries of the desk's search",
    StoryTopic: "topics of stories",
}


def load(*, count, years, seed, with_search, progress):
    """Add `count` stories of that many `years`, today included; return counts by plural noun.

    The same seed gives the same stories, with other primary keys and headlines. Each 2,000 are a
    transaction: what was there before, and what is committed, stays when it is stopped.
    `progress` is called with the number of stories just committed.
    """
    with log.quietly():
        paper = SharedRows()
    counts = Counter()
    # Two generators, because two threads use them. What they decide may be guessed.
    for_moments, for_stories = random.Random(seed), random.Random(f"What {seed}")  # noqa: S311
    with ThreadPoolExecutor(max_workers=1) as writer:
        pending = deque()
        for positions in batched(enumerate(moments(for_moments, count, years, paper.now)), BATCH):
            batch = Batch(paper, for_stories, len(positions), with_search=with_search)
            # While the database takes one batch, the next is generated.
            pending.append(writer.submit(batch.make, positions))
            if len(pending) > 1:
                progress(_stored(pending.popleft().result(), counts))
        progress(_stored(pending.popleft().result(), counts))
    log.keep_import("Made-up stories", counts, by=None)
    forgetting.after_rows_from_elsewhere()
    settle()
    return counts


def _stored(batch, counts):
    with many_rows():
        # Stories first: the database hands on to links what it knows of theirs.
        for model, rows in sorted(batch.rows.items(), key=lambda each: each[0] is not Story):
            insert(model, rows)
            counts[NOUNS.get(model) or str(model._meta.verbose_name_plural)] += len(rows)
    return len(batch.rows[Story])


class SharedRows:
    """What all stories share: sections, topics, authors, pictures, people, embargoes.

    What the database lacks is created first.
    """

    def __init__(self):
        self.now = clock.now()
        with transaction.atomic():
            if not Section.objects.exists():
                Demo(by=None).sections_topics_authors()
            if not Picture.objects.exclude(alt="").exists():
                for file, fields in drawings():
                    receive(file, **fields)
        self.sections = list(Section.objects.all())
        self.topics, self.authors = list(Topic.objects.all()), list(Author.objects.all())
        described = Picture.objects.exclude(alt="")
        described = dict(described.values_list("pk", "caption")[:MAX_PICTURES])
        self.pictures = list(described)
        self.caption_terms = {pk: " ".join(terms(text)) for pk, text in described.items()}
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
    """The pk and name of the first user of this role; of the site itself if there is none."""
    person = get_user_model().objects.filter(groups__name=role, is_active=True).order_by("pk")
    found = person.first()
    return SimpleNamespace(pk=found and found.pk, name=signed(found))


def moments(random, count, years, now):
    """Yield `count` moments of publication, oldest first; the last of them are of today."""
    today = timezone.localdate(now)
    first = today - timedelta(days=round(years * 365.25))
    days = [first + n * DAY for n in range((today - first).days + 1)]
    shares = [WEEKEND if day.weekday() >= 5 else 1 for day in days]
    total, share, yielded = sum(shares), 0, 0
    for number, day in enumerate(days):
        share += shares[number]
        # Today takes what rounding has left, so that there always is something of today.
        until = count if day == today else int(count * share / total * (1 - 1e-9))
        yield from _moments_of(random, day, until - yielded, now)
        yielded = until


def _moments_of(random, day, count, now):
    midnight = datetime.combine(day, time.min, timezone.get_current_timezone()).astimezone(UTC)
    hours = random.choices(range(24), RHYTHM, k=count) if count else []
    found = [midnight + timedelta(hours=h, seconds=random.uniform(0, 3599)) for h in hours]
    # Today is not over.
    so_far = min((now - midnight) / DAY, 1)
    return sorted(midnight + (at - midnight) * so_far for at in found)
