"""One index for stories, galleries, quotes and authors.

An entry gets a number of its own, which SQLite cannot give to a table that has another key
already: a new table takes the entries over. Galleries, quotes and authors are entered here;
`manage.py reindex` would do the same.
"""

import django.db.models.deletion
from django.db import migrations, models

from articles.search.terms import terms

KINDS = ("story", "gallery", "quote", "author")
# The same vectors as in 0002, which wrote articles_lexemes().
VECTORS = [
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

OLD_TABLE = """
    CREATE TABLE articles_oldsearchentry (
        story_id bigint NOT NULL PRIMARY KEY
            REFERENCES articles_story (id) DEFERRABLE INITIALLY DEFERRED,
        headline text NOT NULL,
        text text NOT NULL,
        names text NOT NULL
    )
"""


def add_vectors(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in VECTORS:
            schema_editor.execute(statement)


def remove_vectors(apps, schema_editor):
    """Free the names for the other table. SQLite's index is made again after the migration."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE articles_searchentry"
            " DROP COLUMN headline_vector, DROP COLUMN named_vector, DROP COLUMN vector"
        )
        return
    schema_editor.execute("DROP TABLE IF EXISTS articles_searchindex")
    for name in ("in", "out", "new"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS articles_searchentry_{name}")


def take_over(apps, schema_editor):
    schema_editor.execute(
        "INSERT INTO articles_searchentry (story_id, headline, names, text)"
        " SELECT story_id, headline, names, text FROM articles_oldsearchentry"
    )
    entries = apps.get_model("articles", "SearchEntry").objects

    def enter(headline, names, *text, **thing):
        indexed = [" ".join(terms(words)) for words in (headline, names, " ".join(text))]
        entries.create(headline=indexed[0], names=indexed[1], text=indexed[2], **thing)

    galleries = apps.get_model("articles", "Gallery").objects
    for gallery in galleries.prefetch_related("placements__picture").iterator(chunk_size=100):
        captions = [p.caption or p.picture.caption for p in gallery.placements.all()]
        enter(gallery.title, "", gallery.standfirst, *captions, gallery=gallery)
    for quote in apps.get_model("articles", "Quote").objects.iterator():
        enter(quote.speaker, quote.role, quote.text, quote.source, quote=quote)
    for author in apps.get_model("articles", "Author").objects.iterator():
        enter(author.name, author.role, author.bio, author=author)


def entry_of(kind):
    return models.OneToOneField(
        null=True,
        on_delete=django.db.models.deletion.CASCADE,
        related_name="search_entry",
        to=f"articles.{kind}",
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_readers_paper")]

    operations = [
        migrations.RunPython(remove_vectors, add_vectors),
        # Not RenameModel, which would take the content type along.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE articles_searchentry RENAME TO articles_oldsearchentry",
                    "ALTER TABLE articles_oldsearchentry RENAME TO articles_searchentry",
                )
            ],
            state_operations=[migrations.DeleteModel("SearchEntry")],
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("headline", models.TextField(help_text="Headline, title, or the name of author or speaker.")),
                ("names", models.TextField(help_text="Section, topics and authors, or somebody's role.")),
                ("text", models.TextField()),
                ("story", entry_of("story")),
                ("gallery", entry_of("gallery")),
                ("quote", entry_of("quote")),
                ("author", entry_of("author")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        name="search_entry_is_of_one_thing",
                        condition=models.Q(
                            *(
                                models.Q(**{f"{other}__isnull": other != kind for other in KINDS})
                                for kind in KINDS
                            ),
                            _connector=models.Q.OR,
                        ),
                    )
                ]
            },
        ),
        migrations.RunPython(add_vectors, remove_vectors),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        # Back: an empty index, which the older `manage.py reindex_stories` fills.
        migrations.RunSQL("DROP TABLE articles_oldsearchentry", OLD_TABLE),
    ]
