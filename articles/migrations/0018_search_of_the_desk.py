"""The desk searches for parts of words in headlines: on PostgreSQL by an index of trigrams.

Its extension pg_trgm comes with PostgreSQL, and whoever owns a database may switch it on. Where that
is not so, the desk's search reads every headline, as it does on SQLite.
"""

from django.db import Error, migrations, transaction

# As Django asks for it (`icontains`).
INDEX = """
    CREATE INDEX version_headline_trigrams ON articles_storyversion
    USING gin (UPPER(headline::text) gin_trgm_ops)
"""


def add_index(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except Error:
            return
        cursor.execute(INDEX)


def remove_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS version_headline_trigrams")


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_what_waits_at_the_desk")]

    operations = [migrations.RunPython(add_index, remove_index)]
