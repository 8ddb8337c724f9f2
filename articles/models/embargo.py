from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from articles import publishing, rights
from newsroom import clock

from .record import Record


class Embargo(models.Model):
    """A promise that nothing of a package is before readers until one hour.

    Stories, galleries and quotes under it carry the hour themselves (`not_before`), where the
    database checks it against their own; the verbs here move it for all of them at once.
    """

    name = models.CharField(max_length=120, help_text="For instance: Budget 2027")
    until = models.DateTimeField("not before")
    terms = models.TextField(
        max_length=1000, blank=True, help_text="Who asked for it, and what was agreed."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    class Meta:
        ordering = ["-until", "-pk"]
        verbose_name_plural = "embargoes"

    def __str__(self):
        return self.name

    @property
    def is_over(self):
        """Whether its hour has come; asks the clock unless a query has done so (`has_ended`)."""
        told = self.__dict__.get("has_ended")
        return self.until <= clock.now() if told is None else told

    def things(self):
        """All that is under it: stories, galleries, quotes."""
        return [*self.stories.all(), *self.galleries.all(), *self.quotes.all()]

    def look_afresh(self):
        """Wait for whoever moves it this moment, and read it anew; to be asked in a transaction.

        What is put under it waits here first, or it would keep the hour of before.
        """
        self.refresh_from_db(from_queryset=Embargo.objects.select_for_update(of=("self",)))
        self.__dict__.pop("has_ended", None)

    def move(self, until, *, by):
        """Let another hour hold for the whole package.

        Whatever was to appear at the old hour appears at the new one. Raises
        `publishing.NotReady` when the embargo is over, the new hour has passed, or a story
        would expire before it.
        """
        with transaction.atomic():
            self.look_afresh()
            now = clock.now()
            if self.until <= now:
                raise publishing.NotReady(["This embargo is over: readers have its stories."])
            publishing.ensure_later(until, now)
            if until != self.until:
                self._move(until, now, by)

    def lift(self, *, by):
        """End it now: what is scheduled for its hour appears at once."""
        with transaction.atomic():
            self.look_afresh()
            now = clock.now()
            if self.until > now:
                self._move(now, now, by)

    def _move(self, until, now, by):
        if by is not None and not by.has_perm("articles.change_embargo"):
            raise PermissionDenied(f"{by} may not move an embargo.")
        # Locked, so that what somebody takes out this moment is not moved with the others.
        stories = list(self.stories.select_for_update(of=("self",)).order_by("pk"))
        for story in stories:
            rights.ensure(by, "publish", story)
        publishing.ensure_none_expires_before(until, stories)
        before, self.until = self.until, until
        for story in stories:
            story.follow_embargo(before, until, now=now, by=by)
        for gallery in self.galleries.select_for_update(of=("self",)).order_by("pk"):
            gallery.follow_embargo(before, until)
        self.quotes.update(not_before=until)
        self.save(update_fields=["until"])
        Record.objects.keep(
            self, "moved", by=by, before=before.isoformat(), after=until.isoformat()
        )
