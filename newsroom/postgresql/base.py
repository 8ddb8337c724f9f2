"""The ENGINE `newsroom.postgresql`: Django's own, with an end to every wait.

What PostgreSQL itself can end (a statement, a wait for a lock, a transaction in which nothing is
said) it is told of when a connection is made. What it cannot, because it does not answer at all,
ends here some seconds later.
"""

import os

import psycopg2
from django.db.backends.postgresql import base
from psycopg2 import extensions

from newsroom import patience
from newsroom.composed_once import Statement
from newsroom.patience import cutting
from newsroom.patience.silence import Silence

from .preparing import Prepared

# To PostgreSQL's own limit, whose words say more than a lost connection.
GRACE = 1  # second
# Whether a kept connection still answers is a question without any work.
CHECK = 2  # seconds

silence = Silence(
    lambda: psycopg2.OperationalError("PostgreSQL does not answer; another thread asks already.")
)


class Connection(extensions.connection):
    seconds = 0  # that an answer may take

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepared = Prepared()

    def commit(self):
        return cutting.within(self.seconds, self, super().commit)

    def rollback(self):
        return cutting.within(self.seconds, self, super().rollback)


class Cursor(extensions.cursor):
    def _within(self, work, *args):
        return cutting.within(self.connection.seconds, self.connection, work, *args)

    def execute(self, sql, params=None):
        prepared = self.connection.prepared
        # What a cursor with a name asks is sent within a command of its own.
        if isinstance(sql, Statement) and not self.name and prepared.may_have(sql, self.connection):
            return prepared.execute(self._executed, sql, params)
        return self._executed(sql, params)

    def _executed(self, *args):
        return self._within(super().execute, *args)

    def executemany(self, *args):
        return self._within(super().executemany, *args)

    def fetchone(self):
        return self._fetched(super().fetchone)

    def fetchmany(self, *args):
        return self._fetched(super().fetchmany, *args)

    def fetchall(self):
        return self._fetched(super().fetchall)

    def _fetched(self, fetch, *args):
        # Of a cursor with a name the server holds the rows; those of others are here already.
        return self._within(fetch, *args) if self.name else fetch(*args)


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self):
        params = super().get_connection_params()
        params |= {"connection_factory": Connection, "cursor_factory": Cursor}
        if told := _told(patience.of_this_process()):
            # A parameter of ours hides PGOPTIONS from libpq.
            before = params.get("options") or os.environ.get("PGOPTIONS", "")
            params["options"] = f"{before} {told}".strip()
        return params

    def get_new_connection(self, conn_params):
        with silence.asked():
            connection = super().get_new_connection(conn_params)
        if limit := patience.of_this_process().statement:
            connection.seconds = limit + GRACE
        return connection

    def is_usable(self):
        if self.connection is None or not self.connection.seconds:
            return super().is_usable()
        usual, self.connection.seconds = self.connection.seconds, CHECK
        try:
            with silence.asked():
                if not super().is_usable():
                    raise psycopg2.OperationalError
        except psycopg2.OperationalError:
            return False
        finally:
            self.connection.seconds = usual
        return True


def _told(limits):
    milliseconds = {
        "statement_timeout": limits.statement,
        "lock_timeout": limits.lock,
        "idle_in_transaction_session_timeout": limits.idle_in_transaction,
    }
    return " ".join(f"-c {name}={1000 * limit}" for name, limit in milliseconds.items() if limit)
