from django.db import models

from newsroom.model_fields import CharField


class Imported(models.Model):
    """Which row came from which record of another system, so that importing is idempotent."""

    source = CharField(max_length=200, help_text="Address of the other site.")
    kind = CharField(max_length=20)
    external_id = CharField(max_length=100)
    # The row's own id; the kind says in which table.
    object_id = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "imported things"
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "external_id"], name="imported_once")
        ]

    def __str__(self):
        return f"{self.kind} {self.external_id} from {self.source}"


class OldAddress(models.Model):
    """An address of the past. Whoever asks for it is sent to the story (301)."""

    path = CharField(max_length=500, unique=True, help_text="With its query, if it had one.")
    story = models.ForeignKey(
        "articles.Story", on_delete=models.CASCADE, related_name="old_addresses"
    )

    class Meta:
        verbose_name_plural = "old addresses"

    def __str__(self):
        return self.path
