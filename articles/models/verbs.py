from contextlib import contextmanager

from django.db import models, transaction

from articles import rights
from newsroom import actor, clock

from .record import Record


class Verbs(models.Model):
    """The one law for whatever changes what the newsroom works on or readers get.

    A verb is a method that asks `by=`: who does it, somebody with an account, or None for the
    site itself (worker, import, demo). It waits for the row's lock and reads the row again,
    refuses who may not (articles.rights, PermissionDenied) and what is not ready
    (`publishing.NotReady`), keeps a line of the log, and plans what the world is told, all in
    one transaction. Pressed twice, it changes nothing the second time. The law for several rows
    at once is the same: see articles.comments.models.
    """

    # How the row is locked. Only the row itself: PostgreSQL locks no outer-joined table.
    LOCK = {"of": ("self",)}

    class Meta:
        abstract = True

    @contextmanager
    def _verb(self, name, by):
        """What a verb does stands in here; yields the moment, on the database's clock.

        Raises PermissionDenied if `by` may not use the verb of this name.
        """
        with transaction.atomic(), actor.acting(by):
            self.lock_and_reload()
            rights.ensure(by, name, self)
            yield self._begin()

    def _begin(self):
        return clock.now()

    def lock_and_reload(self, fields=None):
        """Wait for whoever has the row, and read it again; to be called in a transaction.

        Two people may press at once.
        """
        rows = type(self)._default_manager.select_for_update(**self.LOCK)
        self.refresh_from_db(fields=fields, from_queryset=rows)

    def _record(self, action, by, note="", **details):
        Record.objects.keep(self, action, by=by, note=note, **details)
