from django.db import models

from articles import publishing
from newsroom.model_fields import CharField, TextField

from .announcement import Announcement
from .fields import person_key
from .verbs import Verbs


class Workflow(Verbs):
    """What the desk does with the latest version of a story before readers get it.

    A reporter submits it, an editor returns it with a note or approves it. A new version is
    unread again. A sensitive story goes before readers only once somebody other than who wrote
    its latest version has approved it.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", "Draft"
        REVIEW = "review", "In review"
        READY = "ready", "Ready"

    stage = CharField(max_length=10, choices=Stage, default=Stage.DRAFT, editable=False)
    sensitive = models.BooleanField(
        "needs a second pair of eyes",
        default=False,
        help_text="Somebody other than the writer must approve it before it goes out.",
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = person_key()
    approved_by = person_key()
    # Who has it back, with what the editor asks for.
    returned_to = person_key("returned_stories")
    returned_note = TextField(max_length=2000, blank=True, editable=False)

    class Meta:
        abstract = True

    def submit(self, *, by, note=""):
        """Hand the latest version to the editors of its section. Once is enough.

        Raises `publishing.NotReady` when there is nothing to read.
        """
        with self._verb("submit", by) as now:
            publishing.ensure_can_be_submitted(self)
            if self.stage == self.Stage.REVIEW:
                return
            self.stage = self.Stage.REVIEW
            self.submitted_at, self.submitted_by = now, by
            self.returned_to, self.returned_note, self.approved_by = None, "", None
            self._keep_stage("submitted", by, note, now)

    def return_to(self, writer, *, by, note):
        """Give the story back to `writer` with a note that says what is wanted.

        Raises `publishing.NotReady` without a note, or if nobody has submitted it.
        """
        with self._verb("return_to", by) as now:
            publishing.ensure_can_be_returned(self, writer, note)
            self.stage, self.approved_by = self.Stage.DRAFT, None
            self.returned_to, self.returned_note = writer, note.strip()
            self._keep_stage("returned", by, note.strip(), now)

    def approve(self, *, by, note=""):
        """Find the latest version fit for readers.

        Raises `publishing.NotReady` with what is missing, and for a sensitive story when `by`
        wrote that version: it takes a second pair of eyes.
        """
        with self._verb("approve", by) as now:
            publishing.ensure_can_be_approved(self, by)
            if self.stage == self.Stage.READY and self.approved_by == by:
                return
            self.stage, self.approved_by = self.Stage.READY, by
            self.returned_to, self.returned_note = None, ""
            self._keep_stage("approved", by, note, now)

    def add_note(self, text, *, by):
        """Tell colleagues something about the story. The same once more in a row is one note."""
        with self._verb("add_note", by) as now:
            newest = self.desk_notes.order_by("-pk").first()
            if newest and (newest.text, newest.written_by) == (text, by):
                return
            self.desk_notes.create(text=text, written_by=by, written_at=now)
            self._record("noted", by)

    def _unread_again(self):
        """A new version has been written: who approved the last one has not seen it.

        In review it stays with the editors.
        """
        if self.stage == self.Stage.READY:
            self.stage, self.approved_by = self.Stage.DRAFT, None

    def _keep_stage(self, action, by, note, now):
        self.save(
            update_fields=[
                "stage", "submitted_at", "submitted_by", "approved_by",
                "returned_to", "returned_note",
            ]
        )  # fmt: skip
        self._record(action, by, note)
        Announcement.objects.plan(self, action, now)

    def lock_and_reload(self, fields=None):
        super().lock_and_reload(fields)
        self._forget_hours()

    def _begin(self):
        now = super()._begin()
        self._settle(now)
        return now

    def _record(self, action, by, note="", **details):
        if self.latest and "version" not in details:
            details["version"] = self.latest.number
        super()._record(action, by, note, **details)
