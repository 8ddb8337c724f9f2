from datetime import UTC, datetime

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import body
from articles.body import paragraph_ids
from articles.context import paper_for
from articles.distribution import structured_data
from articles.models import Correction, Story
from articles.querysets import composed_once
from newsroom import caching

from .endings import ending

RELATED = 3


@require_safe
@caching.for_readers
def story(request, section, pk, slug):
    """One story. Only `pk` identifies it, so a new headline or section breaks no old link."""
    story = stories_for_page().with_an_answer(request.user).filter(pk=pk).first()
    if ended := ending(request, story, pk):
        return ended
    if (section, slug) != (story.section.slug, story.slug):
        return redirect(story, permanent=True)
    context = page(story)
    if story.is_public:
        context["structured_data"] = structured_data.of_story(context, paper_for(request))
    return render(request, "articles/story.html", context)


@composed_once
def stories_for_page():
    """All stories with what a page needs."""
    return Story.objects.for_page()


def page(story, version=None):
    """What the story template needs; `version` is what readers get unless given."""
    version = version or story.text
    authors = sorted(story.byline_rows, key=lambda row: row["position"])
    corrections = corrections_of(story)
    related, next_story = near(story)
    return {
        "story": story,
        "section": story.section,
        "version": version,
        "kind": kind_in_words(story),
        "in_its_language": in_its_language(story),
        "body": body_in_its_language(story, version),
        "has_drop_cap": not version.dateline and body.opens_with_a_capital(version.body),
        "was_updated": is_later(story.modified_at, story.published_at),
        "authors": authors,
        "byline": byline(authors),
        "author_notes": [note_on(author) for author in authors if author["bio"]],
        "topics": sorted(story.topic_rows, key=lambda row: row["name"]),
        "corrections": corrections,
        "retraction": retraction_among(corrections),
        "related": related,
        "next_story": next_story,
    }


def in_its_language(story):
    """The attributes of whatever is written in the story's language, if the page's is another."""
    if not story.is_in_another_language:
        return ""
    return format_html(' lang="{}" dir="{}"', story.language, story.direction)


def body_in_its_language(story, version):
    """The body, in which what we say ourselves ("Photograph", "Timeline") is in its language."""
    text, things = paragraph_ids.named(version.body), version.shown_embeds()
    if not story.is_in_another_language:
        return body.render(text, things, dateline=version.dateline)
    with translation.override(story.language):
        return body.render(text, things, dateline=version.dateline)


def kind_in_words(story):
    """What this is if not news; nothing that the section over it says already."""
    kind = "" if story.kind == Story.Kind.NEWS else story.get_kind_display()
    return "" if kind == story.section.name else kind


def is_later(updated_at, published_at):
    return bool(updated_at and published_at and updated_at > published_at)


def byline(authors):
    """Who wrote it, as a list of HTML; one author alone also with what they are, and where."""
    names = [link_to(author) for author in authors]
    if len(authors) != 1:
        return names
    alone = {"name": names[0], "role": authors[0]["role"], "place": authors[0]["location"]}
    match bool(alone["role"]), bool(alone["place"]):
        case True, True:
            return [format_html(_("{name}, {role}, in {place}"), **alone)]
        case True, False:
            return [format_html(_("{name}, {role}"), **alone)]
        case False, True:
            return [format_html(_("{name}, in {place}"), **alone)]
    return names


def note_on(author):
    """Who that is. Many such notes begin with the name: then it does not stand there twice."""
    name, bio = author["name"], author["bio"]
    rest = bio.removeprefix(name) if bio.startswith(name) else f". {bio}"
    return format_html("{}{}", link_to(author), rest)


def link_to(author):
    address = reverse("articles:author", args=[author["slug"]])
    return format_html('<a rel="author" href="{}">{}</a>', address, author["name"])


def corrections_of(story):
    """The corrections of a story from `.for_page()`, newest first."""
    corrections = []
    for row in story.correction_rows:
        words = {name: row[name] for name in ("kind", "wrong", "text")}
        at, material = moment(row["at"]), bool(row["material"])
        correction = Correction(story=story, published_at=at, material=material, **words)
        correction.before_number, correction.after_number = row["before"], row["after"]
        corrections.append(correction)
    return sorted(corrections, key=lambda correction: correction.published_at, reverse=True)


def retraction_among(corrections):
    """The correction that says why the story was retracted, or None."""
    return next((c for c in corrections if c.kind == Correction.Kind.RETRACTION), None)


def moment(text):
    """A database's way of writing a moment inside JSON; SQLite says UTC without saying so."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def near(story):
    """Up to three related stories, and the one before this in its section (or None)."""
    topics = [topic["id"] for topic in story.topic_rows]
    cards = list(Story.objects.published().exclude(pk=story.pk).near(story, topics)[: RELATED + 1])
    next_story = cards.pop(0) if cards and cards[0].comes_next else None
    return cards[:RELATED], next_story
