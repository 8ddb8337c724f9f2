from django.db import models
from django.db.models import Q

from articles import publishing
from newsroom.model_fields import TextField

from .announcement import Announcement
from .tombstone import Tombstone
from .verbs import Verbs


class Withdrawal(Verbs):
    """How a story leaves readers, and comes back: taken down, retracted, merged, deleted."""

    taken_down_at = models.DateTimeField(null=True, editable=False)
    taken_down_reason = TextField(max_length=500, blank=True, editable=False)
    # A court or a law asked for it: 451 in place of 410.
    taken_down_by_law = models.BooleanField(default=False, editable=False)
    retracted_at = models.DateTimeField(null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged", editable=False
    )

    class Meta:
        abstract = True

    def take_down(self, *, by, reason, by_law=False):
        """Remove the story and leave a notice with the reason at its address.

        410 Gone, or 451 when a court or a law asked for it. The text stays in the database: the
        legal desk may need it. Raises `publishing.NotReady` without a reason, or for a story
        that no reader could see.
        """
        with self._verb("take_down", by) as now:
            publishing.ensure_can_be_taken_down(self, now, reason)
            if self.is_taken_down:
                return
            self.status = self.Status.TAKEN_DOWN
            self.taken_down_at, self.taken_down_reason = now, reason.strip()
            self.taken_down_by_law = by_law
            self.corrections.filter(published_at__gt=now).delete()
            self._drop_update()
            self._change("taken down", now, by, reason.strip(), what="gone")

    def restore(self, *, by, note=""):
        """Give a story that was taken down, merged or has expired back to readers."""
        with self._verb("restore", by) as now:
            publishing.ensure_ready(self)
            publishing.ensure_can_be_restored(self, now)
            self._bring_back(now, by, note)

    def retract(self, *, by, reason):
        """Say at the story's address, above its text, that the paper no longer stands by it."""
        change = publishing.Change(kind="retraction", text=reason, material=True)
        with self._verb("retract", by) as now:
            publishing.ensure_can_be_updated(self, now, None, change)
            if self.retracted_at:
                return
            self.retracted_at = now
            self._update(now, by, change=change, text=self.live)

    def merge_into(self, other, *, by):
        """Send this story's readers to another one that tells the same (301)."""
        with self._verb("merge_into", by) as now:
            publishing.ensure_can_be_merged(self, other, now)
            self.status, self.merged_into = self.Status.MERGED, other
            self._drop_update()
            self.old_addresses.update(story=other)
            self.merged.update(merged_into=other)
            self._change("merged", now, by, f"Into “{other}”", what="gone", into=other.pk)
            publishing.merged.send(type(self), story=self, into=other)

    def delete_for_good(self, *, by, reason):
        """Delete the story with all its versions. Nothing brings it back; a tombstone stays.

        Raises `publishing.NotReady` without a reason.
        """
        with self._verb("delete_for_good", by) as now:
            publishing.ensure_can_be_deleted(self, reason)
            Tombstone.objects.create(
                story_id=self.pk,
                was_seen=self.appearances.begun().exists(),
                reason=reason.strip(),
                deleted_at=now,
                deleted_by=by,
            )
            self._record("deleted for good", by, reason.strip())
            Announcement.objects.plan(self, "gone", now)
            self._take_along()
            sounds = self._sounds_of_its_own()
            self.live = self.latest = self.update_version = None
            self.status = self.Status.DRAFT
            self.published_at = self.update_at = self.expires_at = None
            self.save()
            self.delete()
            sounds.delete()

    def _take_along(self):
        """Hide what its being hidden has hidden: what has no story any more is public."""
        self.quotes.update(runs_on=None)
        line = self._meta.apps.get_model("articles", "Paper").objects.filter(breaking_story=self)
        line.update(breaking_text="", breaking_until=None)

    def _sounds_of_its_own(self):
        """Those that stand in no other story, as a queryset; the sweep deletes their files."""
        sounds = self._meta.apps.get_model("articles", "Sound").objects
        embeds = self._meta.apps.get_model("articles", "Embed").objects.exclude(sound=None)
        elsewhere = embeds.exclude(version__story=self).values("sound")
        own = sounds.filter(embeds__version__story=self).exclude(pk__in=elsewhere)
        return sounds.filter(pk__in=list(own.values_list("pk", flat=True)))

    def _bring_back(self, now, by, note):
        self.status, self.live = self.Status.PUBLISHED, self.latest
        if self.expires_at and self.expires_at <= now:
            self.expires_at = None
        self.taken_down_at, self.taken_down_reason = None, ""
        self.taken_down_by_law, self.merged_into = False, None
        self._change("restored", now, by, note, what="published")


CONSTRAINTS = [
    models.CheckConstraint(
        name="taken_down_story_has_a_reason",
        condition=~Q(status="taken_down")
        | (Q(taken_down_at__isnull=False) & ~Q(taken_down_reason="")),
    ),
    models.CheckConstraint(
        name="merged_story_leads_somewhere",
        condition=~Q(status="merged") | Q(merged_into__isnull=False),
    ),
]
