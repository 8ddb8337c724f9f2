"""Finding stories by words.

`index(story)` keeps a story's entry, `find(words)` asks for published stories; a scheduled
story has an entry, and appears at its hour like everywhere else.
"""

import difflib
import re

from django.apps import apps
from django.db.models import Case, F, Value, When
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_save
from django.utils.functional import cached_property

from articles import body, excerpts, full_text, publishing
from articles.full_text import Answers, Query
from articles.models import Author, Byline, SearchEntry, Section, Story, Topic
from articles.words import COMMON, WORD, fold, term, terms

LONGEST = 200  # characters of a query
MOST = 1_000  # answers that are counted and can be paged through
# A text's first words are indexed: PostgreSQL knows no position beyond 16,383 and no vector
# of more than a megabyte.
INDEXED_WORDS = 15_000
INDEXED_CHARACTERS = 200_000

PARTS = re.compile(r'(-?)"([^"]*)"|(-?)([^\s"]+)')
STRAIGHT_QUOTES = str.maketrans("“”„«»", '"""""')

# "Did you mean" knows the words with which this many stories begin.
STORIES_KNOWN = 1_000
LIKENESS = 0.72
MOST_CORRECTIONS = 4


# Asking


def read(words):
    """What somebody typed, as a Query; None if nothing in it can be looked for.

    Words are all wanted, "words in quotation marks" in this order, one OR another, -without.
    Words that stand in every story count only inside quotation marks. Whatever else is typed
    separates words.
    """
    all_of, none_of, joining = [], [], False
    for match in PARTS.finditer(words.translate(STRAIGHT_QUOTES)):
        without, typed = match[1] or match[3], match[2] or match[4] or ""
        if match[4] == "OR":
            joining = bool(all_of)
            continue
        phrase = _phrase(typed)
        if without:
            none_of += [phrase] if phrase else []
        elif joining:
            all_of[-1].append(phrase)
        else:
            all_of.append([phrase])
        joining = False
    groups = (tuple(filter(None, group)) for group in all_of)
    query = Query(tuple(filter(None, groups)), tuple(none_of))
    return query if query.all_of else None


def _phrase(typed):
    """The terms of a word or of words in quotation marks; () for a lone common word."""
    words = WORD.findall(typed)
    if len(words) == 1 and fold(words[0]) in COMMON:
        return ()
    return tuple(terms(typed))


def find(words, *, section="", since=None, before=None, newest_first=False):
    """The published stories that answer, as `Found`.

    `section` is a slug, `since` and `before` are moments. Those come first whose headline
    answers, then those whose headline, section, topics and authors do; newest first among
    equals, and among all if `newest_first`.
    """
    query = read(words)
    if query is None:
        return Found(Story.objects.none(), Query())
    stories = Story.objects.published().filter(Answers(F("pk"), query))
    if section:
        stories = stories.filter(section__slug=section)
    if since:
        stories = stories.filter(published_at__gte=since)
    if before:
        stories = stories.filter(published_at__lt=before)
    stories = stories.newest_first()
    if not newest_first:
        wanted = Query(query.all_of)
        distance = Case(
            When(Answers(F("pk"), wanted, full_text.HEADLINE), then=Value(0)),
            When(Answers(F("pk"), wanted, full_text.NAMED), then=Value(1)),
            default=Value(2),
        )
        stories = stories.order_by(distance, "-published_at", "-pk")
    return Found(stories, query)


class Found:
    """Stories that answer a query, for a paginator: counted and cut as asked for.

    A slice gives stories with `found_headline` and `excerpt`, in which what was looked for
    is marked. No more than MOST are counted; `has_more` says whether there are others.
    """

    def __init__(self, stories, query):
        self.stories, self.query = stories, query

    def count(self):
        return min(self._count, MOST)

    @property
    def has_more(self):
        return self._count > MOST

    @cached_property
    def _count(self):
        return self.stories.order_by()[: MOST + 1].count()

    def __getitem__(self, piece):
        phrases = self.query.phrases()
        stories = list(self.stories.select_related("section", "live")[piece])
        for story in stories:
            story.found_headline = excerpts.marked(story.live.headline, phrases)
            story.excerpt = excerpts.excerpt(_text(story), phrases)
        return stories


def suggest(words):
    """What was perhaps meant by words that no story of late begins with, or ""."""
    known = {}
    stories = Story.objects.published().newest_first()
    texts = stories.values_list("live__headline", "live__standfirst")[:STORIES_KNOWN]
    for match in WORD.finditer(" ".join(f"{headline} {text}" for headline, text in texts)):
        known.setdefault(term(match[1]), match[1].lower())
    corrections = 0

    def corrected(match):
        nonlocal corrections
        looked_for = term(match[1])
        if corrections >= MOST_CORRECTIONS or len(looked_for) < 4 or looked_for in known:
            return match[0]
        near = [other for other in known if abs(len(other) - len(looked_for)) <= 2]
        likeliest = difflib.get_close_matches(looked_for, near, n=1, cutoff=LIKENESS)
        if not likeliest:
            return match[0]
        corrections += 1
        return known[likeliest[0]]

    suggestion = WORD.sub(corrected, words)
    return suggestion if corrections else ""


# Keeping the index


def index(story):
    """Make the story's entry say what its live version says; without one, remove it."""
    if story.status != Story.Status.PUBLISHED:
        SearchEntry.objects.filter(story=story).delete()
        return
    entry = SearchEntry(
        story=story,
        headline=_indexed(story.live.headline),
        names=_indexed(_names(story)),
        text=_indexed(_text(story)),
    )
    SearchEntry.objects.bulk_create(
        [entry],
        update_conflicts=True,
        unique_fields=["story"],
        update_fields=["headline", "names", "text"],
    )


def _text(story):
    return f"{story.live.standfirst} {body.plain_text(story.live.body)}".strip()


def _names(story):
    names = [story.section, *story.topics.all(), *story.authors.all()]
    return " ".join(str(name) for name in names)


def _indexed(text):
    return " ".join(terms(text)[:INDEXED_WORDS])[:INDEXED_CHARACTERS]


def listen():
    """Hear of everything that changes what a live story can be found by."""
    publishing.live_text_changed.connect(_live_text_changed)
    post_save.connect(_story_saved, sender=Story)
    m2m_changed.connect(_topics_changed, sender=Story.topics.through)
    for signal in (post_save, post_delete):
        signal.connect(_byline_changed, sender=Byline)
    for kind in (Section, Topic, Author):
        pre_save.connect(_remember_name, sender=kind)
        post_save.connect(_name_changed, sender=kind)
    post_migrate.connect(full_text.prepare, sender=apps.get_app_config("articles"))


def _live_text_changed(sender, story, **kwargs):
    index(story)


def _story_saved(sender, instance, created, raw, update_fields, **kwargs):
    # The verbs save named fields and announce the text themselves; a form at the desk saves
    # all of them, among them perhaps another section.
    if not (created or raw or update_fields) and instance.status == Story.Status.PUBLISHED:
        index(instance)


def _topics_changed(sender, instance, action, reverse, pk_set, **kwargs):
    if action not in ("post_add", "post_remove", "pre_clear", "post_clear"):
        return
    if not reverse:
        _index_all(Story.objects.filter(pk=instance.pk))
    elif pk_set:
        _index_all(Story.objects.filter(pk__in=pk_set))


def _byline_changed(sender, instance, **kwargs):
    if not kwargs.get("raw"):
        _index_all(Story.objects.filter(pk=instance.story_id))


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
