"""PostgreSQL's full-text index over the terms of SearchEntry.

SQLite's is made after each migrate (articles.search.full_text.prepare): its triggers do not
survive a change of their table.
"""

from django.db import migrations

# No dictionary and no parser of PostgreSQL's has a say: terms are folded and stemmed by us
# and stand between spaces. Positions begin at 2, so that no phrase runs from one column
# into the next; they end at 16,383, which is PostgreSQL's limit.
CREATE = [
    """
    CREATE FUNCTION articles_lexemes(terms text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(string_agg('''' || term || ''':' || place + 1, ' '), '')::tsvector
        FROM unnest(string_to_array(terms, ' ')) WITH ORDINALITY AS word (term, place)
        WHERE term <> ''
    $$
    """,
    # One vector for each set of columns that is searched. Weights in a single one would ask
    # PostgreSQL to unpack every vector that the index has found.
    """
    ALTER TABLE articles_searchentry
        ADD COLUMN headline_vector tsvector GENERATED ALWAYS AS (
            articles_lexemes(headline)
        ) STORED,
        ADD COLUMN named_vector tsvector GENERATED ALWAYS AS (
            articles_lexemes(headline) || articles_lexemes(names)
        ) STORED,
        ADD COLUMN vector tsvector GENERATED ALWAYS AS (
            articles_lexemes(headline) || articles_lexemes(names) || articles_lexemes(text)
        ) STORED
    """,
    "CREATE INDEX searchentry_headline_vector ON articles_searchentry USING gin (headline_vector)",
    "CREATE INDEX searchentry_named_vector ON articles_searchentry USING gin (named_vector)",
    "CREATE INDEX searchentry_vector ON articles_searchentry USING gin (vector)",
]
REMOVE = [
    """
    ALTER TABLE articles_searchentry
        DROP COLUMN headline_vector, DROP COLUMN named_vector, DROP COLUMN vector
    """,
    "DROP FUNCTION articles_lexemes(text)",
]


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in CREATE:
            schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in REMOVE:
            schema_editor.execute(statement)
    else:
        # Its triggers would outlive the table they write to.
        schema_editor.execute("DROP TABLE IF EXISTS articles_searchindex")
        for name in ("in", "out", "new"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS articles_searchentry_{name}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(create, remove)]
