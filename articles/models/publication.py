from django.db import models, transaction
from django.db.models import Q

from articles import publishing
from newsroom import clock
from newsroom.model_fields import CharField

from . import appearance
from .announcement import Announcement
from .verbs import Verbs
from .version import StoryVersion


class Publication(Verbs):
    """What readers get of a story, and when. Nothing here is flipped by a timer.

    From `published_at` until `expires_at` readers get `live`; from `update_at` on they get
    `update_version` in its place. All three hours may lie in the future: what holds at a moment
    is asked of the database's clock (StoryQuerySet). `_settle` only tidies what is past.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        TAKEN_DOWN = "taken_down", "Taken down"
        MERGED = "merged", "Merged"

    status = CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    live = models.ForeignKey(
        StoryVersion, null=True, on_delete=models.RESTRICT, related_name="+", editable=False
    )
    # The first moment readers can see it; in the future while the story is scheduled.
    published_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)
    # The last substantive change, which an editor called one.
    updated_at = models.DateTimeField(null=True, editable=False)
    # What comes in place of `live`, from when on, and whether it is a substantive change.
    update_version = models.ForeignKey(
        StoryVersion, null=True, on_delete=models.RESTRICT, related_name="+", editable=False
    )
    update_at = models.DateTimeField(null=True, editable=False)
    update_is_substantive = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    def publish(self, *, by, at=None, note="", expecting=None):
        """Put the latest version before readers, now or at the later moment `at`.

        Under an embargo it appears at the embargo's hour at the earliest. A story that readers
        have keeps its first moment of publication; a newer text becomes an update that claims
        nothing. `expecting` is the number of the version that the editor has read. Raises
        `publishing.NotReady` with everything still to settle, and changes nothing then.
        """
        with self._verb("publish", by) as now:
            hour = max(filter(None, [at, self.not_before]), default=None)
            publishing.ensure_ready(self, at=hour, expecting=expecting, by=by)
            if self.is_out_at(now):
                self._update(now, by, note=note)
                return
            if self.has_been_seen_at(now):
                self._bring_back(now, by, note)
                return
            at = max(filter(None, [at or now, self.not_before]))
            is_same = self.status == self.Status.PUBLISHED and self.live_id == self.latest_id
            if is_same and self.published_at == at:
                return  # pressed twice
            self.status, self.live, self.published_at = self.Status.PUBLISHED, self.latest, at
            self._drop_hours_before(at)
            action = "scheduled" if at > now else "published"
            self._change(action, now, by, note, what="published", hour=at.isoformat())

    def schedule(self, *, by, at, expecting=None):
        """Publish at a later moment.

        Raises `publishing.NotReady` if that moment has passed, or if readers have seen the
        story already: its first moment of publication stays what it was.
        """
        publishing.ensure_can_be_scheduled(self, at)
        self.publish(by=by, at=at, expecting=expecting)

    def unschedule(self, *, by):
        """Make a scheduled story a draft again. Raises `publishing.NotReady` if it is out."""
        with self._verb("unschedule", by) as now:
            if self.status != self.Status.PUBLISHED or self.has_been_seen_at(now):
                raise publishing.NotReady(["Only a scheduled story can go back to draft."])
            self.status, self.live, self.published_at = self.Status.DRAFT, None, None
            self.expires_at = None
            self._drop_update()
            self._change("unscheduled", now, by)

    def update(self, *, by, at=None, change=None, note="", expecting=None):
        """Give readers the latest version in place of the live one, now or at `at`.

        A `change` (publishing.Change) makes it a substantive one: readers find it in the
        story's list of changes, and the date of modification moves. It may also stand without
        a new text. Raises `publishing.NotReady`: readers must have the story.
        """
        with self._verb("correct" if change else "update", by) as now:
            publishing.ensure_ready(self, at=at, expecting=expecting, by=by)
            publishing.ensure_can_be_updated(self, now, at, change)
            self._update(now, by, at=at, change=change, note=note)

    def cancel_update(self, *, by):
        """Let the live version stay: the scheduled update and its notice are forgotten."""
        with self._verb("update", by) as now:
            if self.update_at is None:
                return
            self.corrections.filter(published_at__gt=now).delete()
            self._drop_update()
            self._change("update cancelled", now, by)

    def expire(self, *, by, at):
        """Let the story go from readers' eyes at `at`; None lets it stay for good."""
        with self._verb("expire", by) as now:
            publishing.ensure_can_expire(self, now, at)
            if self.expires_at == at:
                return
            self.expires_at = at
            hour = at.isoformat() if at else None
            self._change("expiry set" if at else "expiry removed", now, by, hour=hour)

    # What the verbs share

    def is_out_at(self, now):
        """Whether readers see the story at that moment."""
        return (
            self.status == self.Status.PUBLISHED
            and self.published_at <= now
            and (self.expires_at is None or self.expires_at > now)
        )

    def has_been_seen_at(self, now):
        return self.published_at is not None and self.published_at <= now

    def _update(self, now, by, *, at=None, change=None, note="", text=None):
        text = text or self.latest
        if text.pk == self.live_id and change is None:
            return  # pressed twice
        if at and (self.update_version_id, self.update_at) == (text.pk, at):
            return  # pressed twice
        if change and not self._add_to_the_list_of_changes(change, text, by, at or now):
            return
        publishing.ensure_no_update_waits(self)
        if at:
            self.update_version, self.update_at = text, at
            self.update_is_substantive = change is not None
            action = "update scheduled"
        else:
            self.live = text
            if change:
                self.updated_at = now
            action = change.kind if change else "updated"
        note = note or (change.text if change else "")
        hour = {"hour": at.isoformat()} if at else {}
        self._change(action, now, by, note, what="updated", version=text.number, **hour)

    def _add_to_the_list_of_changes(self, change, text, by, at):
        """Whether the change is new to the list."""
        same = {"kind": change.kind, "text": change.text, "after": text}
        if self.corrections.filter(**same).exists():
            return False
        self.corrections.create(
            **same,
            wrong=change.wrong,
            material=change.material,
            before=self.live,
            published_at=at,
            created_by=by,
        )
        return True

    def _change(self, action, now, by, note="", *, what=None, **details):
        """Keep what a verb did, with all that follows from it; all or nothing."""
        if self.status == self.Status.PUBLISHED and what in ("published", "updated"):
            self.stage, self.returned_to, self.returned_note = self.Stage.DRAFT, None, ""
        self.save(update_fields=PUBLISHED_FIELDS)
        self._record(action, by, note, **details)
        appearance.redraw(self, now)
        publishing.live_text_changed.send(type(self), story=self)
        Announcement.objects.plan(self, what, now)

    def hours_to_announce(self):
        """When something comes that the world is told of, by Announcement.What."""
        if self.status != self.Status.PUBLISHED:
            return {}
        return {
            Announcement.What.PUBLISHED: self.published_at,
            Announcement.What.UPDATED: self.update_at,
            Announcement.What.EXPIRED: self.expires_at,
        }

    @property
    def leaves_at(self):
        """The hour from which on readers do not get it any more, if there is one."""
        return self.expires_at

    def _move_to(self, hour):
        self.published_at = hour
        self._drop_hours_before(hour)

    def _drop_update(self):
        self.update_version, self.update_at, self.update_is_substantive = None, None, False

    def _drop_hours_before(self, hour):
        """Forget hours that make no sense any more when the story begins at this one."""
        if self.expires_at and self.expires_at <= hour:
            self.expires_at = None

    def _settle(self, now):
        """Write down what the clock has done already: an update that is due is the live text."""
        if self.update_at is None or self.update_at > now:
            return False
        self.live = self.update_version
        if self.update_is_substantive:
            self.updated_at = self.update_at
        self._drop_update()
        self.save(update_fields=PUBLISHED_FIELDS)
        publishing.live_text_changed.send(type(self), story=self)
        return True

    def settle(self):
        """Write down what the clock has done already. Readers see no difference."""
        with transaction.atomic():
            self.lock_and_reload()
            return self._settle(clock.now())

    # What readers had

    def shown_at(self, moment):
        """The version that readers had at that moment, or None."""
        shown = self.appearances.at(moment).select_related("version").last()
        return shown and shown.version


# What the verbs of this file and of withdrawal.py and under_embargo.py may change.
PUBLISHED_FIELDS = [
    "status", "live", "published_at", "expires_at", "updated_at",
    "update_version", "update_at", "update_is_substantive",
    "embargo", "not_before",
    "taken_down_at", "taken_down_reason", "taken_down_by_law", "retracted_at", "merged_into",
    "stage", "returned_to", "returned_note",
]  # fmt: skip

CONSTRAINTS = [
    models.CheckConstraint(
        name="published_story_has_text_and_hour",
        condition=~Q(status="published") | Q(live__isnull=False, published_at__isnull=False),
    ),
    models.CheckConstraint(
        name="story_expires_after_its_publication",
        condition=Q(expires_at=None) | Q(expires_at__gt=models.F("published_at")),
    ),
    models.CheckConstraint(
        name="update_has_an_hour_after_publication",
        condition=Q(update_at=None, update_version=None)
        | Q(
            update_version__isnull=False,
            status="published",
            update_at__gt=models.F("published_at"),
        ),
    ),
]
