from django.db import models
from django.db.models import functions

from articles import publishing
from newsroom.clock import Now
from newsroom.model_fields import CharField, TextField


class AnnouncementQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(delivered_at=None)

    def due(self):
        """Those whose hour has come and of which the world has not been told, oldest first."""
        return self.waiting().filter(due_at__lte=Now()).order_by("due_at", "pk")

    def plan(self, item, what, now):
        """Keep in the outbox what the world is told of a story or a gallery.

        `what` (Announcement.What, or None) happens now and is announced at once, but not inside
        `publishing.quietly()`; what comes at the item's own hours (`hours_to_announce`), then.
        To be called in the transaction of the change. What was planned before and has not been
        tried yet is forgotten.
        """
        if publishing.quietly.is_active():
            what = None
        planned = {word: at for word, at in item.hours_to_announce().items() if at and at > now}
        if what:
            planned.setdefault(what, now)
        path = item.get_absolute_url()[:500]
        of_item = {"story": item} if item._meta.model_name == "story" else {"path": path}
        # What was tried already is no plan any more: it happened, and is owed.
        self.waiting().filter(due_at__gt=now, tries=0, **of_item).delete()
        self.bulk_create(
            self.model(**{"path": path} | of_item, what=word, due_at=at)
            for word, at in planned.items()
        )


class Announcement(models.Model):
    """That the world has to be told of a change, at once or at its hour.

    Written in the same transaction as the change, so that a crash loses neither alone, and
    delivered by the worker (articles.announcing).
    """

    class What(models.TextChoices):
        PUBLISHED = "published", "Published"
        UPDATED = "updated", "Updated"
        EXPIRED = "expired", "Expired"
        GONE = "gone", "Taken away"
        SUBMITTED = "submitted", "Submitted"
        RETURNED = "returned", "Returned"
        APPROVED = "approved", "Approved"

    what = CharField(max_length=10, choices=What)
    story = models.ForeignKey(
        "articles.Story", null=True, on_delete=models.SET_NULL, related_name="announcements"
    )
    # The address then: after it moved or is gone, caches must forget the old one too. A gallery
    # is known by it alone.
    path = CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(db_default=functions.Now())
    # Its hour; after a try that failed, the hour of the next one.
    due_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # What went wrong the last time, for the desk.
    trouble = TextField(blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-due_at", "-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="announcements_to_come",
                condition=models.Q(delivered_at=None),
            )
        ]

    def __str__(self):
        return f"{self.get_what_display()}: {self.path}"
