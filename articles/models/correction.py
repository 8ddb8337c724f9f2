from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.querysets import CorrectionQuerySet
from newsroom.model_fields import CharField, TextField

from .fields import person_key


class Correction(models.Model):
    """A substantive change of a story, said in public and never removed by a later version."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")
        UPDATE = "update", _("Update")
        NOTE = "note", _("Editor’s note")
        RETRACTION = "retraction", _("Retraction")

    # Kinds that take nothing back.
    NEWS = (Kind.UPDATE, Kind.NOTE)

    story = models.ForeignKey(
        "articles.Story", on_delete=models.CASCADE, related_name="corrections"
    )
    kind = CharField(max_length=14, choices=Kind, default=Kind.CORRECTION)
    wrong = TextField("what was wrong", max_length=1000, blank=True)
    text = TextField("what is right", max_length=1000)
    material = models.BooleanField(
        default=True, help_text="A material correction stands above the text, others below it."
    )
    # May lie in the future, with the scheduled update that it belongs to.
    published_at = models.DateTimeField("date", default=timezone.now)
    # What readers had until then, and what they have since; the same for a note alone. Empty
    # for what was brought in from elsewhere.
    before = models.ForeignKey(
        "articles.StoryVersion",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    after = models.ForeignKey(
        "articles.StoryVersion",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    created_by = person_key()

    # The numbers of those two, where a query brings them along (`with_numbers`).
    before_number = after_number = None

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        indexes = [models.Index(fields=["-published_at", "-id"], name="newest_corrections")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="correction_says_something")
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text[:60]}"

    @property
    def is_news(self):
        """Whether it only adds something: readers are not to take it for a mistake."""
        return self.kind in self.NEWS

    @property
    def words_for_both(self):
        """What stands before the two texts of it: nothing was wrong where it was only unclear."""
        if self.kind in (self.Kind.CORRECTION, self.Kind.RETRACTION):
            return {"wrong": gettext("What was wrong:"), "text": gettext("What is right:")}
        return {"wrong": gettext("Before:"), "text": gettext("Now:")}

    @property
    def has_a_difference(self):
        """Whether it came with a new text that can be laid beside the old one."""
        numbers = (self.before_number, self.after_number)
        return None not in numbers and self.before_number != self.after_number
