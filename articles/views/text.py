"""The paper in words alone, for slow lines, old telephones and text browsers."""

from django.db.models import Prefetch, prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from articles import body
from articles.models import Placement, Section, Story
from newsroom import caching
from newsroom.paging import page_of

from .endings import address, ending
from .story import (
    byline,
    corrections_of,
    in_its_language,
    is_later,
    kind_in_words,
    retraction_among,
    stories_for_page,
)

STORIES = 30  # on a page


@require_safe
@caching.for_readers
def text_front(request):
    """The newest stories, newest first."""
    stories = Story.objects.published().for_cards().newest_first()[:STORIES]
    return render(request, "text/front.html", {"stories": stories})


@require_safe
@caching.for_readers
def text_section(request, slug):
    section = get_object_or_404(Section, slug=slug)
    stories = section.stories.published().for_cards().newest_first()
    page = page_of(stories, request, per_page=STORIES)
    return render(request, "text/section.html", {"section": section, "page": page})


@require_safe
@caching.for_readers
def text_story(request, section, pk, slug):
    """One story with all its words. The same people see it as see its page."""
    story = stories_for_page().with_an_answer(request.user).filter(pk=pk).first()
    if ended := ending(request, story, pk, words_alone=True):
        return ended
    if (section, slug) != (story.section.slug, story.slug):
        return redirect(address(story, words_alone=True), permanent=True)
    version, corrections = story.text, corrections_of(story)
    context = {
        "story": story,
        "section": story.section,
        "version": version,
        "kind": kind_in_words(story),
        "in_its_language": in_its_language(story),
        "body": _body(story, version),
        "was_updated": is_later(story.modified_at, story.published_at),
        "byline": byline(sorted(story.byline_rows, key=lambda row: row["position"])),
        "corrections": corrections,
        "retraction": retraction_among(corrections),
    }
    return render(request, "text/story.html", context)


def _body(story, version):
    """The lead picture and the text in words, both in the story's language."""
    things = version.shown_embeds()
    galleries = [thing for (kind, _), thing in things.items() if kind == "gallery"]
    captions = Prefetch("placements", Placement.objects.shown().select_related("picture"))
    prefetch_related_objects(galleries, captions)
    lead = {"picture": version.shown_picture, "caption": version.lead_caption}
    with translation.override(
        story.language if story.is_in_another_language else translation.get_language()
    ):
        return format_html(
            "{}{}",
            render_to_string("text/embedded_picture.html", lead) if lead["picture"] else "",
            body.render(version.body, things, dateline=version.dateline, folder="text"),
        )
