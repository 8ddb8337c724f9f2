"""The search indexes: what each story, gallery, quote and author can be found by.

An entry is written in the same transaction as the row that it is about. Readers' index has
galleries, quotes and authors also where readers cannot see them (who may see what is asked when
somebody searches), but of stories only texts that are published or will be. The desk's has every
story.
"""

import functools
import operator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from django.apps import apps
from django.db.models import Prefetch, Q
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_save

from articles import publishing
from articles.models import (
    Author,
    Byline,
    DeskEntry,
    Embed,
    Gallery,
    Picture,
    Placement,
    Quote,
    SearchEntry,
    Section,
    Story,
    StoryVersion,
    Topic,
)
from articles.search import full_text
from articles.search.marks import desk_marks_of, marks_of
from articles.search.terms import terms
from articles.search.texts import figures_texts, gallery_text, joined, version_text

# A text's first words are indexed: PostgreSQL knows no position beyond 16,383 and no vector
# of more than a megabyte.
MAX_WORDS = 15_000
MAX_CHARACTERS = 200_000
# The columns of a story that make a difference.
FOUND_BY = {"latest", "section"}
# What `deferred` will index at its end: a dict of (model, primary key), for its order.
_deferred = ContextVar("deferred", default=None)


class EntryText(NamedTuple):
    """The text of an entry, by how much it counts (see SearchEntry)."""

    headline: str
    names: str
    text: str


def entry_text(row):
    """The `EntryText` of a story, which must have a live version, gallery, quote or author."""
    match row:
        case Story():
            return story_entry_text(row, row.text)
        case Gallery():
            return EntryText(row.title, "", gallery_text(row))
        case Quote():
            return EntryText(row.speaker, row.role, joined(row.text, row.source))
        case Author():
            return EntryText(row.name, row.role, row.bio)


def story_entry_text(story, version):
    """The `EntryText` of a story in one of its versions."""
    names = [story.section, *story.topics.all(), *story.authors.all()]
    # Before the text, of which the end may not be indexed.
    text = joined(figures_texts([version])[version.pk], version_text(version))
    return EntryText(version.headline, joined(*names), text)


@contextmanager
def deferred():
    """Update entries at the end of the block, each once however often its row changes.

    If the block raises, no entry is touched.
    """
    if _deferred.get() is not None:
        yield
        return
    before = _deferred.set({})
    try:
        yield
        rows = _deferred.get()
    finally:
        _deferred.reset(before)
    for model, pk in rows:
        if row := model.objects.filter(pk=pk).first():
            update_entry(row)


def update_entry(row):
    """Insert, update or delete the entries of a story, gallery, quote or author. Idempotent.

    A story has one at the desk, one for readers while it has a live version, and another while an
    update is scheduled.
    """
    if (rows := _deferred.get()) is not None:
        rows[type(row), row.pk] = True
        return
    if not isinstance(row, Story):
        _upsert(SearchEntry, row._meta.model_name, row, entry_text(row))
        return
    kept = {"story": row.live, "update": row.update_version}
    versions = {each.pk: each for each in (row.latest, *kept.values()) if each}
    texts = {pk: story_entry_text(row, version) for pk, version in versions.items()}
    is_published = row.status == Story.Status.PUBLISHED
    shown = {kind: version for kind, version in kept.items() if version and is_published}
    for kind, version in shown.items():
        _upsert(SearchEntry, kind, row, texts[version.pk])
    if gone := [Q(**{kind: row}) for kind in kept.keys() - shown.keys()]:
        SearchEntry.objects.filter(functools.reduce(operator.or_, gone)).delete()
    if row.latest:
        _upsert(DeskEntry, "story", row, _as_one(texts.values()))
    else:
        DeskEntry.objects.filter(story=row).delete()


def _as_one(texts):
    """What the desk finds a story by: the latest text, and what readers have beside it."""
    headlines, names, bodies = zip(*texts, strict=True)
    return EntryText(joined(*headlines), names[0], joined(*bodies))


def _upsert(table, kind, row, text):
    columns = {name: indexed(words) for name, words in text._asdict().items()}
    if isinstance(row, Story):
        # In the column that every search asks, whichever else it does.
        is_desks = table is DeskEntry
        marks = desk_marks_of(row, row.latest.created_at) if is_desks else marks_of(row)
        columns["headline"] = " ".join([*marks, columns["headline"]])
    table.objects.bulk_create(
        [table(**{kind: row}, **columns)],
        update_conflicts=True,
        unique_fields=[kind],
        update_fields=list(columns),
    )


def indexed_querysets():
    """All rows that have or may have an entry, as querysets that `update_entry` reads fast."""
    pictures = Prefetch("placements", Placement.objects.select_related("picture"))
    return [
        stories_to_index(),
        Gallery.objects.prefetch_related(pictures),
        Quote.objects.all(),
        Author.objects.all(),
    ]


def indexed(text):
    """The column of an entry for a text: its first terms."""
    return " ".join(terms(text)[:MAX_WORDS])[:MAX_CHARACTERS]


def listen():
    """Connect the signals of everything that changes what a row can be found by."""
    publishing.live_text_changed.connect(_live_text_changed)
    post_save.connect(_story_saved, sender=Story)
    m2m_changed.connect(_topics_changed, sender=Story.topics.through)
    for signal in (post_save, post_delete):
        signal.connect(_byline_changed, sender=Byline)
        signal.connect(_placement_changed, sender=Placement)
    for kind in (Section, Topic, Author):
        pre_save.connect(_remember_name, sender=kind)
        post_save.connect(_name_changed, sender=kind)
    for kind in (Gallery, Quote, Author):
        post_save.connect(_saved, sender=kind)
    publishing.joined.connect(_joined_with_another)
    post_save.connect(_picture_saved, sender=Picture)
    post_migrate.connect(full_text.prepare, sender=apps.get_app_config("articles"))


def _live_text_changed(sender, story, **kwargs):
    update_entry(story)


def _story_saved(sender, instance, created, raw, update_fields, **kwargs):
    # The verbs save named fields and announce the live text themselves; a form at the desk saves
    # what it shows, among it perhaps another section.
    if not (created or raw) and (update_fields is None or FOUND_BY & set(update_fields)):
        update_entry(instance)


def _saved(sender, instance, created, raw, **kwargs):
    if not raw:
        update_entry(instance)
    if not (created or raw):
        _index_stories_with(instance)


def _placement_changed(sender, instance, raw=False, origin=None, **kwargs):
    if not (raw or _deletion_began_with(Gallery, origin)):
        # Not the one in memory: its pictures may have been looked at before.
        update_entry(Gallery.objects.get(pk=instance.gallery_id))


def _picture_saved(sender, instance, created, raw, **kwargs):
    if not (created or raw):
        for gallery in Gallery.objects.filter(placements__picture=instance):
            update_entry(gallery)
        _index_stories_with(instance)


def _index_stories_with(item):
    """Index the stories in which a picture, gallery or quote stands."""
    kind = item._meta.model_name
    if kind == "author":
        return
    # One by one, each by its index: joined by "or" they would read every version there is.
    versions = set(Embed.objects.filter(**{kind: item}).values_list("version", flat=True))
    if kind == "picture":
        leads = StoryVersion.objects.filter(lead_picture=item)
        versions.update(leads.values_list("pk", flat=True))
    if versions:
        stands_in = (Q(**{f"{key}__in": versions}) for key in ("latest", "live", "update_version"))
        _index_all(Story.objects.filter(functools.reduce(operator.or_, stands_in)))


def _topics_changed(sender, instance, action, reverse, pk_set, **kwargs):
    if action not in ("post_add", "post_remove", "pre_clear", "post_clear"):
        return
    if not reverse:
        _index_all(Story.objects.filter(pk=instance.pk))
    elif pk_set:
        _index_all(Story.objects.filter(pk__in=pk_set))


def _byline_changed(sender, instance, raw=False, origin=None, **kwargs):
    if not (raw or _deletion_began_with(Story, origin)):
        _index_all(Story.objects.filter(pk=instance.story_id))


def _deletion_began_with(kind, origin):
    """Whether a deletion began with a row of this model, which must get no new entry."""
    return isinstance(origin, kind) or getattr(origin, "model", None) is kind


def _remember_name(sender, instance, **kwargs):
    names = sender.objects.filter(pk=instance.pk).values_list("name", flat=True)
    instance._name_before = names.first() if instance.pk else None


def _name_changed(sender, instance, created, **kwargs):
    if not created and instance._name_before not in (None, instance.name):
        _index_all(instance.stories.all())


def _joined_with_another(sender, row, into, **kwargs):
    _index_all(into.stories.all())


def _index_all(stories):
    for story in stories_to_index().filter(pk__in=stories.values("pk")).iterator(chunk_size=200):
        update_entry(story)


def stories_to_index():
    """All stories, as a queryset that `update_entry` reads fast."""
    versions = ("latest__lead_picture", "live__lead_picture")
    return Story.objects.select_related("section", *versions).prefetch_related("topics", "authors")
