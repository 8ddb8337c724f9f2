"""The full-text indexes of the two databases, over the terms in SearchEntry.

PostgreSQL keeps vectors beside each entry (migration 0004), SQLite a table
`articles_searchindex` of its own. Both are asked the same `Query` (query.py) and know nothing of
languages: folding and inflection are done before (terms.py).
"""

from django.db import connections
from django.db.models import BooleanField, Func

from newsroom.clock import Now

# What can be searched: columns of SearchEntry, and the vector over them in PostgreSQL.
HEADLINE = ("headline",)
NAMED = ("headline", "names")
ALL = ("headline", "names", "text")
VECTORS = {HEADLINE: "headline_vector", NAMED: "named_vector", ALL: "vector"}


class Matches(Func):
    """Whether the row with this primary key matches the query, in these columns of its entry.

    `kind` names the foreign key of SearchEntry that `key` is a value of.
    """

    output_field = BooleanField()
    arity = 1

    def __init__(self, key, kind, query, columns=ALL):
        super().__init__(key)
        self.kind, self.query, self.columns = kind, query, columns

    def as_sqlite(self, compiler, connection, **extra):
        match = "id IN (SELECT rowid FROM articles_searchindex WHERE articles_searchindex MATCH %s)"
        return self._sql(compiler, connection, match, fts5(self.query, self.columns))

    def as_postgresql(self, compiler, connection, **extra):
        match = f"{VECTORS[self.columns]} @@ %s::tsquery"
        return self._sql(compiler, connection, match, tsquery(self.query))

    def _sql(self, compiler, connection, match, search):
        key, params = self.as_sql(compiler, connection, template="%(expressions)s")
        entries, more = self._entries(compiler, self.kind, match, search)
        return f"{key} IN ({entries})", (*params, *more)

    def _entries(self, compiler, kind, match, search):
        return (
            f"SELECT {kind}_id FROM articles_searchentry"  # noqa: S608 our own names
            f" WHERE {kind}_id IS NOT NULL AND {match}",
            (search,),
        )


class StoryMatches(Matches):
    """The same of a story as readers get it: by its scheduled update once that is due.

    One set of keys: with an "or" between two, PostgreSQL unpacks the vector of every entry.
    """

    def __init__(self, key, query, columns=ALL):
        super().__init__(key, "story", query, columns)

    def _entries(self, compiler, kind, match, search):
        now, moment = compiler.compile(Now())
        due = f"(SELECT id FROM articles_story WHERE update_at <= {now})"  # noqa: S608
        live, params = super()._entries(compiler, "story", match, search)
        update, _ = super()._entries(compiler, "update", match, search)
        entries = f"{live} AND story_id NOT IN {due} UNION ALL {update} AND update_id IN {due}"
        return entries, (*params, *moment) * 2


def fts5(query, columns=ALL):
    """The query as SQLite's FTS5 expects it: phrases in double quotes, AND, OR, NOT."""

    def one_of(phrases):
        # Terms hold nothing but letters, digits and marks: nothing to escape.
        return "(" + " OR ".join('"' + " ".join(phrase) + '"' for phrase in phrases) + ")"

    wanted = " AND ".join(one_of(group) for group in query.all_of)
    match = f"({wanted})" if columns == ALL else f"{{{' '.join(columns)}}} : ({wanted})"
    return f"({match}) NOT {one_of(query.none_of)}" if query.none_of else match


def tsquery(query):
    """The query as PostgreSQL's tsquery expects it: `<->` between a phrase's terms, &, |, !."""

    def following(phrase):
        return "(" + " <-> ".join(f"'{term}'" for term in phrase) + ")"

    def one_of(phrases):
        return "(" + " | ".join(map(following, phrases)) + ")"

    match = " & ".join(one_of(group) for group in query.all_of)
    return f"{match} & !{one_of(query.none_of)}" if query.none_of else match


SQLITE_TABLE = """
    CREATE VIRTUAL TABLE articles_searchindex USING fts5(
        headline, names, text, content='articles_searchentry', content_rowid='id',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
    )
"""
_DELETE_OLD = (
    "INSERT INTO articles_searchindex (articles_searchindex, rowid, headline, names, text)"
    " VALUES ('delete', old.id, old.headline, old.names, old.text);"
)
_INSERT_NEW = (
    "INSERT INTO articles_searchindex (rowid, headline, names, text)"
    " VALUES (new.id, new.headline, new.names, new.text);"
)
SQLITE_TRIGGERS = {
    "articles_searchentry_in": f"AFTER INSERT ON articles_searchentry BEGIN {_INSERT_NEW} END",
    "articles_searchentry_out": f"AFTER DELETE ON articles_searchentry BEGIN {_DELETE_OLD} END",
    "articles_searchentry_new": (
        f"AFTER UPDATE ON articles_searchentry BEGIN {_DELETE_OLD} {_INSERT_NEW} END"
    ),
}


def prepare(using="default", **kwargs):
    """Create what is missing of SQLite's index and fill it. Idempotent; nothing elsewhere.

    Runs after each migrate, because SQLite drops the triggers of a table whenever a
    migration changes that table.
    """
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pragma_table_info('articles_searchentry') WHERE name = 'id'")
        if cursor.fetchone() is None:
            return  # migrated back to before there was such a table
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE 'articles_search%'"
            " AND type IN ('table', 'trigger')"
        )
        present = {name for (name,) in cursor.fetchall()}
        missing = [name for name in SQLITE_TRIGGERS if name not in present]
        if "articles_searchindex" not in present:
            cursor.execute(SQLITE_TABLE)
        elif not missing:
            return
        for name in missing:
            cursor.execute(f"CREATE TRIGGER {name} {SQLITE_TRIGGERS[name]}")
        cursor.execute("INSERT INTO articles_searchindex (articles_searchindex) VALUES ('rebuild')")
