"""Generated stories with all that belongs to them, as rows."""

import functools
from collections import defaultdict
from datetime import timedelta
from types import SimpleNamespace

from django.urls import reverse

from articles.models import (
    Announcement,
    Appearance,
    Byline,
    Correction,
    DeskEntry,
    Embed,
    Reads,
    Record,
    SearchEntry,
    Story,
    StoryVersion,
)
from articles.search.marks import desk_marks_of, marks_of
from articles.search.terms import terms
from newsroom.bulk_insert import reserve_pks
from newsroom.slugs import slugify

from . import phrases

MAX_VERSIONS = 3
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# The lifecycle of one in a hundred stories each, by position; all others are published.
LIFECYCLES = {7: "draft", 23: "scheduled", 41: "expired", 67: "taken_down", 89: "embargoed"}
CORRECTED = (3, 53)
KINDS = {"news": 82, "opinion": 7, "analysis": 4, "review": 4, "interview": 2, "obituary": 1}
PROMINENCES = dict(zip(Story.Prominence.values, (20, 75, 5), strict=True))  # in brief … top
EMBED = (
    '<story-embed data-kind="picture" data-id="{}" data-size="wide" data-label=""></story-embed>'
)
CORRECTIONS = [
    ("The meeting was said to have taken place on Monday.", "The meeting took place on Tuesday."),
    ("A sum was given in thousands.", "The sum was given in thousands; it is in hundreds."),
    ("A name was misspelt.", "The name of the chairman was misspelt and is right now."),
]
REASONS = ["The story named somebody who has a right not to be named.", "Its source has withdrawn."]
COURT = "A court has ordered it."
StoryTopic = Story.topics.through


class Batch:
    """Stories that are stored together: `rows` by model, in an order to store them in."""

    def __init__(self, paper, random, count, *, with_search):
        self.paper, self.random, self.with_search = paper, random, with_search
        self.story_pks = iter(reserve_pks(Story, count))
        # No story needs more; a primary key that is left over is never used again.
        self.version_pks = iter(reserve_pks(StoryVersion, count * MAX_VERSIONS))
        self.rows = defaultdict(list)

    def make(self, moments):
        """Generate the stories of these (position, moment); asks the database nothing."""
        for position, at in moments:
            self.add(position, at)
        return self

    def add(self, position, at):
        """Generate the story at this position of all, published at `at` or to come."""
        lifecycle = LIFECYCLES.get(position % 100, "published")
        if lifecycle in ("scheduled", "embargoed"):
            at = self.paper.now
        made = GeneratedStory(self, next(self.story_pks), at)
        getattr(made, lifecycle)(position)
        self.rows[Story].append(vars(made.story))
        if self.with_search:
            marks = desk_marks_of(made.story, self.rows[StoryVersion][-1]["created_at"])
            self.rows[DeskEntry].append(made.entry(marks))
            if made.story.status == Story.Status.PUBLISHED.value:
                self.rows[SearchEntry].append(made.entry(marks_of(made.story)))


class GeneratedStory:
    """One story; the methods named in LIFECYCLES give it its rows."""

    def __init__(self, batch, pk, at):
        self.rows, self.random, self.paper = batch.rows, batch.random, batch.paper
        self.version_pks, self.at, self.since = batch.version_pks, at, None
        self.section = self.random.choice(self.paper.sections)
        self.number, self.headline = 0, phrases.headline(pk)
        self.writer = self.random.choice([self.paper.reporter, self.paper.editor])
        self.story = SimpleNamespace(
            id=pk,
            section_id=self.section.pk,
            slug=slugify(self.headline),
            kind=_one_of(self.random, KINDS),
            prominence=_one_of(self.random, PROMINENCES),
            status=Story.Status.DRAFT.value,
            **dict.fromkeys(("published_at", "live_id", "expires_at")),
            created_at=at - self.random.uniform(1, 8) * HOUR,
            created_by_id=self.writer.pk,
        )
        self._choose_names()
        self.standfirst, self.standfirst_terms = self.random.choice(phrases.standfirsts())
        self.paragraphs = phrases.text(self.random, self.section.slug)
        self.picture, self.embedded = self._picture(0.6), self._picture(0.08)
        self.kicker = self.random.choice(self.topics).name[:40] if self.topics else ""

    def _choose_names(self):
        random, paper, story = self.random, self.paper, self.story.id
        # Some topics have much more than others; in the order in which the database has them.
        places = sorted({int(len(paper.topics) * random.random() ** 2) for _ in range(3)})
        self.topics = [paper.topics[place] for place in places if paper.topics]
        for topic in self.topics:
            self.rows[StoryTopic].append({"story_id": story, "topic_id": topic.pk})
        several = min(1 + (random.random() < 0.2), len(paper.authors))
        self.authors = random.sample(paper.authors, several)
        for position, author in enumerate(self.authors):
            byline = {"story_id": story, "author_id": author.pk, "position": position}
            self.rows[Byline].append(byline)

    def _picture(self, likelihood):
        is_there = self.random.random() < likelihood
        return self.random.choice(self.paper.pictures) if is_there else None

    # Lifecycles

    def draft(self, position):
        self._write(self.story.created_at)

    def published(self, position):
        now = self.paper.now
        self._appear(self.at)
        self._update(min(self.at + 2 * DAY, now), corrected=position % 100 in CORRECTED)
        self._stay(until=None)
        if now - self.at < DAY:
            hour = now.replace(minute=0, second=0, microsecond=0)
            reads = {"story_id": self.story.id, "hour": hour, "count": self.random.randint(1, 400)}
            self.rows[Reads].append(reads)

    def scheduled(self, position):
        self._appear(self.at + self.random.uniform(1, 500) * HOUR)
        self._stay(until=None)

    def embargoed(self, position):
        embargo = self.random.choice(self.paper.embargoes)
        self.story.embargo_id, self.story.not_before = embargo.pk, embargo.until
        if position % 200 < 100:
            self._write(self.story.created_at)
        else:
            self._appear(embargo.until)
            self._stay(until=None)
        self._keep(self.at, "put under embargo", self.paper.editor, embargo.name)

    def expired(self, position):
        end = self._end()
        self._appear(self.at)
        self.story.expires_at = end
        self._keep(self.at, "expiry set", self.paper.editor, hour=end.isoformat())
        self._update(min(self.at + 2 * DAY, end))
        self._stay(until=end)

    def taken_down(self, position):
        story, end = self.story, self._end()
        self._appear(self.at)
        self._update(min(self.at + 2 * DAY, end))
        self._stay(until=end)
        by_law = position % 1_000 < 100
        reason = COURT if by_law else self.random.choice(REASONS)
        story.status, story.taken_down_at = Story.Status.TAKEN_DOWN.value, end
        story.taken_down_by_law, story.taken_down_reason = by_law, reason
        self._keep(end, "taken down", self.paper.editor, reason)

    # Their parts

    def _end(self):
        return self.at + (self.paper.now - self.at) * self.random.uniform(0.1, 0.9)

    def _write(self, at, note=""):
        """The next version."""
        self.number += 1
        parts = [paragraph.html for paragraph in self.paragraphs]
        self.story.latest_id = pk = next(self.version_pks)
        if self.embedded:
            parts.insert(1, EMBED.format(self.embedded))
            self.rows[Embed].append({"version_id": pk, "picture_id": self.embedded})
        self.rows[StoryVersion].append(
            {
                "id": pk,
                "story_id": self.story.id,
                "number": self.number,
                "headline": self.headline,
                "kicker": self.kicker,
                "standfirst": self.standfirst,
                "body": "\n".join(parts),
                "lead_picture_id": self.picture,
                "note": note,
                "created_at": at,
                "created_by_id": self.story.created_by_id,
            }
        )
        self._keep(at, "written", self.writer, note)

    def _appear(self, hour):
        """Write it, hand it in if a reporter wrote it, and publish or schedule it."""
        story, paper = self.story, self.paper
        self._write(story.created_at)
        if self.writer is paper.reporter:
            story.submitted_by_id, story.submitted_at = self.writer.pk, self.at - 20 * MINUTE
            self._keep(story.submitted_at, "submitted", paper.reporter)
        story.status, story.published_at = Story.Status.PUBLISHED.value, hour
        story.live_id, self.since = story.latest_id, hour
        is_to_come = hour > paper.now
        action = "scheduled" if is_to_come else "published"
        self._keep(self.at, action, paper.editor, hour=hour.isoformat())
        if is_to_come:
            path = reverse("articles:story", args=[self.section.slug, story.id, story.slug])
            what = Announcement.What.PUBLISHED.value
            announcement = {"what": what, "story_id": story.id, "path": path, "due_at": hour}
            self.rows[Announcement].append(announcement)

    def _update(self, end, *, corrected=False):
        """Perhaps give readers later versions before the moment `end`, the last a correction."""
        times = max(self.random.choices(range(MAX_VERSIONS), (75, 19, 6))[0], corrected)
        places = sorted(self.random.uniform(0.05, 0.95) for _ in range(times))
        for number, place in enumerate(places, 1):
            at = self.at + (end - self.at) * place
            before, self.paragraphs = self.story.live_id, [*self.paragraphs, self._another()]
            self._write(at - (at - self.since) / 4, note="A paragraph more")
            self._stay(until=at)
            self.story.live_id = self.story.latest_id
            if corrected and number == times:
                self._correct(before, at)
            else:
                self._keep(at, "updated", self.paper.editor)

    def _another(self):
        return self.random.choice(phrases.paragraphs()[""])

    def _correct(self, before, at):
        wrong, right = self.random.choice(CORRECTIONS)
        kind = Correction.Kind.CORRECTION.value
        self.story.updated_at = at
        self.rows[Correction].append(
            {
                "story_id": self.story.id,
                "kind": kind,
                "wrong": wrong,
                "text": right,
                "material": self.random.random() < 0.5,
                "published_at": at,
                "before_id": before,
                "after_id": self.story.live_id,
                "created_by_id": self.paper.editor.pk,
            }
        )
        self._keep(at, kind, self.paper.editor, right)

    def _stay(self, *, until):
        """Readers have the live version until then."""
        appearance = {"story_id": self.story.id, "version_id": self.story.live_id}
        self.rows[Appearance].append({**appearance, "since": self.since, "until": until})
        self.since = until

    def _keep(self, at, action, by, note="", **details):
        """A line of the log."""
        self.rows[Record].append(
            {
                "at": at,
                "by_id": by.pk,
                "by_name": by.name,
                "action": action,
                "kind": "story",
                "object_id": self.story.id,
                "title": self.headline,
                "note": note,
                "details": {**details, "version": self.number},
            }
        )

    def entry(self, marks):
        """What search finds it by (articles.search.index), from terms that are known."""
        authors = sorted(self.authors, key=self.paper.authors.index)
        names = [row.name for row in (self.section, *self.topics, *authors)]
        captions = [self.paper.caption_terms.get(pk) for pk in (self.picture, self.embedded)]
        text = [self.standfirst_terms, *(paragraph.terms for paragraph in self.paragraphs)]
        return {
            "story_id": self.story.id,
            "headline": " ".join([*marks, *terms(self.headline)]),
            "names": " ".join(map(_terms_of_name, names)),
            "text": " ".join(filter(None, [*captions, *text])),
        }


def _one_of(random, weights):
    return random.choices(list(weights), weights.values())[0]


@functools.cache
def _terms_of_name(name):
    return " ".join(terms(name))
