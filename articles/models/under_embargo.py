from django.db import models, transaction
from django.db.models import Q

from articles import publishing
from newsroom import clock

from .verbs import Verbs


def embargo_key(related_name):
    """The embargo that holds something back; `related_name` is what the embargo calls them.

    A function, because no pattern of Django's makes "stories" of "story".
    """
    return models.ForeignKey(
        "articles.Embargo",
        null=True,
        on_delete=models.SET_NULL,
        related_name=related_name,
        editable=False,
    )


def not_before_its_embargo(noun):
    """What the database holds everything with an hour of its own to."""
    return models.CheckConstraint(
        name=f"no_{noun}_before_its_embargo",
        condition=Q(not_before=None)
        | Q(published_at=None)
        | Q(published_at__gte=models.F("not_before")),
    )


class UnderEmbargo(Verbs):
    """What an embargo can hold back from readers: stories, galleries, quotes.

    A subclass has `embargo` (`embargo_key`), says by `has_been_seen_at` whether readers have had
    it, and keeps by `_change` what a verb did.
    """

    # The embargo's hour, kept here too so that the database can compare it with the item's own.
    not_before = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_held_back(self):
        """Whether an embargo keeps readers from it, whatever is pressed."""
        return self.not_before is not None and self.not_before > clock.now()

    def put_under(self, embargo, *, by):
        """Promise that no reader sees it before the embargo's hour; None ends that.

        What is scheduled for an earlier hour waits for it. Raises `publishing.NotReady` if
        readers have it already, or the embargo is over.
        """
        with transaction.atomic():
            if embargo:
                # First, as the embargo's own verbs do, or the two would wait for each other.
                embargo.lock_and_reload()
            with self._verb("put_under", by) as now:
                publishing.ensure_can_be_embargoed(self, embargo, now)
                if self.embargo == embargo:
                    return
                self.embargo = embargo
                self.not_before = embargo.until if embargo else None
                if embargo and self._appears_at and self._appears_at < embargo.until:
                    self._move_to(embargo.until)
                action = "put under embargo" if embargo else "embargo removed"
                self._change(action, now, by, embargo.name if embargo else "")

    def follow_embargo(self, before, until, *, by):
        """The embargo over it has moved from one hour to another (Embargo.move, Embargo.lift)."""
        with self._verb("put_under", by) as now:
            waits_for_it = self._appears_at == before
            self.not_before = until
            if self._appears_at and (waits_for_it or self._appears_at < until):
                self._move_to(until)
            what = "published" if waits_for_it else None
            self._change("embargo moved", now, by, what=what, hour=until.isoformat())

    @property
    def _appears_at(self):
        """The hour from which on readers get it, if it has one of its own."""
        return self.published_at

    def _move_to(self, hour):
        self.published_at = hour

    @property
    def leaves_at(self):
        """The hour from which on readers do not get it any more; only stories have one."""
        return None

    def has_been_seen_at(self, now):
        raise NotImplementedError

    def _change(self, action, now, by, note="", *, what=None, **details):
        """Save what a verb changed, with its line of the log and all that follows from it.

        `what` says what readers notice of it at once (Announcement.What), None that they do not.
        """
        raise NotImplementedError
