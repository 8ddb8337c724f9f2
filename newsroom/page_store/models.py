from django.db import models
from django.db.models import functions

from newsroom.clock import Now
from newsroom.model_fields import CharField, JSONField


class InvalidationQuerySet(models.QuerySet):
    def due(self):
        """Those whose hour has come."""
        return self.filter(due_at__lte=Now())


class Invalidation(models.Model):
    """That pages with one of these surrogate keys are forgotten, now or at a later hour.

    Written in the transaction of the change (an outbox), so that a crash loses neither alone.
    Every web process follows the table (newsroom/page_store/following.py).
    """

    keys = JSONField()
    made_at = models.DateTimeField(db_default=functions.Now())
    due_at = models.DateTimeField(db_default=functions.Now())
    # Whose plan it is ("story-12"), while it is one: a new plan takes the place of the old.
    source = CharField(max_length=100, blank=True)

    objects = InvalidationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["due_at"], name="invalidations_by_hour"),
            models.Index(
                fields=["source"],
                name="invalidations_planned",
                condition=~models.Q(source=""),
            ),
        ]

    def __str__(self):
        return " ".join(self.keys)
