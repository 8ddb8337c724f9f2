import functools
from datetime import UTC, datetime

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from articles import body
from articles.models import Correction, Story
from newsroom import caching

RELATED = 3


@require_safe
@caching.for_readers
def story(request, section, pk, slug):
    """One story. Only `pk` identifies it, so a new headline or section breaks no old link."""
    story = get_object_or_404(stories_for_page().visible_or_taken_down(request.user), pk=pk)
    if story.is_taken_down:
        return render(request, "articles/taken_down.html", {"story": story}, status=410)
    if (section, slug) != (story.section.slug, story.slug):
        return redirect(story, permanent=True)
    return render(request, "articles/story.html", page(story))


@functools.cache
def stories_for_page():
    """All stories with what a page needs, to be narrowed down and never to be read themselves.

    Kept, because composing this query costs as much as asking it.
    """
    return Story.objects.for_page()


def page(story, version=None):
    """What the story template needs; `version` is what readers get unless given."""
    version = version or story.text
    authors = sorted(story.byline_rows, key=lambda row: row["position"])
    return {
        "story": story,
        "section": story.section,
        "version": version,
        "body": body.render(version.body, version.shown_embeds(), dateline=version.dateline),
        "authors": authors,
        "has_author_notes": any(author["bio"] for author in authors),
        "topics": sorted(story.topic_rows, key=lambda row: row["name"]),
        "corrections": corrections_of(story),
        "related": related_to(story),
    }


def corrections_of(story):
    """The corrections of a story from `.for_page()`, newest first."""
    corrections = [
        Correction(kind=row["kind"], text=row["text"], material=bool(row["material"]),
                   published_at=moment(row["at"]))
        for row in story.correction_rows
    ]  # fmt: skip
    return sorted(corrections, key=lambda correction: correction.published_at, reverse=True)


def moment(text):
    """A database's way of writing a moment inside JSON; SQLite says UTC without saying so."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def related_to(story):
    """Up to three other stories: those that share a topic before those of the section."""
    topics = [topic["id"] for topic in story.topic_rows]
    return list(Story.objects.published().exclude(pk=story.pk).near(story, topics)[:RELATED])
