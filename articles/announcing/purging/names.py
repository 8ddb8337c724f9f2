"""What is purged from HTTP caches when a section, topic, author … has another slug, or two of them
become one.

Its own pages and feeds at once, at the new slug and at each that it had: they lead to the new one
now. The stories that name it follow in a task, since they may be thousands. What names it on other
pages (bars, footers, cards, further pages of lists) is left to its age, as everywhere.
"""

from django.conf import settings
from django.db import transaction

from articles import publishing
from articles.models import Story
from newsroom import purging
from newsroom.task_queue import BEFORE_OTHERS, SLOW, task

from .stories import path_of

PATHS_PER_TASK = 500
# By noun: what stands at its slug, and the sitemap in which it stands.
PAGES = {
    "section": (["section", "section-feed", "text-section"], "sections"),
    "topic": (["topic", "topic-feed"], "topics"),
    "author": (["author", "author-feed"], "authors"),
    "policy": (["policy"], "policies"),
    "quote": (["speaker"], "speakers"),
}
# What a story calls those that it names.
BY_NOUN = {"section": "section", "topic": "topics", "author": "authors"}


def listen():
    """Connect purging to `publishing.renamed` and `publishing.joined`; idempotent."""
    publishing.renamed.connect(_purge_renamed, dispatch_uid=f"{__name__}.renamed")
    publishing.joined.connect(_purge_joined, dispatch_uid=f"{__name__}.joined")


def _purge_renamed(sender, row, before, **kwargs):
    _purge(row, before)


def _purge_joined(sender, row, into, **kwargs):
    _purge(into, row.slug)


def _purge(row, before):
    if not settings.PURGE_URLS:
        return
    noun = row._meta.model_name
    routes, sitemap = PAGES[noun]
    slugs = {before, getattr(row, row.SLUG), *row.former_names.values_list("slug", flat=True)}
    paths = [path_of(route, slug) for route in routes for slug in slugs if slug]
    purging.purge_later([*paths, path_of("front"), path_of("sitemap-part", sitemap)])
    if noun in BY_NOUN:
        purge_stories_of.enqueue(noun, row.pk, before)


@task("Pages with a former name", queue=SLOW, priority=BEFORE_OTHERS)
def purge_stories_of(noun, pk, before):
    """Purge the pages of all stories that name a section, topic or author.

    Those of a section also where they stood while its slug was `before`.
    """
    stories = Story.objects.published().filter(**{BY_NOUN[noun]: pk})
    stories = stories.select_related("section").only("slug", "section__slug").order_by("-pk")
    paths = []
    with transaction.atomic():
        for story in stories.iterator(chunk_size=PATHS_PER_TASK):
            slugs = {story.section.slug, before} if noun == "section" else {story.section.slug}
            for section in slugs:
                address = [section, story.pk, story.slug]
                paths += [path_of("story", *address), path_of("text-story", *address)]
            if len(paths) >= PATHS_PER_TASK:
                purging.purge_later(paths)
                paths = []
        purging.purge_later(paths)
