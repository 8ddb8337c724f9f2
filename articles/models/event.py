from django.conf import settings
from django.db import models
from django.utils import timezone


class StoryEvent(models.Model):
    """Who did what with a story, and why. Written by the verbs only."""

    story = models.ForeignKey("articles.Story", on_delete=models.CASCADE, related_name="events")
    action = models.CharField(max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    version = models.ForeignKey(
        "articles.StoryVersion", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.action} {self.at:%d %B %Y %H:%M}"
