from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles import publishing, rights
from newsroom import clock
from newsroom.model_fields import CharField, TextField

from .embed import Embed
from .fields import person_key
from .verbs import Verbs


class Embargo(Verbs):
    """A promise that nothing of a package is before readers until one hour.

    Stories, galleries and quotes under it (UnderEmbargo) carry the hour themselves
    (`not_before`), where the database checks it against their own; the verbs here move it for
    all of them at once.
    """

    name = CharField(max_length=120, help_text="For instance: Budget 2027")
    until = models.DateTimeField("not before")
    terms = TextField(
        max_length=1000, blank=True, help_text="Who asked for it, and what was agreed."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = person_key()

    class Meta:
        ordering = ["-until", "-pk"]
        verbose_name_plural = "embargoes"

    def __str__(self):
        return self.name

    @property
    def is_over(self):
        """Whether its hour has come; asks the clock unless a query has done so (`has_ended`)."""
        has_ended = self.__dict__.get("has_ended")
        return self.until <= clock.now() if has_ended is None else has_ended

    def items(self):
        """All that is under it: stories, galleries, quotes."""
        return [*self.stories.all(), *self.galleries.all(), *self.quotes.all()]

    def what_appears(self, at=None):
        """What readers get when it ends, at its hour or at the moment `at`, as items stand now.

        Not what is still a draft, or is scheduled for later.
        """
        stories = self.stories.filter(status="published", published_at__lte=self.until)
        galleries = self.galleries.filter(published_at__lte=self.until)
        all_stories = self.stories.model.objects
        is_inside_one = Embed.objects.filter(
            quote=OuterRef("pk"), version__in=stories.values("live")
        )
        quotes = self.quotes.filter(
            Q(story=None)
            | Q(story__in=stories.values("pk"))
            | Q(story__in=all_stories.published().values("pk")),
            Q(runs_on__lte=timezone.localdate(at or self.until))
            | Exists(is_inside_one)
            | all_stories.some_show(embeds__quote=OuterRef("pk")),
        )
        return [*stories, *galleries, *quotes]

    def move(self, until, *, by):
        """Let another hour hold for the whole package.

        Whatever was to appear at the old hour appears at the new one. Raises
        `publishing.NotReady` when the embargo is over, the new hour has passed, or a story
        would expire before it.
        """
        with self._verb("move", by) as now:
            if self.until <= now:
                raise publishing.NotReady(["This embargo is over: readers have its stories."])
            publishing.ensure_later(until, now)
            if until != self.until:
                self._move(until, by)

    def lift(self, *, by):
        """End it now: what is scheduled for its hour appears at once."""
        with self._verb("lift", by) as now:
            if self.until > now:
                self._move(now, by)

    def lock_and_reload(self, fields=None):
        """As every row's (Verbs). What is put under the embargo waits here first, too, or it
        would keep the hour of before."""
        super().lock_and_reload(fields)
        self.__dict__.pop("has_ended", None)

    def _move(self, until, by):
        # Locked, so that what somebody takes out this moment is not moved with the others.
        items = [
            item
            for under_it in (self.stories, self.galleries, self.quotes)
            for item in under_it.select_for_update(of=("self",)).order_by("pk")
        ]
        for item in items:
            rights.ensure(by, "put_under", item)
        publishing.ensure_none_expires_before(until, items)
        before, self.until = self.until, until
        for item in items:
            item.follow_embargo(before, until, by=by)
        self.save(update_fields=["until"])
        self._record("moved", by, before=before.isoformat(), after=until.isoformat())
