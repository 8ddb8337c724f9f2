"""The entries of many stories at once, none of which has one: an import's."""

from functools import lru_cache

from articles.models import DeskEntry, SearchEntry, Story
from newsroom.bulk_insert import insert

from .index import indexed
from .marks import desk_marks_of, marks_of
from .terms import terms
from .texts import figures_texts, joined, version_text


def enter(stories, names_of):
    """Insert what `index.update_entry` would write for each of these, if all are new.

    Each has its only version in memory as `latest`, stored, with its embeds; `live` is that one or
    none. `names_of` has the names of its section, topics and authors, by its primary key.
    """
    figures = figures_texts([story.latest for story in stories])
    rows = {SearchEntry: [], DeskEntry: []}
    for story in stories:
        version = story.latest
        entry = {
            "story_id": story.pk,
            "headline": indexed(version.headline),
            "names": " ".join(filter(None, map(_terms_of_name, names_of[story.pk]))),
            "text": indexed(joined(figures[version.pk], version_text(version))),
        }
        marks = desk_marks_of(story, version.created_at)
        rows[DeskEntry].append(entry | {"headline": " ".join([*marks, entry["headline"]])})
        if story.status == Story.Status.PUBLISHED:
            marks = marks_of(story)
            rows[SearchEntry].append(entry | {"headline": " ".join([*marks, entry["headline"]])})
    for table, entries in rows.items():
        insert(table, entries)


@lru_cache(maxsize=10_000)
def _terms_of_name(name):
    return " ".join(terms(name))
