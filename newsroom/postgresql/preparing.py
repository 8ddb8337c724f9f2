"""Statements that PostgreSQL plans once for a connection, where it would plan each that is sent.

To plan what a page asks takes it three times as long as to answer. What is composed once
(newsroom.composed_once) is therefore prepared once, under a name made of its words, and executed by
that name from then on: https://www.postgresql.org/docs/current/sql-prepare.html

Only outside of transactions, where a statement that cannot be had under its name costs nothing but
a second question. That is so behind a pooler that lends one connection to many (PgBouncer by
transaction): after the first such answer a connection prepares nothing any more.
"""

import hashlib

from psycopg2 import errors
from psycopg2.extensions import AsIs

MOST = 200  # statements of one connection: PostgreSQL keeps a plan of each
# Somebody else's connection, or one that was wiped (DISCARD ALL); or a migration has changed the
# type of a column meanwhile.
NOT_OURS = (
    errors.InvalidSqlStatementName,
    errors.DuplicatePreparedStatement,
    errors.FeatureNotSupported,
)


class Prepared:
    """The statements that one connection knows by name."""

    def __init__(self):
        self.names = set()
        self.is_possible = True

    def may_have(self, statement, connection):
        if not (self.is_possible and statement.plans_alike and connection.autocommit):
            return False
        return _name(statement) in self.names or len(self.names) < MOST

    def execute(self, execute, statement, params):
        """Let `execute(sql, params)` ask for a newsroom.composed_once.Statement by its name."""
        name = _name(statement)
        values = tuple(params[place] for place in statement.given)
        try:
            if name not in self.names:
                execute(*_preparing(name, statement, params))
                self.names.add(name)
            return execute(_executing(name, len(values)), values)
        except NOT_OURS:
            self.is_possible = False
            return execute(str(statement), params)


def _name(statement):
    if statement.name is None:
        words = repr((str(statement), statement.kept_params, sorted(statement.given.items())))
        digest = hashlib.sha256(words.encode()).hexdigest()
        statement.name = f"composed_{digest[:32]}"
    return statement.name


def _preparing(name, statement, params):
    """(sql, params): what stays the same is written out, what is given has a number."""
    types = ", ".join(statement.given.values())
    numbers = {place: AsIs(f"${n}") for n, place in enumerate(statement.given, start=1)}
    written = tuple(numbers.get(place, value) for place, value in enumerate(params))
    return f"PREPARE {name}{f' ({types})' if types else ''} AS {statement}", written


def _executing(name, count):
    places = ", ".join(["%s"] * count)
    return f"EXECUTE {name}{f' ({places})' if count else ''}"
