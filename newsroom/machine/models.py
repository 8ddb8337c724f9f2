import socket
from datetime import timedelta

from django.db import models
from django.db.models import functions

from newsroom.clock import Now
from newsroom.model_fields import CharField, TextField

BEATS_EACH = 15  # seconds
FORGOTTEN_AFTER = timedelta(days=7)


class WorkerQuerySet(models.QuerySet):
    def beat(self):
        """Say that the worker of this machine is at work now, by the database's clock."""
        name = socket.gethostname()[:100]
        if not self.filter(name=name).update(seen_at=Now()):
            self.bulk_create([self.model(name=name)], ignore_conflicts=True)

    def forget_gone(self):
        """Forget machines on which no worker has been seen for a week."""
        self.filter(seen_at__lt=Now() - FORGOTTEN_AFTER).delete()

    def seconds_since_seen(self):
        """Since any worker was at work, as the database counts; None if none ever was."""
        last = self.annotate(now=Now()).order_by("-seen_at").values_list("now", "seen_at").first()
        return last and max((last[0] - last[1]).total_seconds(), 0)


class Worker(models.Model):
    """A machine with a worker (manage.py work), and when it was last at work."""

    name = CharField(max_length=100, unique=True)
    seen_at = models.DateTimeField(db_default=functions.Now())

    objects = WorkerQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = "machine with a worker"
        verbose_name_plural = "machines with a worker"

    def __str__(self):
        return self.name


class BackupQuerySet(models.QuerySet):
    def good(self):
        """Those that were kept, the newest first."""
        return self.filter(ended_at__isnull=False, trouble="").order_by("-began_at")

    def seconds_since_good(self):
        """Since the moment of the last one that was kept, as the database counts; None if none."""
        last = self.good().annotate(now=Now()).values_list("now", "began_at").first()
        return last and max((last[0] - last[1]).total_seconds(), 0)

    def forget_old(self, kept=100):
        """Forget all but the last ones; their folders are another matter."""
        last = self.order_by("-pk").values_list("pk", flat=True)[kept - 1 : kept].first()
        if last is not None:
            self.filter(pk__lt=last).delete()


class Backup(models.Model):
    """A backup that was begun, and how it ended (newsroom.backup)."""

    # The moment for which the worker made it; none of one that somebody asked for.
    due_at = models.DateTimeField(null=True, unique=True)
    began_at = models.DateTimeField(db_default=functions.Now())
    ended_at = models.DateTimeField(null=True)
    place = CharField(max_length=500)
    # Of the database, and of what was not in an earlier one.
    bytes = models.PositiveBigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    lost = models.PositiveIntegerField(default=0)
    is_verified = models.BooleanField(default=False)
    trouble = TextField(blank=True)

    objects = BackupQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = "backup"
        verbose_name_plural = "backups"

    def __str__(self):
        return self.place
