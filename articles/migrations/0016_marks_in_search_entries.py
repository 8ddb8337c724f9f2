"""Entries of stories begin with marks of their month, year and section (articles.search.marks)."""

from django.db import migrations

MARKS = {
    "postgresql": """
        '\ue000m' || to_char({at} AT TIME ZONE 'UTC', 'YYYYMM') || ' ' ||
        '\ue000y' || to_char({at} AT TIME ZONE 'UTC', 'YYYY') || ' ' ||
    """,
    "sqlite": """
        '\ue000m' || strftime('%%Y%%m', {at}) || ' ' || '\ue000y' || strftime('%%Y', {at}) || ' ' ||
    """,
}
MARK = """
    UPDATE articles_searchentry SET headline = (
        SELECT {marks} '\ue000s' || section_id || ' ' || articles_searchentry.headline
        FROM articles_story
        WHERE id = coalesce(articles_searchentry.story_id, articles_searchentry.update_id)
    )
    WHERE coalesce(story_id, update_id) IN (
        SELECT id FROM articles_story WHERE published_at IS NOT NULL
    )
"""
# What stands before the first space, three times.
UNMARK = """
    UPDATE articles_searchentry
    SET headline = substr(headline, strpos(headline, ' ') + 1) WHERE headline LIKE '\ue000%%'
"""


def mark(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    schema_editor.execute(MARK.format(marks=MARKS[vendor].format(at="published_at")), [])


def unmark(apps, schema_editor):
    strpos = {"postgresql": "strpos", "sqlite": "instr"}[schema_editor.connection.vendor]
    for _ in range(3):
        schema_editor.execute(UNMARK.replace("strpos", strpos), [])


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_moments_by_the_database")]

    operations = [migrations.RunPython(mark, unmark)]
