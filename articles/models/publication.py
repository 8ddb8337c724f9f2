from django.db import models, transaction
from django.db.models import Q

from articles import publishing
from newsroom import clock

from . import appearance
from .tombstone import Tombstone
from .version import StoryVersion


class Publication(models.Model):
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

    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
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

    embargo = models.ForeignKey(
        "articles.Embargo",
        null=True,
        on_delete=models.SET_NULL,
        related_name="stories",
        editable=False,
    )
    # The embargo's hour, kept here too so that the database can hold the story to it.
    not_before = models.DateTimeField(null=True, editable=False)

    taken_down_at = models.DateTimeField(null=True, editable=False)
    taken_down_reason = models.TextField(max_length=500, blank=True, editable=False)
    # A court or a law asked for it: 451 in place of 410.
    taken_down_by_law = models.BooleanField(default=False, editable=False)
    retracted_at = models.DateTimeField(null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged", editable=False
    )

    class Meta:
        abstract = True

    def publish(self, *, by, at=None, note="", expecting=None):
        """Put the latest version before readers, now or at the later moment `at`.

        Under an embargo it appears at the embargo's hour at the earliest. A story that readers
        have keeps its first moment of publication; a newer text becomes an update that claims
        nothing. `expecting` is the number of the version that the editor has read. Raises
        `publishing.NotReady` with everything still to settle, and changes nothing then.
        """
        with transaction.atomic():
            now = self._begin("publish", by)
            publishing.ensure_ready(self, at=at, expecting=expecting)
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
        with transaction.atomic():
            now = self._begin("unschedule", by)
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
        with transaction.atomic():
            now = self._begin("correct" if change else "update", by)
            publishing.ensure_ready(self, expecting=expecting)
            publishing.ensure_can_be_updated(self, now, at, change)
            self._update(now, by, at=at, change=change, note=note)

    def cancel_update(self, *, by):
        """Let the live version stay: the scheduled update and its notice are forgotten."""
        with transaction.atomic():
            now = self._begin("update", by)
            if self.update_at is None:
                return
            self.corrections.filter(published_at__gt=now).delete()
            self._drop_update()
            self._change("update cancelled", now, by)

    def expire(self, *, by, at):
        """Let the story go from readers' eyes at `at`; None lets it stay for good."""
        with transaction.atomic():
            now = self._begin("expire", by)
            publishing.ensure_can_expire(self, now, at)
            if self.expires_at == at:
                return
            self.expires_at = at
            hour = at.isoformat() if at else None
            self._change("expiry set" if at else "expiry removed", now, by, hour=hour)

    def take_down(self, *, by, reason, by_law=False):
        """Remove the story and leave a notice with the reason at its address.

        410 Gone, or 451 when a court or a law asked for it. The text stays in the database: the
        legal desk may need it. Raises `publishing.NotReady` without a reason, or for a story
        that no reader could see.
        """
        with transaction.atomic():
            now = self._begin("take_down", by)
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
        with transaction.atomic():
            now = self._begin("restore", by)
            publishing.ensure_ready(self)
            publishing.ensure_can_be_restored(self, now)
            self._bring_back(now, by, note)

    def retract(self, *, by, reason):
        """Say at the story's address, above its text, that the paper no longer stands by it."""
        change = publishing.Change(kind="retraction", text=reason, material=True)
        with transaction.atomic():
            now = self._begin("retract", by)
            publishing.ensure_can_be_updated(self, now, None, change)
            if self.retracted_at:
                return
            self.retracted_at = now
            self._update(now, by, change=change, text=self.live)

    def merge_into(self, other, *, by):
        """Send this story's readers to another one that tells the same (301)."""
        with transaction.atomic():
            now = self._begin("merge", by)
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
        with transaction.atomic():
            now = self._begin("delete_for_good", by)
            publishing.ensure_can_be_deleted(self, reason)
            Tombstone.objects.create(
                story_id=self.pk,
                was_seen=self.appearances.begun().exists(),
                reason=reason.strip(),
                deleted_at=now,
                deleted_by=by,
            )
            self._remember("deleted for good", by, reason.strip())
            publishing.announce(self, "gone", now)
            self.live = self.latest = self.update_version = None
            self.status = self.Status.DRAFT
            self.published_at = self.update_at = self.expires_at = None
            self.save()
            self.delete()

    # Embargo

    def put_under(self, embargo, *, by):
        """Promise that no reader sees the story before the embargo's hour; None ends that.

        A story scheduled for an earlier hour waits for it. Raises `publishing.NotReady` if
        readers have the story already, or the hour has passed.
        """
        with transaction.atomic():
            now = self._begin("embargo", by)
            publishing.ensure_can_be_embargoed(self, now, embargo)
            if self.embargo == embargo:
                return
            self.embargo = embargo
            self.not_before = embargo.until if embargo else None
            if embargo and self.published_at and self.published_at < embargo.until:
                self._move_to(embargo.until)
            name = embargo.name if embargo else ""
            self._change("put under embargo" if embargo else "embargo removed", now, by, name)

    def follow_embargo(self, before, until, *, now, by):
        """The embargo over this story has moved from one hour to another (Embargo.move)."""
        self._begin("embargo", by)
        waits_for_it = self.status == self.Status.PUBLISHED and self.published_at == before
        self.not_before = until
        if waits_for_it or (self.published_at and self.published_at < until):
            self._move_to(until)
        what = "published" if waits_for_it else None
        self._change("embargo moved", now, by, what=what, hour=until.isoformat())

    def _move_to(self, hour):
        self.published_at = hour
        self._drop_hours_before(hour)

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
        if change and not self._add_to_the_list_of_changes(change, text, by, at or now):
            return
        if at:
            self.update_version, self.update_at = text, at
            self.update_is_substantive = change is not None
            action = "update scheduled"
        else:
            publishing.ensure_no_update_waits(self)
            self.live = text
            if change:
                self.updated_at = now
            action = change.kind if change else "updated"
        note = note or (change.text if change else "")
        hour = {"hour": at.isoformat()} if at else {}
        self._change(action, now, by, note, what="updated", version=text.number, **hour)

    def _add_to_the_list_of_changes(self, change, text, by, at):
        """Whether the change is new to the list."""
        told = {"kind": change.kind, "text": change.text, "after": text}
        if self.corrections.filter(**told).exists():
            return False
        self.corrections.create(
            **told,
            wrong=change.wrong,
            material=change.material,
            before=self.live,
            published_at=at,
            created_by=by,
        )
        return True

    def _bring_back(self, now, by, note):
        self.status, self.live = self.Status.PUBLISHED, self.latest
        if self.expires_at and self.expires_at <= now:
            self.expires_at = None
        self.taken_down_at, self.taken_down_reason = None, ""
        self.taken_down_by_law, self.merged_into = False, None
        self._change("restored", now, by, note, what="published")

    def _change(self, action, now, by, note="", *, what=None, **details):
        """Keep what a verb did, with all that follows from it; all or nothing."""
        if self.status == self.Status.PUBLISHED and what in ("published", "updated"):
            self.stage, self.returned_to, self.returned_note = self.Stage.DRAFT, None, ""
        self.save(update_fields=PUBLISHED_FIELDS)
        self._remember(action, by, note, **details)
        appearance.redraw(self, now)
        publishing.live_text_changed.send(type(self), story=self)
        publishing.announce(self, what, now)

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
            self.refresh_from_db(from_queryset=type(self).objects.select_for_update(of=("self",)))
            return self._settle(clock.now())

    # What readers had

    def shown_at(self, moment):
        """The version that readers had at that moment, or None."""
        shown = self.appearances.at(moment).select_related("version").last()
        return shown and shown.version


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
        name="taken_down_story_has_a_reason",
        condition=~Q(status="taken_down")
        | (Q(taken_down_at__isnull=False) & ~Q(taken_down_reason="")),
    ),
    models.CheckConstraint(
        name="no_story_before_its_embargo",
        condition=Q(not_before=None)
        | Q(published_at=None)
        | Q(published_at__gte=models.F("not_before")),
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
    models.CheckConstraint(
        name="merged_story_leads_somewhere",
        condition=~Q(status="merged") | Q(merged_into__isnull=False),
    ),
]
