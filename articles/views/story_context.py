"""What the templates of a story get: its page, its text edition, its versions, the desk's preview.

No view: nothing here knows a request.
"""

from datetime import UTC, datetime

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles import body, composing, page_keys
from articles.body import media, paragraph_ids
from articles.distribution import sharing
from articles.models import Correction, Story
from articles.querysets import stories_near
from newsroom import direction
from newsroom.composed_once import Given, composed_once
from newsroom.page_store.keys import shows
from newsroom.templatetags.direction import bdi
from newsroom.wording import has_sentences_in, speaking

RELATED = 3


def story_with_an_answer(pk, user):
    """The story with all that a page needs, or None if there is nothing to tell this user."""
    if user.is_staff:
        return Story.objects.for_page().with_an_answer(user).filter(pk=pk).first()
    return next(iter(_story_of_readers(pk=pk)), None)


@composed_once
def _story_of_readers():
    stories = Story.objects.for_page().with_an_answer(AnonymousUser())
    return stories.filter(pk=Given("pk", Story._meta.pk))[:1]


def page_context(story, version=None):
    """The context of `articles/story.html`, as a dict.

    `story` comes from `.for_page()`; `version` is the one that readers get unless given.
    """
    version = version or story.text
    context, embeds = shared_context(story, version), version.shown_embeds()
    authors = author_rows(story)
    related, next_story = related_and_next(story)
    with speaking(language_around(story)):
        notes = [author_note(author) for author in authors if author["bio"]]
    return context | {
        "body": rendered_body(story, version, embeds),
        "media": media.with_addresses(version.body, embeds),
        "hosts": media.hosts(version.body),
        "shared_title": sharing.title_of(story, version),
        "shared_description": sharing.description_of(story, version),
        "has_drop_cap": not version.dateline and body.opens_with_a_capital(version.body),
        "authors": authors,
        "author_notes": notes,
        "topics": sorted(story.topic_rows, key=lambda row: row["name"]),
        "related": related,
        "related_have_pictures": composing.in_a_row(related) == "pictures",
        "next_story": next_story,
    }


def shared_context(story, version):
    """The part of the context that the page and the text edition share."""
    shows(page_keys.text_of(story.pk))
    corrections = corrections_of(story)
    return languages(story) | {
        "story": story,
        "section": story.section,
        "version": version,
        "kind": kind_label(story),
        "was_updated": was_updated(story),
        "byline": byline_of(story, author_rows(story)),
        "corrections": corrections,
        "retraction": retraction_among(corrections),
    }


def languages(story):
    """The part of the context that says what is written in which language.

    `main_language` is that of all that stands around the text, and `around_it` its attributes,
    "" if that is the page's; `in_its_language` are those of the text itself, and
    `in_the_papers` those of what the paper says in between, "" if there is no need of them.
    """
    language = language_around(story)
    attributes = language_attributes(story)
    is_the_papers = language == translation.get_language()
    return {
        "main_language": language,
        "around_it": "" if is_the_papers else attributes,
        "in_its_language": attributes,
        "in_the_papers": "" if is_the_papers else _attributes(translation.get_language()),
    }


def language_around(story):
    """The code of the language that byline, dates and labels of a story are in.

    That of its text where the site has its sentences in it, else the active one.
    """
    if story.is_in_another_language and has_sentences_in(story.language):
        return story.language
    return translation.get_language()


def author_rows(story):
    """The authors of a story from `.for_page()` in the order of the byline, each a dict."""
    # They are no rows of their own, which would say themselves that they are shown.
    shows(*(page_keys.row("author", row["author"]) for row in story.byline_rows))
    return sorted(story.byline_rows, key=lambda row: row["position"])


def language_attributes(story):
    """` lang="…" dir="…"` for whatever is in the story's language, "" if that is the page's."""
    if not story.is_in_another_language:
        return ""
    return _attributes(story.language)


def _attributes(language):
    return format_html(' lang="{}" dir="{}"', language, direction.of_language(language))


def rendered_body(story, version, embeds):
    """The body as safe HTML, with an id for each paragraph."""
    text = paragraph_ids.with_ids(version.body)
    with speaking(story.language):
        return body.render(text, embeds, dateline=version.dateline, plays=True)


def kind_label(story):
    """The kind of a story ("Analysis"); "" for news, and for what the section's name says."""
    if story.kind == Story.Kind.NEWS or story.get_kind_display() == story.section.name:
        return ""
    with speaking(language_around(story)):
        return story.get_kind_display()


def was_updated(story):
    """Whether its text has changed in substance since it was published."""
    updated_at, published_at = story.modified_at, story.published_at
    return bool(updated_at and published_at and updated_at > published_at)


def byline_of(story, authors):
    """As `byline`, in the language of what stands around the story's text."""
    with speaking(language_around(story)):
        return byline(authors)


def byline(authors):
    """Who wrote it, as a list of HTML, from rows with `name`, `slug`, `role` and `location`.

    One author alone comes with role and location.
    """
    names = [author_link(author) for author in authors]
    if len(authors) != 1:
        return names
    role, place = (bdi(authors[0][field]) for field in ("role", "location"))
    alone = {"name": names[0], "role": role, "place": place}
    match bool(alone["role"]), bool(alone["place"]):
        case True, True:
            return [format_html(_("{name}, {role}, in {place}"), **alone)]
        case True, False:
            return [format_html(_("{name}, {role}"), **alone)]
        case False, True:
            return [format_html(_("{name}, in {place}"), **alone)]
    return names


def author_note(author):
    """The author's short biography as HTML, which names them once, as a link.

    Many begin with the name: then it is not written before it again.
    """
    name, bio = author["name"], author["bio"]
    if bio.startswith(name):  # one text, in its own direction
        return bdi(format_html("{}{}", author_link(author), bio.removeprefix(name)))
    return format_html("{}. {}", author_link(author), bdi(bio))


def author_link(author):
    address = reverse("articles:author", args=[author["slug"]])
    return format_html('<a rel="author" href="{}">{}</a>', address, bdi(author["name"]))


def corrections_of(story):
    """The corrections of a story from `.for_page()`, newest first."""
    corrections = []
    for row in story.correction_rows:
        fields = {name: row[name] for name in ("kind", "wrong", "text")}
        at, material = datetime_from_json(row["at"]), bool(row["material"])
        correction = Correction(story=story, published_at=at, material=material, **fields)
        correction.before_number, correction.after_number = row["before"], row["after"]
        corrections.append(correction)
    return sorted(corrections, key=lambda correction: correction.published_at, reverse=True)


def retraction_among(corrections):
    """The correction that says why the story was retracted, or None."""
    return next((c for c in corrections if c.kind == Correction.Kind.RETRACTION), None)


def datetime_from_json(text):
    """An aware datetime, from a database's way of writing one inside JSON.

    SQLite's is UTC and does not say so.
    """
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def related_and_next(story):
    """Up to three related stories, and the one before this in its section (or None).

    Those that share a topic come first, then those of the section; of both the newest.
    """
    topics = [topic["id"] for topic in story.topic_rows]
    shows(page_keys.OLDER_STORIES, page_keys.stories_of("section", story.section_id))
    for pk in topics:
        shows(page_keys.row("topic", pk), page_keys.stories_of("topic", pk))
    found = list(stories_near(story, topics, RELATED))
    found.sort(key=_place_in_time, reverse=True)
    in_section = (near for near in found if near.section_id == story.section_id)
    next_story = next((near for near in in_section if _is_before(near, story)), None)
    related = [near for near in found if near is not next_story]
    related.sort(key=lambda near: not near.shares_topic)  # keeps the order of each kind
    return related[:RELATED], next_story


def _place_in_time(story):
    return story.published_at, story.pk


def _is_before(near, story):
    return story.published_at is None or _place_in_time(near) < _place_in_time(story)
