from django.db import models
from django.db.models import functions

from newsroom.clock import Now
from newsroom.model_fields import CharField, JSONField

# Twice: what was on its way to a cache when it was told for the first time is forgotten, too.
MOST_TIMES_TOLD = 2


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
    # How often caches in front were told, and when last (newsroom/page_store/telling.py).
    times_told = models.PositiveSmallIntegerField(default=0, db_default=0)
    told_at = models.DateTimeField(null=True, blank=True)

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
            models.Index(
                fields=["due_at"],
                name="invalidations_to_tell",
                condition=models.Q(times_told__lt=MOST_TIMES_TOLD),
            ),
        ]

    def __str__(self):
        return " ".join(self.keys)


class GivenOut(models.Model):
    """That an answer with a surrogate key went out at a path, for caches that know paths alone.

    Written and deleted by newsroom/page_store/noting.py.
    """

    LONGEST_KEY, LONGEST_PATH = 300, 1000

    key = CharField(max_length=LONGEST_KEY)
    # As it was asked for, encoded (RFC 3986), with its query: "/galleries/3/x/?view=grid".
    path = CharField(max_length=LONGEST_PATH)
    seen_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["key", "path"], name="given_out_once")]
        indexes = [models.Index(fields=["seen_at"], name="given_out_by_hour")]

    def __str__(self):
        return f"{self.key} {self.path}"
