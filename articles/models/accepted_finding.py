from django.conf import settings
from django.db import models
from django.utils import timezone

from newsroom.model_fields import CharField

LONGEST_REASON = 300  # characters
LONGEST_CHECK = 60


class AcceptedFinding(models.Model):
    """What a check found in a story, and an editor let stand (articles.checks.accepting)."""

    story = models.ForeignKey(
        "articles.Story", on_delete=models.CASCADE, related_name="accepted_findings"
    )
    check_name = CharField(max_length=LONGEST_CHECK)
    key = CharField(max_length=16, help_text="By which the check knows what it is about.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    reason = CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["story", "check_name", "key"], name="finding_accepted_once"
            )
        ]

    def __str__(self):
        return f"{self.check_name} {self.key}"
