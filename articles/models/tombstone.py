from django.conf import settings
from django.db import models

from newsroom.model_fields import TextField


class Tombstone(models.Model):
    """That a story was deleted for good. Its text is nowhere any more; its number is not reused.

    The database deletes no version whose story has no tombstone (articles.models.triggers).
    """

    # The number of the story that was.
    story_id = models.PositiveBigIntegerField(unique=True)
    # Where readers never saw it, its address must answer as if it had never existed.
    was_seen = models.BooleanField()
    reason = TextField(max_length=500, help_text="Readers find it at the story’s address.")
    deleted_at = models.DateTimeField()
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-deleted_at"]
        default_permissions = ("view",)

    def __str__(self):
        return f"Story {self.story_id}"
