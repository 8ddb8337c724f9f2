"""What a live PostgreSQL does not take in passing is named before it is released."""

import pytest
from django.db import migrations, models

from tooling.live_migrations import troubles

INDEX = models.Index(fields=["title"], name="by_title")
CHECK = models.CheckConstraint(condition=models.Q(pk__gt=0), name="positive")


def told(*operations, name="0020_new", **attributes):
    migration = type("Migration", (migrations.Migration,), {"operations": operations, **attributes})
    found = troubles({("articles", name): migration(name, "articles")}, {"articles": "0019"})
    return list(found)


@pytest.mark.parametrize(
    ("operation", "why"),
    [
        (migrations.DeleteModel("Story"), "still asks for the table"),
        (migrations.RemoveField("story", "title"), "still asks for the column"),
        (migrations.RenameField("story", "title", "name"), "asks for the old name"),
        (migrations.RenameModel("Story", "Article"), "asks for the old name"),
        (migrations.AddIndex("story", INDEX), "AddIndexConcurrently"),
        (migrations.AddConstraint("story", CHECK), "NOT VALID"),
        (migrations.AddField("story", "a", models.CharField(default="")), "db_default"),
        (
            migrations.AddField("story", "a", models.CharField(null=True, unique=True)),
            "Concurrently",
        ),
        (migrations.AlterField("story", "a", models.TextField()), "rewritten"),
        (migrations.RunPython(migrations.RunPython.noop), "stay locked"),
        (migrations.RunSQL("SELECT 1"), "nobody can know"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_a_live_site_does_not_take_is_named_with_the_cure(operation, why):
    [line] = told(operation)

    assert line.startswith("articles 0020_new: ")
    assert why in line


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("story", "a", models.CharField(null=True)),
        migrations.AddField("story", "a", models.CharField(default="", db_default="")),
        migrations.CreateModel("Note", [("id", models.BigAutoField(primary_key=True))]),
        migrations.RemoveIndex("story", "by_title"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_takes_no_time_and_nothing_away_is_not(operation):
    assert told(operation) == []


def test_a_table_that_is_made_here_has_nobody_waiting_for_it():
    made = migrations.CreateModel("Note", [("id", models.BigAutoField(primary_key=True))])

    assert told(made, migrations.AddIndex("note", INDEX)) == []


def test_what_was_released_before_and_what_says_why_it_may_are_left_alone():
    gone = migrations.RemoveField("story", "title")

    assert told(gone, name="0019_old") == []
    assert told(gone, on_a_live_site="nothing has read it since 0.4") == []
