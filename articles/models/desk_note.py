from django.conf import settings
from django.db import models
from django.utils import timezone

from newsroom.model_fields import TextField

LONGEST_NOTE = 2000  # characters


class DeskNote(models.Model):
    """What one colleague tells the others about a story. No reader ever gets it.

    Story.add_note writes one, and nobody changes it: it goes with its story. It is no `Correction`,
    which readers are told, and no `StoryVersion.note`, which says what changed.
    """

    story = models.ForeignKey("articles.Story", on_delete=models.CASCADE, related_name="desk_notes")
    text = TextField(max_length=LONGEST_NOTE)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["story", "-id"], name="desk_notes_of_a_story")]

    def __str__(self):
        return self.text[:80]
