"""A copy that follows what changes: each page has the surrogate keys of what it shows, and is made
anew once one of them is touched (newsroom/page_store/forgetting.py).

The keys are in memory alone: a new process copies everything once, and follows from there.
"""

from collections import defaultdict, deque
from datetime import timedelta

from django.utils import timezone

from newsroom import clock
from newsroom.page_store.keys import DAY, EVERYTHING, YEAR, collecting
from newsroom.page_store.models import Invalidation

from .addresses import file_of
from .copying import Copy

# A transaction may say something now and be committed so much later; none of ours takes as long.
LOOK_BACK = timedelta(minutes=10)


class Mirror(Copy):
    """As `Copy`, brought up to date by keys. `is_urgent(keys)` says of the keys of a page that it
    goes before the others: what was taken down."""

    def __init__(self, *args, is_urgent=lambda keys: False, **options):
        super().__init__(*args, **options)
        self.is_urgent = is_urgent
        self._keys, self._showing = {}, defaultdict(set)
        self._is_updating = False

    def showing(self, keys):
        """The addresses of pages that show one of these."""
        return set().union(*(self._showing.get(key, ()) for key in keys))

    def update(self, keys):
        """Make what shows one of these keys anew, and what that leads to. Raises Refused.

        Returns the addresses that could not be made, for another time.
        """
        return self.make_anew(self.showing(keys), keys)

    def make_anew(self, addresses, keys=frozenset()):
        touched = frozenset(keys)
        first = sorted(addresses, key=lambda each: not self.is_urgent(self._of(each) & touched))
        with self._in_words(), self.state.at_work():
            self._before, self._now = self.state.files, dict(self.state.files)
            self._seen, self._waiting = {*self._seen, *addresses}, deque(first)
            self.report.faults, self._is_updating = [], True
            try:
                with self.state.noting():
                    self._go_through(lambda done, known: None)
            finally:
                self._is_updating = False
            self.state.write(self._now)
        return {address for address, _ in self.report.faults}

    def _make(self, beginnings, pages_of_its_own, progress):
        self.report.faults, self._now = [], {}
        self._seen, self._waiting = set(), deque()
        super()._make(beginnings, pages_of_its_own, progress)

    def _of(self, address):
        return self._keys.get(address, frozenset())

    def _is_final(self, address, file):
        # Once asked for its keys, unless one of them was touched.
        return not self._is_updating and address in self._keys and super()._is_final(address, file)

    def _ask(self, address):
        with collecting(with_frames=True) as keys:
            answer = super()._ask(address)
        if answer[0] < 500:
            self._remember(address, frozenset(keys))
        return answer

    def _take(self, address, file, status, headers, body):
        if self._is_updating and 400 <= status < 500:
            # Whoever goes on leading there finds the page 404 of the copy.
            self._remember(address, frozenset())
            self._seen.discard(address)
            if self._now.pop(file_of(address), None):
                self._remove(file)
            return
        super()._take(address, file, status, headers, body)

    def _remember(self, address, keys):
        for key in self._of(address) - keys:
            self._showing[key].discard(address)
        for key in keys - self._of(address) - {EVERYTHING}:
            self._showing[key].add(address)
        self._keys[address] = keys
        if not keys:
            del self._keys[address]


class Changes:
    """What was changed since somebody looked last, by the database's clock."""

    def __init__(self):
        now = clock.now()
        self._looked_at, self._day = now, _day(now)
        self._seen = set(_rows(now))

    def new(self):
        """The keys that were touched since the last call; EVERYTHING after too long a time."""
        now, before = clock.now(), self._looked_at
        rows = _rows(now)
        keys = {key for pk, said in rows.items() if pk not in self._seen for key in said}
        self._seen, self._looked_at = set(rows), now
        today, yesterday = _day(now), self._day
        self._day = today
        if today != yesterday:
            keys |= {DAY} if today.year == yesterday.year else {DAY, YEAR}
        return keys | {EVERYTHING} if now - before > LOOK_BACK / 2 else keys


def _rows(now):
    rows = Invalidation.objects.filter(due_at__gt=now - LOOK_BACK, due_at__lte=now)
    return dict(rows.values_list("pk", "keys"))


def _day(now):
    return timezone.localtime(now).date()
