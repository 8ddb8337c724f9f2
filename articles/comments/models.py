"""Share your views: what readers say under a story, and what they say about one another.

Moderators' verbs are for several rows at once, and keep the law of all verbs
(articles.models.verbs): `by=`, None for the site itself, PermissionDenied, a lock on the rows and
a line of the log for each.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import page_keys, rights
from articles.models import Record
from articles.models.fields import person_key
from newsroom.model_fields import CharField, EmailField, TextField
from newsroom.page_store.forgetting import forget

# The same text again within this time was sent twice by mistake.
SAME_COMMENT = timedelta(minutes=10)


class CommentQuerySet(models.QuerySet):
    def share(self, *, story, text, name, author=None, email="", parent=None):
        """Keep what a reader says, waiting for a moderator; return the Comment. Idempotent.

        The same text at the same place by the same person (an account, or a guest's e-mail
        address) within ten minutes is one comment.
        """
        said = {"story": story, "parent": parent, "author": author, "email": email, "text": text}
        with transaction.atomic():
            # Two presses may arrive at once: the story's row lets them in one by one.
            type(story).objects.select_for_update(no_key=True).only("pk").get(pk=story.pk)
            return self._lately(**said).first() or self.create(name=name, **said)

    def was_shared(self, *, name, **said):
        """Whether `share` would find it there already: who pressed twice said it once."""
        return self._lately(**said).exists()

    def _lately(self, **said):
        return self.filter(created_at__gte=timezone.now() - SAME_COMMENT, **said)

    def approved(self):
        return self.filter(status=Comment.Status.APPROVED)

    def waiting(self):
        return self.filter(status=Comment.Status.WAITING)

    def approve(self, *, by):
        """Let these stand under their stories; return how many changed."""
        rights.ensure(by, "approve", Comment)
        return self._decide(Comment.Status.APPROVED, by)

    def refuse(self, *, by, reason=""):
        """Keep these from readers; return how many changed. Reports about them are dealt with.

        The `reason` stands in the log, for colleagues.
        """
        rights.ensure(by, "refuse", Comment)
        with transaction.atomic():
            Report.objects.filter(comment__in=self.all()).deal_with(by=by)
            return self._decide(Comment.Status.REFUSED, by, reason)

    def pick(self, *, by):
        """Put the editor's mark on those that readers see; return how many changed."""
        rights.ensure(by, "pick", Comment)
        return self.approved().filter(is_pick=False)._change("picked", by, is_pick=True)

    def unpick(self, *, by):
        """Take the editor's mark away; return how many changed."""
        rights.ensure(by, "unpick", Comment)
        return self.filter(is_pick=True)._change("no longer picked", by, is_pick=False)

    def with_open_reports(self):
        """Each with `open_reports`, the number nobody has dealt with."""
        reports = Report.objects.unsettled().filter(comment=OuterRef("pk")).order_by()
        count = reports.values("comment").annotate(count=Count("pk")).values("count")
        return self.annotate(open_reports=Coalesce(Subquery(count), 0))

    def _decide(self, status, by, note=""):
        return self.exclude(status=status)._change(
            status, by, note, status=status, decided_by=by, decided_at=timezone.now()
        )

    def _change(self, action, by, note="", **fields):
        """Change these, each with a line of the log; return how many there were."""
        with transaction.atomic():
            # Two moderators may press at once: the second finds nothing to change.
            rows = self.select_for_update(of=("self",)).order_by("pk")
            pks = list(rows.values_list("pk", flat=True))
            self.model.objects.filter(pk__in=pks).update(**fields)
            stories = self.model.objects.filter(pk__in=pks).values_list("story", flat=True)
            forget(*map(page_keys.views_of, stories.distinct()))
            keep_lines(action, pks, by=by, note=note)
        return len(pks)


class Comment(models.Model):
    """What a reader says under a story. Plain text; it waits until a moderator has read it."""

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
    name = CharField(max_length=80, help_text="As it stands beside the text.")
    email = EmailField(blank=True, help_text="Of a guest; never shown.")
    text = TextField(max_length=5000)
    status = CharField(max_length=8, choices=Status, default=Status.WAITING, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    is_pick = models.BooleanField("editor’s pick", default=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = person_key(blank=True)

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


def title_in_log(comment):
    """What the log calls a comment: neither its text nor its reader's name may stay for ever."""
    return f"View {comment.pk} on “{comment.story}”"


def keep_lines(action, pks, *, by, note=""):
    """Write a line of the log about each of these comments."""
    comments = Comment.objects.select_related("story__live", "story__latest").defer(
        "story__live__body", "story__latest__body"
    )
    lines = [
        Record.objects.line(comment, action, by=by, note=note, title=title_in_log(comment))
        for comment in comments.filter(pk__in=pks).order_by("pk")
    ]
    Record.objects.bulk_create(lines)


class ReportQuerySet(models.QuerySet):
    def unsettled(self):
        return self.filter(dealt_with_at=None)

    def deal_with(self, *, by):
        """Note that a moderator has looked into these; return how many were open."""
        rights.ensure(by, "deal_with", Report)
        with transaction.atomic():
            reports = self.unsettled().select_for_update(of=("self",)).order_by("pk")
            comments = dict(reports.values_list("pk", "comment"))
            Report.objects.filter(pk__in=comments).update(
                dealt_with_at=timezone.now(), dealt_with_by=by
            )
            keep_lines("reports dealt with", sorted(set(comments.values())), by=by)
        return len(comments)


class Report(models.Model):
    """A reader says that a comment should not stand there. Who it was is nowhere kept."""

    class Reason(models.TextChoices):
        ATTACK = "attack", _("It attacks or insults somebody")
        HATRED = "hatred", _("It stirs up hatred")
        PRIVATE = "private", _("It tells something private")
        FALSE = "false", _("It says something that is not true")
        ADVERT = "advert", _("It is advertising or a fraud")
        OTHER = "other", _("Something else")

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="reports", verbose_name="view"
    )
    reason = CharField(max_length=8, choices=Reason)
    words = TextField(max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    dealt_with_at = models.DateTimeField(null=True, blank=True, editable=False)
    dealt_with_by = person_key(blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"{self.get_reason_display()}: {self.comment}"
