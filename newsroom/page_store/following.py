"""Following the outbox: what others have changed, and what the clock is about to.

A thread of each web process reads the rows of `Invalidation`. What another machine committed, or a
process that was killed before it could say so, is forgotten here within POLL_SECONDS. Rows whose
hour lies ahead are kept in mind: they are carried out at their moment on the database's clock,
also while the database does not answer.
"""

import heapq
import json
import logging
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from newsroom import clock
from newsroom.page_store.generations import NOTES
from newsroom.page_store.keys import DAY, EVERYTHING, YEAR
from newsroom.page_store.models import Invalidation

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.4
STATEMENT_SECONDS = 5
# A database that has not answered for so long counts as away. Longer than a statement may take: one
# that is only slow, on a machine with too much to do, is not refused to anybody.
AWAY_SECONDS = 6
# A transaction may say something now and be committed so much later; none of ours takes as long.
LOOK_BACK = timedelta(minutes=10)
LOOK_AHEAD = timedelta(hours=24)
KEPT_FOR = timedelta(days=7)
MOST_ROWS = 20_000


class Following:
    """What one process knows of the outbox; `generations` are those of this machine."""

    def __init__(self, generations):
        self.generations = generations
        self.failures, self.has_caught_up = 0, False
        self._goes_on, self._asked_at, self._identity = False, None, None
        self._seen, self._ahead, self._lock = set(), [], threading.Lock()
        # How far the database's clock is before this machine's, in seconds; a machine's own clock
        # may be hours wrong.
        self._offset = time.time() - seconds()
        self._thread, self._midnight = None, None
        # Seconds on this machine's clock at which somebody has to look: nothing is given out after.
        self.deadline = 0
        self._good_until = 0

    def start(self):
        """Have a thread follow; again after a fork, which has none."""
        if self._thread is None or not self._thread.is_alive():
            self._go_on_from_before()
            self._thread = threading.Thread(target=self._follow, name="page store", daemon=True)
            self._thread.start()

    @property
    def knows_enough(self):
        """Whether pages of before this process began may be given out.

        That is once it has read what happened since; and while the database is away, if this
        machine has heard all until then.
        """
        return self.has_caught_up or (self._goes_on and self.is_away)

    @property
    def is_away(self):
        """Whether the database has refused, or has not answered for AWAY_SECONDS."""
        asked_at = self._asked_at
        is_silent = asked_at is not None and seconds() - asked_at > AWAY_SECONDS
        return is_silent or self.failures > 0

    def look_at_the_clock(self):
        """Forget what the clock has changed; to be called from `deadline` on.

        Returns whether pages may be given out at all: not if the database has not been heard of
        for PAGE_STORE_OUTAGE_HOURS.
        """
        now = seconds()
        with self._lock:
            if self._midnight is None:
                self._midnight = self._next_midnight()
            while self._ahead and self._ahead[0][0] <= now:
                _, row, keys = heapq.heappop(self._ahead)
                self._carry_out(row, keys)
            if self._midnight <= now:
                today = datetime.fromtimestamp(now + self._offset, UTC)
                is_new_year = timezone.localtime(today).strftime("%m%d") == "0101"
                self.generations.forget([DAY, YEAR] if is_new_year else [DAY])
                self._midnight = self._next_midnight()
            self._set_deadline()
        return now < self._good_until

    def seconds_to_next(self):
        """For how long nothing is due by the clock."""
        return max(0, self.deadline - seconds())

    def poll(self):
        """Read what is new. Raises django.db.Error when the database does not answer."""
        begun = seconds()
        if not self.has_caught_up:
            self._identity = identity()
        now = clock.now()
        self._offset = now.timestamp() - (begun + seconds()) / 2
        rows = Invalidation.objects.filter(due_at__gt=self._since(now), due_at__lte=now)
        new = set(rows.order_by("due_at").values_list("pk", flat=True)[:MOST_ROWS]) - self._seen
        for row in Invalidation.objects.filter(pk__in=new).order_by("pk"):
            self._carry_out(row.pk, row.keys)
        ahead = Invalidation.objects.filter(due_at__gt=now, due_at__lte=now + LOOK_AHEAD)
        ahead = [
            (row.due_at.timestamp() - self._offset, row.pk, row.keys)
            for row in ahead.order_by("due_at")[:MOST_ROWS]
        ]
        with self._lock:
            heapq.heapify(ahead)
            self._ahead, self._midnight = ahead, self._next_midnight()
            self._good_until = seconds() + settings.PAGE_STORE_OUTAGE_HOURS * 60 * 60
            self._set_deadline()
        if len(self._seen) > MOST_ROWS * 2:
            self._seen = set(rows.values_list("pk", flat=True)[:MOST_ROWS])
        self._write_down({"heard": now.timestamp(), "identity": self._identity})
        self.has_caught_up = True

    def _follow(self):
        while True:
            try:
                self._asked_at = seconds()
                close_old_connections()
                if connection.connection is None:
                    _bound_statements()
                self.poll()
                self.failures = 0
            except Exception as error:  # whatever it is: pages go on as long as they may
                connection.close()
                # Who comes back may be another one.
                self.failures, self.has_caught_up = self.failures + 1, False
                self._goes_on = True
                if self.failures == 1:
                    logger.warning("The page store does not hear of changes: %s", error)
            finally:
                self._asked_at = None
            wait = min(POLL_SECONDS * 2 ** min(self.failures, 4), self.seconds_to_next() + 0.01)
            time.sleep(max(0.01, wait))
            if seconds() >= self.deadline:
                self.look_at_the_clock()

    def _since(self, now):
        """From which hour on rows are read: ten minutes back, or when somebody last listened."""
        if self.has_caught_up:
            return now - LOOK_BACK
        notes = self._notes()
        if notes.get("identity") != self._identity or now.timestamp() < notes["heard"]:
            # Another database, or one of before: nothing that was kept is known to be true.
            self.generations.forget([EVERYTHING])
            return now - LOOK_BACK
        heard = datetime.fromtimestamp(notes["heard"], UTC)
        if now - heard > KEPT_FOR - LOOK_BACK:
            self.generations.forget([EVERYTHING])
        return heard - LOOK_BACK

    def _carry_out(self, row, keys):
        if not self.generations.has_carried_out(row):
            self.generations.forget(keys, row)
        self._seen.add(row)

    def _go_on_from_before(self):
        """What another process of this machine has heard counts, until the first poll."""
        notes = self._notes()
        if notes.get("boot") != boot():
            # What was in memory when the machine stopped may not be in the file.
            self.generations.forget([EVERYTHING])
            self._write_down({"boot": boot(), "heard": 0, "identity": None})
        else:
            outage = settings.PAGE_STORE_OUTAGE_HOURS * 60 * 60
            self._good_until = notes.get("heard_here", 0) + outage
            self._goes_on = "heard_here" in notes
            self._offset = notes.get("offset", self._offset)
        self._set_deadline()

    def _next_midnight(self):
        now = timezone.localtime(datetime.fromtimestamp(seconds() + self._offset, UTC))
        day = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        return day.astimezone(UTC).timestamp() - self._offset

    def _set_deadline(self):
        hours = [self._good_until, *([self._midnight] if self._midnight else [])]
        self.deadline = min([*hours, *(at for at, *_ in self._ahead[:1])])

    def _notes(self):
        data = bytes(self.generations.memory[:NOTES]).rstrip(b"\x00")
        try:
            return json.loads(data) if data else {}
        except ValueError:
            return {}

    def _write_down(self, notes):
        known = self._notes() | notes
        if "heard" in notes:
            known |= {"boot": boot(), "heard_here": seconds(), "offset": self._offset}
        self.generations.memory[:NOTES] = json.dumps(known).encode().ljust(NOTES, b"\x00")


def seconds():
    """Seconds on a clock of this machine that nobody sets; the same for all its processes."""
    return time.monotonic()


def boot():
    """What tells this run of the machine from any other."""
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


def identity():
    """What tells this database from any other, also from one that was brought back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
            which = cursor.fetchone()[0]
        else:
            which = Path(connection.settings_dict["NAME"]).stat().st_ino
        cursor.execute("SELECT min(applied) FROM django_migrations")
        return f"{which} {cursor.fetchone()[0]}"


def prune():
    """Delete what everybody has heard of; the worker does it."""
    Invalidation.objects.filter(due_at__lt=clock.now() - KEPT_FOR).delete()


def _bound_statements():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = {STATEMENT_SECONDS * 1000}")
