from django.conf import settings
from django.db import models

from newsroom.model_fields import CharField, JSONField

LONGEST_NAME = 36  # of a form, a UUID
LONGEST_HEADLINE = 200


class WorkingCopy(models.Model):
    """One story's form of one person, as it was last kept (articles.writing.working_copies).

    Readers never get it. `form` is a random name that the page with the form was given: two windows
    are two forms, so that neither takes the other's place. `fields` are as the browser sends them.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="working_copies"
    )
    story = models.ForeignKey(
        "articles.Story",
        null=True,
        on_delete=models.CASCADE,
        related_name="working_copies",
        help_text="None: a new one, which has never been saved.",
    )
    form = CharField(max_length=LONGEST_NAME)
    fields = JSONField(default=dict)
    headline = CharField(max_length=LONGEST_HEADLINE, blank=True)
    words = models.PositiveIntegerField(default=0)
    kept_at = models.DateTimeField()
    is_over = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "working copies"
        constraints = [
            models.UniqueConstraint(fields=["person", "form"], name="one_working_copy_of_a_form")
        ]
        indexes = [models.Index(fields=["kept_at"], name="working_copies_by_age")]

    def __str__(self):
        return self.headline or f"{self.words} words"

    def text(self, name):
        """What stands in a field, "" if nothing does."""
        return next(iter(self.fields.get(name, [])), "")
