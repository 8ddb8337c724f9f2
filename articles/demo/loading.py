"""From the files in `content/` to a paper that looks as if it came out this morning."""

import re
import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from articles import log
from articles.comments.models import Comment
from articles.models import (
    Author,
    Embargo,
    Gallery,
    Picture,
    Policy,
    Quote,
    Section,
    Story,
    Topic,
)
from articles.pictures.receiving import receive_unsaved
from newsroom.page_store.forgetting import all_at_once

from .history import Past, texts
from .portraits import portrait

CONTENT = Path(__file__).parent / "content"
EMBED = re.compile(r'(<story-embed data-kind="(\w+)") data-key="([\w-]+)"')
PICTURE_FIELDS = (
    *("caption", "alt", "credit", "licence", "focal_x", "focal_y"),
    *("usage_terms", "territory", "ask_first"),
)
STORY_FIELDS = ("slug", "kind", "language", "sponsor", "comments_open", "sensitive")


def load(*, by, reporter=None, progress=None):
    """Fill an empty database with the demo; all of it or nothing. Returns counts by noun.

    `by` is the editor; a `reporter` who has the name of one of the authors is that author.
    `progress(done, total)` is called with how many pictures and stories are loaded, and how many
    there will be. Dates are counted back from this moment, so that the front page is of today.
    """
    with transaction.atomic():
        demo = Demo(by, reporter, progress)
        with log.quietly(), all_at_once():
            demo.load()
        log.keep_import("The demo paper", demo.counts, by=None)
    return demo.counts


class Demo:
    """Loads the files of `content/`; keeps what it created by the keys of those files."""

    def __init__(self, by, reporter=None, progress=None):
        self.progress, self.done = progress or (lambda done, total: None), 0
        self.by, self.reporter = by, reporter or by
        self.now = timezone.localtime()
        self.pictures, self.galleries, self.quotes, self.stories = {}, {}, {}, {}
        self.embargoes = {}
        self.counts = {}

    def load(self):
        self.sections_topics_authors()
        rows = [row for file in sorted(CONTENT.glob("stories/*.toml")) for row in content(file)]
        self.total = len(rows) + len(content("pictures.toml"))
        self._pictures()
        self._galleries()
        # Stories embed quotes and quotes name their stories: quotes first, their story after.
        self._quotes()
        self._embargoes()
        # Oldest first: whoever reads the tables finds them as a newsroom would have left them.
        for row in sorted(rows, key=lambda row: -row["days_ago"]):
            self._story(row)
            self._one_more()
        self._link_quotes()
        self._link_topics()
        self._comments()
        self._reads()
        for position, row in enumerate(content("policies.toml")):
            Policy.objects.create(position=position, **row)
        for model in (Section, Topic, Author, Picture, Gallery, Quote, Story, Comment):
            self.counts[model._meta.verbose_name_plural] = model.objects.count()

    def _one_more(self):
        self.done += 1
        self.progress(self.done, self.total)

    def sections_topics_authors(self):
        for position, row in enumerate(content("sections.toml")):
            Section.objects.create(position=position, **row)
        for row in content("topics.toml"):
            row.pop("start_here", None)
            Topic.objects.create(**row)
        for row in content("authors.toml"):
            look = row.pop("portrait", None)
            author = Author(slug=row.pop("key"), **row)
            author.portrait = _drawn(author, look) if look else None
            author.save()
        if self.reporter != self.by:
            Author.objects.filter(name=self.reporter.name).update(user=self.reporter)

    def _pictures(self):
        rows = content("pictures.toml")
        # Encoding lets go of the interpreter's lock, so that threads use every core.
        with ThreadPoolExecutor() as pool:
            for key, picture in pool.map(_received, rows):
                self.pictures[key] = picture
                self._one_more()
        for picture in self.pictures.values():
            picture.save()

    def _galleries(self):
        for row in content("galleries.toml"):
            gallery = Gallery.objects.create(
                title=row["title"], standfirst=row["standfirst"], created_by=self.by
            )
            for position, placement in enumerate(row["pictures"]):
                gallery.placements.create(
                    picture=self.pictures[placement["picture"]],
                    caption=placement.get("caption", ""),
                    position=position,
                )
            gallery.publish(by=self.by, at=self._moment(row["days_ago"], "06:00"))
            self.galleries[row["key"]] = gallery

    def _quotes(self):
        today = self.now.date()
        for row in content("quotes.toml"):
            self.quotes[row["key"]] = Quote.objects.create(
                text=row["text"],
                speaker=row["speaker"],
                role=row.get("role", ""),
                source=row.get("source", ""),
                runs_on=today - timedelta(days=row["runs_days_ago"]),
            )

    def _embargoes(self):
        for row in content("embargoes.toml"):
            until = self._moment(-row["days_ahead"], row["hour"])
            self.embargoes[row["key"]] = Embargo.objects.create(
                name=row["name"], terms=row["terms"], until=until, created_by=self.by
            )

    def _link_quotes(self):
        for row in content("quotes.toml"):
            if "story" in row:
                quote = self.quotes[row["key"]]
                quote.story = self.stories[row["story"]]
                quote.save(update_fields=["story"])

    def _link_topics(self):
        for row in content("topics.toml"):
            stories = [self.stories[key] for key in row.get("start_here", [])]
            Topic.objects.get(slug=row["slug"]).start_here.set(stories)

    def _story(self, row):
        at = self._moment(row["days_ago"], row["hour"])
        versions = [self._with_ids(text) for text in texts(row)]
        writer = self.reporter if row.get("state") == "in_review" else self.by
        story = Story(
            section=Section.objects.get(slug=row["section"]),
            prominence=Story.Prominence[row.get("prominence", "normal").upper()],
            created_by=writer,
            created_at=min(at, self.now) - timedelta(hours=6),
            live_label_until=self._in_hours(row.get("live_hours")),
            **{name: row[name] for name in STORY_FIELDS if name in row},
        )
        story.write(
            by=writer,
            at=min(at, self.now) - timedelta(hours=1),
            lead_picture=self.pictures.get(row.get("picture")),
            lead_caption=row.get("picture_caption", ""),
            **versions[0],
        )
        story.topics.set(Topic.objects.filter(slug__in=row.get("topics", [])))
        for position, slug in enumerate(row.get("authors", [])):
            story.bylines.create(author=Author.objects.get(slug=slug), position=position)
        self._bring_to_its_state(story, row, at, versions)
        self.stories[row["key"]] = story

    def _bring_to_its_state(self, story, row, at, versions):
        state = row.get("state", "published")
        if state == "in_review":
            story.submit(by=self.reporter, note=row["note"])
        if state in ("draft", "in_review"):
            return
        if "embargo" in row:
            story.put_under(self.embargoes[row["embargo"]], by=self.by)
        story.publish(by=self.by, at=at)
        if story.is_scheduled:
            return
        past, changes = Past(story, by=self.by, now=self.now), row.get("changes", [])
        for left, change, text in zip(
            range(len(changes))[::-1], changes, versions[1:], strict=True
        ):
            past.change(change, text, left=left)
        if planned := row.get("planned"):
            moment = self._moment(-planned["days_ahead"], planned["hour"])
            past.plan(planned, versions[-1], moment)
        if "retraction" in row:
            past.retract(row["retraction"])
        if "taken_down" in row:
            past.take_down(row["taken_down"])
        if "expires_hours" in row:
            past.expire(row["expires_hours"])
        past.save()

    def _with_ids(self, text):
        """The files name what is embedded by a key of theirs; a body by its primary key."""
        return text | {"body": EMBED.sub(self._with_id, text["body"])}

    def _comments(self):
        made = {}
        for row in sorted(content("comments.toml"), key=lambda row: "reply_to" in row):
            story = self.stories[row["story"]]
            at = story.published_at + timedelta(hours=row["hours_after"])
            made[row["key"]] = Comment.objects.create(
                story=story,
                parent=made.get(row.get("reply_to")),
                name=row["name"],
                text=row["text"],
                status=row["status"],
                created_at=min(at, self.now),
            )

    def _reads(self):
        """How often stories were read, over the hours since they came out, at most a day."""
        this_hour = self.now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        for row in content("reads.toml"):
            story = self.stories[row["story"]]
            hours = [this_hour - timedelta(hours=n) for n in range(24)]
            hours = [hour for hour in hours if hour >= story.published_at] or [this_hour]
            for hour in hours:
                story.reads.create(hour=hour, count=-(-row["count"] // len(hours)))

    def _with_id(self, match):
        rows = {"picture": self.pictures, "gallery": self.galleries, "quote": self.quotes}
        return f'{match[1]} data-id="{rows[match[2]][match[3]].pk}"'

    def _in_hours(self, hours):
        return self.now + timedelta(hours=hours) if hours else None

    def _moment(self, days_ago, hour):
        """That hour of that day; never in the future for a day that is not."""
        day = self.now.date() - timedelta(days=days_ago)
        time = datetime.strptime(hour, "%H:%M").time()  # noqa: DTZ007 the zone follows
        moment = datetime.combine(day, time, timezone.get_current_timezone())
        if days_ago >= 0 and moment > self.now:
            # This morning's stories, loaded before this morning: let them be of the last hours.
            moment = self.now - timedelta(minutes=time.hour * 4 + time.minute % 10 + 3)
        return moment


def content(file):
    """The rows of a content file; stories get the name of their file as section."""
    path = CONTENT / file
    with path.open("rb") as opened:
        (rows,) = tomllib.load(opened).values()
    if path.parent.name == "stories":
        rows = [{"section": path.stem, **row} for row in rows]
    return rows


def _drawn(author, look):
    """A portrait of an author, saved."""
    alt = f"A drawn portrait of {author.name}"
    picture = receive_unsaved(portrait(**look), alt=alt, credit="Drawn by the computer")
    picture.save()
    return picture


def _received(row):
    fields = {name: row[name] for name in PICTURE_FIELDS if name in row}
    if "usable_days" in row:
        fields["usable_until"] = timezone.localdate() + timedelta(days=row["usable_days"])
    with (CONTENT / "pictures" / row["file"]).open("rb") as file:
        return row["key"], receive_unsaved(file, **fields)
