"""Keeping the search index: what each thing can be found by, and who changes that.

An entry is written in the same transaction as what it tells of. It stands there for things
that readers cannot see too; who may see what is asked when somebody searches.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from django.apps import apps
from django.db.models import Prefetch
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_save

from articles import body, publishing
from articles.models import (
    Author,
    Byline,
    Gallery,
    Picture,
    Placement,
    Quote,
    SearchEntry,
    Section,
    Story,
    Topic,
)
from articles.search import full_text
from articles.search.terms import terms

# A text's first words are indexed: PostgreSQL knows no position beyond 16,383 and no vector
# of more than a megabyte.
INDEXED_WORDS = 15_000
INDEXED_CHARACTERS = 200_000
# What `once` will index at its end, as a dict of (model, number) for its order.
_waiting = ContextVar("waiting", default=None)


class Said(NamedTuple):
    """What a thing says, by how much it counts (see SearchEntry)."""

    headline: str
    names: str
    text: str


def said_by(thing):
    """What a thing says to readers. A story must have a live version."""
    match thing:
        case Story():
            return said_in(thing, thing.text)
        case Gallery():
            return Said(thing.title, "", gallery_text(thing))
        case Quote():
            return Said(thing.speaker, thing.role, _joined(thing.text, thing.source))
        case Author():
            return Said(thing.name, thing.role, thing.bio)


def said_in(story, version):
    """What a story says in one of its versions."""
    names = [story.section, *story.topics.all(), *story.authors.all()]
    return Said(version.headline, _joined(*names), version_text(version))


def version_text(version):
    return _joined(version.standfirst, body.plain_text(version.body))


def gallery_text(gallery):
    placements = gallery.placements.all()
    if "placements" not in getattr(gallery, "_prefetched_objects_cache", ()):
        placements = placements.select_related("picture")
    captions = [each.shown_caption for each in placements if not each.picture.is_withdrawn]
    return _joined(gallery.standfirst, *captions)


@contextmanager
def once():
    """Index at the end what changes in here, each thing once however often it is changed."""
    if _waiting.get() is not None:
        yield
        return
    before = _waiting.set({})
    try:
        yield
        waiting = _waiting.get()
    finally:
        _waiting.reset(before)
    for model, pk in waiting:
        if thing := model.objects.filter(pk=pk).first():
            index(thing)


def index(thing):
    """Make the entry of a story, gallery, quote or author say what it says.

    A story has one while it has a live version, and another while an update is scheduled.
    """
    if (waiting := _waiting.get()) is not None:
        waiting[type(thing), thing.pk] = True
        return
    if not isinstance(thing, Story):
        _enter(thing._meta.model_name, thing, said_by(thing))
        return
    texts = {"story": thing.live, "update": thing.update_version}
    for kind, text in texts.items():
        if text and thing.status == Story.Status.PUBLISHED:
            _enter(kind, thing, said_in(thing, text))
        else:
            SearchEntry.objects.filter(**{kind: thing}).delete()


def _enter(kind, thing, said):
    said = {name: _indexed(words) for name, words in said._asdict().items()}
    SearchEntry.objects.bulk_create(
        [SearchEntry(**{kind: thing}, **said)],
        update_conflicts=True,
        unique_fields=[kind],
        update_fields=list(said),
    )


def everything():
    """All that has or may have an entry, as querysets that `index` can read fast."""
    pictures = Prefetch("placements", Placement.objects.select_related("picture"))
    return [
        Story.objects.select_related("section", "live").prefetch_related("topics", "authors"),
        Gallery.objects.prefetch_related(pictures),
        Quote.objects.all(),
        Author.objects.all(),
    ]


def _joined(*words):
    return " ".join(filter(None, map(str, words)))


def _indexed(text):
    return " ".join(terms(text)[:INDEXED_WORDS])[:INDEXED_CHARACTERS]


def listen():
    """Hear of everything that changes what a thing can be found by."""
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
    post_save.connect(_picture_saved, sender=Picture)
    post_migrate.connect(full_text.prepare, sender=apps.get_app_config("articles"))


def _live_text_changed(sender, story, **kwargs):
    index(story)


def _story_saved(sender, instance, created, raw, update_fields, **kwargs):
    # The verbs save named fields and announce the text themselves; a form at the desk saves
    # all of them, among them perhaps another section.
    if not (created or raw or update_fields) and instance.status == Story.Status.PUBLISHED:
        index(instance)


def _saved(sender, instance, raw, **kwargs):
    if not raw:
        index(instance)


def _placement_changed(sender, instance, raw=False, origin=None, **kwargs):
    if not (raw or _began_with(Gallery, origin)):
        # Not the one in memory: its pictures may have been looked at before.
        index(Gallery.objects.get(pk=instance.gallery_id))


def _picture_saved(sender, instance, created, raw, **kwargs):
    if not (created or raw):
        for gallery in Gallery.objects.filter(placements__picture=instance):
            index(gallery)


def _topics_changed(sender, instance, action, reverse, pk_set, **kwargs):
    if action not in ("post_add", "post_remove", "pre_clear", "post_clear"):
        return
    if not reverse:
        _index_all(Story.objects.filter(pk=instance.pk))
    elif pk_set:
        _index_all(Story.objects.filter(pk__in=pk_set))


def _byline_changed(sender, instance, raw=False, origin=None, **kwargs):
    if not (raw or _began_with(Story, origin)):
        _index_all(Story.objects.filter(pk=instance.story_id))


def _began_with(kind, origin):
    """Whether a deletion began with a thing of this kind, which must get no new entry."""
    return isinstance(origin, kind) or getattr(origin, "model", None) is kind


def _remember_name(sender, instance, **kwargs):
    names = sender.objects.filter(pk=instance.pk).values_list("name", flat=True)
    instance._name_before = names.first() if instance.pk else None


def _name_changed(sender, instance, created, **kwargs):
    if not created and instance._name_before not in (None, instance.name):
        _index_all(instance.stories.all())


def _index_all(stories):
    live = stories.filter(status=Story.Status.PUBLISHED).select_related("section", "live")
    for story in live.prefetch_related("topics", "authors").iterator(chunk_size=200):
        index(story)
