from django.db import models


class Reads(models.Model):
    """How often the end of a story was reached within an hour. Nothing about who did."""

    story = models.ForeignKey("articles.Story", on_delete=models.CASCADE, related_name="reads")
    hour = models.DateTimeField(help_text="Its first moment, in UTC.")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "reads"
        constraints = [
            models.UniqueConstraint(fields=["story", "hour"], name="reads_counted_once_an_hour")
        ]
        indexes = [models.Index(fields=["hour"], name="reads_by_hour")]

    def __str__(self):
        return f"{self.story_id}, {self.hour:%d %B %Y %H:00}: {self.count}"
