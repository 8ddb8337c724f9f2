"""The full-text indexes of the two databases, over the terms in SearchEntry.

PostgreSQL keeps vectors beside each entry (migration 0004), SQLite a table
`articles_searchindex` of its own. Both are asked the same `Query` and know nothing of
languages: folding and stems are done before (see articles.search.terms).
"""

from dataclasses import dataclass

from django.db import connections
from django.db.models import BooleanField, Func

# What can be searched: columns of SearchEntry, and the vector over them in PostgreSQL.
HEADLINE = ("headline",)
NAMED = ("headline", "names")
ALL = ("headline", "names", "text")
VECTORS = {HEADLINE: "headline_vector", NAMED: "named_vector", ALL: "vector"}


@dataclass(frozen=True)
class Query:
    """What is looked for, in terms. A phrase is a tuple of terms that follow each other.

    An answer has one phrase of each group in `all_of` and no phrase of `none_of`.
    """

    all_of: tuple = ()
    none_of: tuple = ()

    def phrases(self):
        return [phrase for group in self.all_of for phrase in group]


class Answers(Func):
    """Whether the thing with this key answers the query, in these columns of its entry.

    `kind` says what it is the key of: a field of SearchEntry.
    """

    output_field = BooleanField()
    arity = 1

    def __init__(self, key, kind, query, columns=ALL):
        super().__init__(key)
        self.kind, self.query, self.columns = kind, query, columns

    def as_sqlite(self, compiler, connection, **extra):
        match = "id IN (SELECT rowid FROM articles_searchindex WHERE articles_searchindex MATCH %s)"
        return self._asked(compiler, connection, match, fts5(self.query, self.columns))

    def as_postgresql(self, compiler, connection, **extra):
        match = f"{VECTORS[self.columns]} @@ %s::tsquery"
        return self._asked(compiler, connection, match, tsquery(self.query))

    def _asked(self, compiler, connection, match, question):
        template = (
            "%(expressions)s IN (SELECT %(kind)s_id FROM articles_searchentry"
            " WHERE %(kind)s_id IS NOT NULL AND %(match)s)"
        )
        sql, params = self.as_sql(
            compiler, connection, template=template, kind=self.kind, match=match
        )
        return sql, (*params, question)


def fts5(query, columns=ALL):
    """The query in the language of SQLite's FTS5."""

    def one_of(phrases):
        # Terms hold nothing but letters, digits and marks: nothing to escape.
        return "(" + " OR ".join('"' + " ".join(phrase) + '"' for phrase in phrases) + ")"

    wanted = " AND ".join(one_of(group) for group in query.all_of)
    asked = f"({wanted})" if columns == ALL else f"{{{' '.join(columns)}}} : ({wanted})"
    return f"({asked}) NOT {one_of(query.none_of)}" if query.none_of else asked


def tsquery(query):
    """The query in the language of PostgreSQL's tsquery."""

    def following(phrase):
        return "(" + " <-> ".join(f"'{term}'" for term in phrase) + ")"

    def one_of(phrases):
        return "(" + " | ".join(map(following, phrases)) + ")"

    asked = " & ".join(one_of(group) for group in query.all_of)
    return f"{asked} & !{one_of(query.none_of)}" if query.none_of else asked


SQLITE_TABLE = """
    CREATE VIRTUAL TABLE articles_searchindex USING fts5(
        headline, names, text, content='articles_searchentry', content_rowid='id',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
    )
"""
_OUT = (
    "INSERT INTO articles_searchindex (articles_searchindex, rowid, headline, names, text)"
    " VALUES ('delete', old.id, old.headline, old.names, old.text);"
)
_IN = (
    "INSERT INTO articles_searchindex (rowid, headline, names, text)"
    " VALUES (new.id, new.headline, new.names, new.text);"
)
SQLITE_TRIGGERS = {
    "articles_searchentry_in": f"AFTER INSERT ON articles_searchentry BEGIN {_IN} END",
    "articles_searchentry_out": f"AFTER DELETE ON articles_searchentry BEGIN {_OUT} END",
    "articles_searchentry_new": f"AFTER UPDATE ON articles_searchentry BEGIN {_OUT} {_IN} END",
}


def prepare(using="default", **kwargs):
    """Create what is missing of SQLite's index, and fill it; does nothing elsewhere.

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
