from django.conf import settings
from django.db import models
from django.utils import timezone

from newsroom.model_fields import CharField

LONGEST_NAME = 120  # characters


class ShareLink(models.Model):
    """A secret address at which somebody outside reads a story before it is published.

    `version` is what is shown there, the latest if it is None. Of the secret only a digest is kept:
    whoever reads the database cannot follow the link (articles.writing.share_links).
    """

    story = models.ForeignKey(
        "articles.Story", on_delete=models.CASCADE, related_name="share_links"
    )
    version = models.ForeignKey(
        "articles.StoryVersion", null=True, on_delete=models.CASCADE, related_name="+"
    )
    digest = CharField(max_length=64, unique=True)
    for_whom = CharField(max_length=LONGEST_NAME)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="share_links_by_end")]

    def __str__(self):
        return f"for {self.for_whom}"

    @property
    def is_open(self):
        return self.ended_at is None and self.ends_at > timezone.now()
