from django.conf import settings
from django.db import models

from newsroom.model_fields import CharField

from .working_copy import LONGEST_NAME

LONGEST_WORDS = 200  # characters of what one asks, or of why one takes over


class Editing(models.Model):
    """Somebody has the form of a story open; one row for each form (articles.writing.editing).

    `form` is the name that the form's working copy has, too. `asked` is what a colleague asks of
    whoever writes there; `taken_by` has taken the story over, for the reason `taken_for`.
    """

    story = models.ForeignKey("articles.Story", on_delete=models.CASCADE, related_name="editings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="editings"
    )
    form = CharField(max_length=LONGEST_NAME)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked = CharField(max_length=LONGEST_WORDS, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_for = CharField(max_length=LONGEST_WORDS, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "form"], name="one_editing_of_a_form")
        ]
        indexes = [models.Index(fields=["seen_at"], name="editings_by_age")]

    def __str__(self):
        return f"{self.person} since {self.since}"
