from django.db import models, transaction
from django.db.models import Q

from articles import publishing


class HeldBack(models.Model):
    """A story's part in an embargo."""

    embargo = models.ForeignKey(
        "articles.Embargo",
        null=True,
        on_delete=models.SET_NULL,
        related_name="stories",
        editable=False,
    )
    # The embargo's hour, kept here too so that the database can hold the story to it.
    not_before = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def put_under(self, embargo, *, by):
        """Promise that no reader sees the story before the embargo's hour; None ends that.

        A story scheduled for an earlier hour waits for it. Raises `publishing.NotReady` if
        readers have the story already, or the hour has passed.
        """
        with transaction.atomic():
            if embargo:
                embargo.look_afresh()
            now = self._begin("embargo", by)
            publishing.ensure_can_be_embargoed(self, now, embargo)
            if self.embargo == embargo:
                return
            self.embargo = embargo
            self.not_before = embargo.until if embargo else None
            if embargo and self.published_at and self.published_at < embargo.until:
                self._move_to(embargo.until)
            name = embargo.name if embargo else ""
            self._change("put under embargo" if embargo else "embargo removed", now, by, name)

    def follow_embargo(self, before, until, *, now, by):
        """The embargo over this story has moved from one hour to another (Embargo.move)."""
        self._begin("embargo", by)
        waits_for_it = self.status == self.Status.PUBLISHED and self.published_at == before
        self.not_before = until
        if waits_for_it or (self.published_at and self.published_at < until):
            self._move_to(until)
        what = "published" if waits_for_it else None
        self._change("embargo moved", now, by, what=what, hour=until.isoformat())

    def _move_to(self, hour):
        self.published_at = hour
        self._drop_hours_before(hour)


CONSTRAINTS = [
    models.CheckConstraint(
        name="no_story_before_its_embargo",
        condition=Q(not_before=None)
        | Q(published_at=None)
        | Q(published_at__gte=models.F("not_before")),
    ),
]
