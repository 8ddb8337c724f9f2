"""Share your views: what readers say under a story."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

# Who sends the same words again within this time has pressed twice.
SAME_VIEW = timedelta(minutes=10)


class CommentQuerySet(models.QuerySet):
    def share(self, *, story, text, name, author=None, email="", parent=None):
        """Keep what a reader says, waiting for a moderator; return it.

        The same text at the same place by the same person (an account, or a guest's e-mail
        address) within ten minutes is one view: who presses twice said it once.
        """
        who_and_what = {
            "story": story, "parent": parent, "author": author, "email": email, "text": text
        }  # fmt: skip
        with transaction.atomic():
            # Two presses may arrive at once: the story's row lets them in one by one.
            type(story).objects.select_for_update(no_key=True).only("pk").get(pk=story.pk)
            lately = self.filter(created_at__gte=timezone.now() - SAME_VIEW)
            return lately.filter(**who_and_what).first() or self.create(name=name, **who_and_what)

    def approved(self):
        return self.filter(status=Comment.Status.APPROVED)

    def waiting(self):
        return self.filter(status=Comment.Status.WAITING)

    def approve(self, *, by):
        """Let these stand under their stories; return how many changed."""
        return self._decide(Comment.Status.APPROVED, by)

    def refuse(self, *, by):
        """Keep these from readers; return how many changed."""
        return self._decide(Comment.Status.REFUSED, by)

    def _decide(self, status, by):
        return self.exclude(status=status).update(
            status=status, decided_by=by, decided_at=timezone.now()
        )


class Comment(models.Model):
    """A reader's view of a story. Plain text; it waits until a moderator has read it."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"

    story = models.ForeignKey("articles.Story", on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="comments",
        verbose_name="account",
    )
    name = models.CharField(max_length=80, help_text="As it stands beside the text.")
    email = models.EmailField(blank=True, help_text="Of a guest; never shown.")
    text = models.TextField(max_length=5000)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = "view"
        permissions = [("moderate_comment", "Can approve and refuse readers’ views")]
        indexes = [models.Index(fields=["story", "status", "created_at"], name="views_of_a_story")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="view_says_something"),
            models.CheckConstraint(condition=~Q(name=""), name="view_has_a_name"),
        ]

    def __str__(self):
        return f"{self.name}: {self.text[:60]}"
