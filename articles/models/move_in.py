from django.conf import settings
from django.db import models
from django.utils import timezone

from newsroom.model_fields import CharField, JSONField, TextField


class MoveIn(models.Model):
    """A file with another paper's stories or pictures that somebody gave the desk, and what became
    of it (articles.interchange.from_the_desk).
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waits for its turn"
        RUNNING = "running", "comes in"
        DONE = "done", "done"
        REFUSED = "refused", "did not come in"
        STOPPED = "stopped", "stopped"

    OPEN = (State.WAITING, State.RUNNING)

    # Of the file: what is in it, what it was called, bytes, SHA-256.
    kind = CharField(max_length=20)
    file_name = CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    digest = CharField(max_length=64)
    # The folder in which it lies meanwhile; empty once the file has gone.
    folder = CharField(max_length=32, blank=True)
    choices = JSONField(default=dict)
    is_dry_run = models.BooleanField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Processes that ended over it without a word.
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = TextField(blank=True)
    report = TextField(blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = "file that moves in"
        verbose_name_plural = "moving in"
        ordering = ["-pk"]
        constraints = [
            # Whoever presses twice has asked once.
            models.UniqueConstraint(
                fields=["digest"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="move_in_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="running"), name="one_moves_in"
            ),
        ]

    def __str__(self):
        return self.file_name

    @property
    def is_open(self):
        return self.state in self.OPEN

    @property
    def has_changed_the_paper(self):
        return self.state == self.State.DONE and not self.is_dry_run
