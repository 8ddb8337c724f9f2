"""What a change says: the pages that show this are to be made anew."""

from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from newsroom.suspending import Suspension

from . import generations
from .keys import EVERYTHING
from .models import Invalidation

_all_at_once = Suspension("page_store.all_at_once")


@dataclass(frozen=True)
class _Forget:
    """What happens on commit. An object, so that what this transaction forgets can be looked up."""

    keys: frozenset
    row: int

    def __call__(self):
        if kept := generations.current():
            kept.forget(self.keys, self.row)


def forget(*keys):
    """Have all pages with one of these surrogate keys made anew.

    From the moment on at which the current transaction is committed, and only if it is: on this
    machine at once, on others as soon as they have read of it.
    """
    if _all_at_once.is_active():
        return
    with transaction.atomic():
        # A savepoint that is rolled back takes its callbacks with it, as it does its rows.
        said = (each for _, each, *_ in connection.run_on_commit if isinstance(each, _Forget))
        new = frozenset(keys).difference(*(each.keys for each in said))
        if new:
            row = Invalidation.objects.create(keys=sorted(new))
            transaction.on_commit(_Forget(new, row.pk))


def plan(source, hours):
    """Have pages made anew at later hours, and forget what was planned for this source before.

    `source` names whose hours they are ("story-12"); `hours` is a list of pairs of an aware
    datetime and a list of keys. What has passed is left out.
    """
    if _all_at_once.is_active() and not hours:
        return
    with transaction.atomic():
        planned = Invalidation.objects.filter(source=source)
        planned.exclude(pk__in=planned.due().values("pk")).delete()
        Invalidation.objects.bulk_create(
            Invalidation(keys=sorted(keys), due_at=at, source=source) for at, keys in hours
        )


@contextmanager
def all_at_once():
    """For thousands of changes in a row (an import): after them every page is made anew.

    Also after those that were committed before one failed.
    """
    try:
        with _all_at_once():
            yield
    finally:
        if not connection.needs_rollback:
            forget(EVERYTHING)
