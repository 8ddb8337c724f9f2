"""The full-text indexes of the two databases, over the terms in entries: readers' and the desk's.

PostgreSQL keeps vectors beside each entry (migrations 0004 and 0020), SQLite a table of its own for
each table of entries. Both are asked the same `Query` (query.py) and know nothing of languages:
folding and inflection are done before (terms.py).
"""

from functools import partial
from typing import NamedTuple

from django.db import connection, connections
from django.db.models import F, Lookup

from newsroom.clock import Now
from newsroom.composed_once import AtAsking
from newsroom.model_fields import TextField

from .query import PREFIX, GivenQuery

# What can be searched: columns of an entry.
HEADLINE = ("headline",)
NAMED = ("headline", "names")
ALL = ("headline", "names", "text")


class Index(NamedTuple):
    """A table of entries, its vectors in PostgreSQL by their columns, SQLite's table beside it."""

    entries: str
    vectors: dict
    in_sqlite: str


READERS = Index(
    "articles_searchentry",
    {HEADLINE: "headline_vector", NAMED: "named_vector", ALL: "vector"},
    "articles_searchindex",
)
DESK = Index(
    "articles_deskentry", {HEADLINE: "headline_vector", ALL: "vector"}, "articles_deskindex"
)


# For an order of words PostgreSQL has to look into each text that has them, 17 µs each: so many
# are looked into, those of the stories that were begun last.
MOST_COMPARED = 1_000


def number_of(index, query):
    """How many entries of stories match, not counting beyond an order of words: one query."""
    match = _match_in_sqlite if connection.vendor == "sqlite" else _match_in_postgresql
    found, search = match(index, query.in_any_order(), ALL)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM {index.entries}"  # noqa: S608 our own names
            f" WHERE {_is_of('story')} AND {found}",
            [search],
        )
        return cursor.fetchone()[0]


class Matches(Lookup):
    """Whether the row with this primary key matches the query, in these columns of its entry.

    `kind` names the foreign key of the entry that `key` is a value of. A lookup: of what a function
    says SQLite is asked whether it equals 1, and then it asks row after row instead of its index.
    """

    prepare_rhs = False
    most_compared = None

    def __init__(self, key, kind, query, columns=ALL):
        super().__init__(key, query)
        self.kind, self.columns = kind, columns

    def as_sqlite(self, compiler, connection):
        return self._sql(compiler, connection, _match_in_sqlite)

    def as_postgresql(self, compiler, connection):
        return self._sql(compiler, connection, _match_in_postgresql)

    def _sql(self, compiler, connection, match):
        key, params = self.process_lhs(compiler, connection)
        entries, more = self._entries(compiler, match)
        return f"{key} IN ({entries})", (*params, *more)

    def _entries(self, compiler, match):
        return self._of(READERS, self.kind, match)

    def _of(self, index, kind, match):
        found, search = match(index, self.rhs, self.columns)
        if not (self.most_compared and self.columns == ALL and self.rhs.asks_for_an_order):
            return (
                f"SELECT {kind}_id FROM {index.entries}"  # noqa: S608 our own names
                f" WHERE {_is_of(kind)} AND {found}",
                (search,),
            )
        words, of_words = match(index, self.rhs.in_any_order(), self.columns)
        some = (
            f"SELECT * FROM {index.entries} WHERE {_is_of(kind)} AND {words}"  # noqa: S608
            f" ORDER BY COALESCE({kind}_id, 0) DESC LIMIT {self.most_compared:d}"
        )
        return (
            f"SELECT {kind}_id FROM ({some}) newest WHERE {found}",  # noqa: S608 our own names
            (of_words, search),
        )


class StoryMatches(Matches):
    """The same of a story as readers get it: by its scheduled update once that is due.

    One set of keys: with an "or" between two, PostgreSQL unpacks the vector of every entry. An
    order of words is looked for in MOST_COMPARED of those that have the words.
    """

    @property
    def most_compared(self):
        return MOST_COMPARED

    def __init__(self, key, query, columns=ALL):
        super().__init__(key, "story", query, columns)

    def _entries(self, compiler, match):
        now, moment = compiler.compile(Now())
        due = f"(SELECT id FROM articles_story WHERE update_at <= {now})"  # noqa: S608
        live, params = self._of(READERS, "story", match)
        update, _ = self._of(READERS, "update", match)
        entries = f"{live} AND story_id NOT IN {due} UNION ALL {update} AND update_id IN {due}"
        return entries, (*params, *moment) * 2

    def _sql(self, compiler, connection, match):
        key, params = self.process_lhs(compiler, connection)
        entries, more = self._entries(compiler, match)
        return f"{key} IN ({_found_first(entries)})", (*params, *more)


def _is_of(kind):
    # Nearly all are of stories: for them the index of words shall be asked, not that of numbers,
    # entry for entry. It cannot say this.
    return "COALESCE(story_id, 0) > 0" if kind == "story" else f"{kind}_id IS NOT NULL"


def _found_first(entries):
    """PostgreSQL would sometimes rather unpack the vector of story after story."""
    return f"WITH found (pk) AS MATERIALIZED ({entries}) SELECT pk FROM found"  # noqa: S608


class FoundAtTheDesk(StoryMatches):
    """For `pk__in`: the stories that match as somebody at the desk may read them.

    `own` is a subquery of the stories of which they may read what readers have not got: of all
    others readers' text is searched. None for whoever may read every version.
    With `newest` only so many, those that were begun last.
    """

    def __init__(self, query, own=None, columns=ALL, *, newest=None):
        super().__init__(F("pk"), query, columns)
        self.own, self.newest = own, newest

    def _sql(self, compiler, connection, match):
        entries, params = self._entries(compiler, match)
        found = _found_first(entries)
        if self.newest:
            found += f" ORDER BY pk DESC LIMIT {self.newest:d}"
        return f"({found})", params

    def _entries(self, compiler, match):
        entries, params = self._of(DESK, "story", match)
        if self.own is None:
            return entries, params
        own, of_whom = compiler.compile(self.own)
        others, more = super()._entries(compiler, match)
        return f"{entries} AND story_id IN {own} UNION ALL {others}", (*params, *of_whom, *more)


def _match_in_sqlite(index, query, columns):
    table = index.in_sqlite
    found = f"id IN (SELECT rowid FROM {table} WHERE {table} MATCH %s)"  # noqa: S608 our own names
    return found, _written(query, partial(fts5, columns=columns))


def _match_in_postgresql(index, query, columns):
    return f"{index.vectors[columns]} @@ %s::tsquery", _written(query, tsquery)


def _written(query, write):
    return _Written(query, write) if isinstance(query, GivenQuery) else write(query)


class _Written(AtAsking):
    """What a database is asked, written when it is known what somebody searches for."""

    output_field = TextField()
    plans_alike = False  # a word that all stories have is found in other ways than one of few

    def __init__(self, query, write):
        self.query, self.write = query, write

    def value_for(self, values, connection):
        return self.write(self.query.of(values["query"]))


def fts5(query, columns=ALL):
    """The query as SQLite's FTS5 expects it: phrases in double quotes, AND, OR, NOT."""

    def following(phrase):
        # Terms hold nothing but letters, digits and marks: nothing to escape.
        words = '"' + " ".join(phrase).removesuffix(PREFIX) + '"'
        return f"{words} *" if phrase[-1].endswith(PREFIX) else words

    def one_of(phrases):
        return "(" + " OR ".join(map(following if query.in_order else there, phrases)) + ")"

    def there(phrase):
        return "(" + " AND ".join(following((term,)) for term in phrase) + ")"

    wanted = " AND ".join(one_of(group) for group in query.all_of)
    match = f"({wanted})" if columns == ALL else f"{{{' '.join(columns)}}} : ({wanted})"
    return f"({match}) NOT {one_of(query.none_of)}" if query.none_of else match


def tsquery(query):
    """The query as PostgreSQL's tsquery expects it: `<->` between a phrase's terms, &, |, !."""

    def lexeme(term):
        return f"'{term.removesuffix(PREFIX)}'" + (":*" if term.endswith(PREFIX) else "")

    def following(phrase):
        return "(" + (" <-> " if query.in_order else " & ").join(map(lexeme, phrase)) + ")"

    def one_of(phrases):
        return "(" + " | ".join(map(following, phrases)) + ")"

    match = " & ".join(one_of(group) for group in query.all_of)
    return f"{match} & !{one_of(query.none_of)}" if query.none_of else match


_SQLITE_TABLE = """
    CREATE VIRTUAL TABLE {index} USING fts5(
        headline, names, text, content='{entries}', content_rowid='id',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
    )
"""
_DELETE_OLD = (
    "INSERT INTO {index} ({index}, rowid, headline, names, text)"
    " VALUES ('delete', old.id, old.headline, old.names, old.text);"
)
_INSERT_NEW = (
    "INSERT INTO {index} (rowid, headline, names, text)"
    " VALUES (new.id, new.headline, new.names, new.text);"
)
_SQLITE_TRIGGERS = {
    "{entries}_in": f"AFTER INSERT ON {{entries}} BEGIN {_INSERT_NEW} END",
    "{entries}_out": f"AFTER DELETE ON {{entries}} BEGIN {_DELETE_OLD} END",
    "{entries}_new": f"AFTER UPDATE ON {{entries}} BEGIN {_DELETE_OLD} {_INSERT_NEW} END",
}

REBUILD = "INSERT INTO {index} ({index}) VALUES ('rebuild')"


def prepare(using="default", **kwargs):
    """Create what is missing of SQLite's indexes and fill it. Idempotent; nothing elsewhere.

    Runs after each migrate, because SQLite drops the triggers of a table whenever a
    migration changes that table.
    """
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
        present = {name for (name,) in cursor.fetchall()}
        for index in (READERS, DESK):
            _prepare(cursor, index, present)


def triggers_of(index):
    """What keeps SQLite's table up to date, by the names of the triggers."""
    names = _names(index)
    return {name.format(**names): sql.format(**names) for name, sql in _SQLITE_TRIGGERS.items()}


def _names(index):
    return {"entries": index.entries, "index": index.in_sqlite}


def _prepare(cursor, index, present):
    cursor.execute(f"SELECT 1 FROM pragma_table_info('{index.entries}') WHERE name = 'id'")  # noqa: S608
    if cursor.fetchone() is None:
        return  # migrated back to before there was such a table
    names, triggers = _names(index), triggers_of(index)
    missing = triggers.keys() - present
    if index.in_sqlite not in present:
        cursor.execute(_SQLITE_TABLE.format(**names))
    elif not missing:
        return
    for name in missing:
        cursor.execute(f"CREATE TRIGGER {name} {triggers[name]}")
    cursor.execute(REBUILD.format(**names))
