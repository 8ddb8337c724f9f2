"""New stories by the hundred: what `Story.write` and `Story.publish` would leave of each, stored
together.

tests/articles/interchange/incoming/test_by_the_hundred.py holds the rows to those of the verbs.
"""

from dataclasses import dataclass

from django.utils import timezone

from articles import body, publishing
from articles.models import Appearance, Byline, Embed, Record, Story, StoryVersion
from articles.publishing import NotReady
from articles.search.entering import enter
from newsroom import clock
from newsroom.bulk_insert import insert, reserve_pks, update

from .embeds import Embeds
from .items import Item

KINDS = ("picture", "gallery", "quote", "sound")


@dataclass(slots=True)
class New:
    """A story that waits to be stored; `hidden` says why readers shall not have it, or ""."""

    story: Story
    version: StoryVersion
    item: Item
    at: object
    embeds: Embeds
    hidden: str


class NewStories:
    """Collects stories without a text, their texts, and whether readers have them; then stores."""

    def __init__(self, note):
        self.note, self.waiting = note, []

    @staticmethod
    def takes(story, visibility):
        """Whether a story without a text is simple enough: nothing is to come, or holds it back."""
        is_to_come = not visibility.hidden and visibility.at and visibility.at > timezone.now()
        is_touched = story.status != Story.Status.DRAFT or story.embargo_id or story.expires_at
        return not (is_to_come or is_touched)

    def add(self, story, item, visibility, text, embeds, *, hidden):
        """`text` has the fields of the version, its body clean."""
        is_past = visibility.at and visibility.at <= timezone.now()
        at = visibility.at if is_past else timezone.now()
        version = StoryVersion(story=story, number=1, note=self.note, created_at=at, **text)
        self.waiting.append(New(story, version, item, visibility.at, embeds, hidden))

    def store(self):
        """Yield (New, why readers do not have it, or "") for each, once all are stored."""
        if not self.waiting:
            return
        self._insert_versions()
        now = clock.now()
        refusals = [self._refusal(each) for each in self.waiting]
        rows = {Appearance: [], Record: []}
        for each, refusal in zip(self.waiting, refusals, strict=True):
            if refusal:
                continue
            story = each.story
            story.status, story.live = Story.Status.PUBLISHED, each.version
            story.published_at = each.at
            appearance = {"story_id": story.pk, "version_id": story.live_id, "until": None}
            rows[Appearance].append(appearance | {"since": max(each.at, now)})
            rows[Record].append(self._line(story))
        names = ("id", "latest_id", "live_id", "status", "published_at")
        update(Story, [{name: getattr(e.story, name) for name in names} for e in self.waiting])
        for model, of_model in rows.items():
            insert(model, of_model)
        stories = [each.story for each in self.waiting]
        enter(stories, _names_of(stories))
        yield from zip(self.waiting, refusals, strict=True)

    def _insert_versions(self):
        rows, embeds = [], []
        pks = reserve_pks(StoryVersion, len(self.waiting))
        for each, pk in zip(self.waiting, pks, strict=True):
            version, version.pk = each.version, pk
            each.story.latest = version
            rows.append({f.attname: getattr(version, f.attname) for f in version._meta.fields})
            embeds += [
                {f"{other}_id": row if other == kind else None for other in KINDS}
                | {"version_id": pk}
                for kind, row in body.existing_embeds(version.body)
            ]
        insert(StoryVersion, rows)
        insert(Embed, embeds)
        for each, row in zip(self.waiting, rows, strict=True):
            # What no field holds is gone from the rows: search shall read the same.
            each.version.headline, each.version.standfirst = row["headline"], row["standfirst"]

    def _refusal(self, each):
        if each.hidden:
            return each.hidden
        try:
            publishing.ensure_ready(each.story, at=each.at)
        except NotReady as problem:
            return str(problem).rstrip(".")
        return ""

    def _line(self, story):
        details = {"hour": story.published_at.isoformat(), "version": story.latest.number}
        line = Record.objects.line(story, "published", by=None, note=self.note, details=details)
        return {f.attname: getattr(line, f.attname) for f in line._meta.fields if not f.primary_key}


def _names_of(stories):
    """{primary key: names of section, topics and authors}, in the order in which search reads."""
    names = {story.pk: [story.section.name] for story in stories}
    for model, kind in ((Story.topics.through, "topic"), (Byline, "author")):
        rows = model.objects.filter(story__in=names).order_by(f"{kind}__name")
        for story, name in rows.values_list("story", f"{kind}__name"):
            names[story].append(name)
    return names
