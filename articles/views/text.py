"""The text edition: no pictures, for slow lines, old telephones and text browsers."""

from django.db.models import Prefetch, prefetch_related_objects
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.html import format_html

from articles import body, page_keys
from articles.addresses.former_names import leads_on
from articles.models import Placement, Section, Story
from newsroom import caching, redirects
from newsroom.methods import require_safe
from newsroom.page_store.keys import shows
from newsroom.paging import page_of
from newsroom.wording import speaking

from .endings import address, ending
from .story_context import shared_context, story_with_an_answer

STORIES = 30  # on a page


@require_safe
@caching.for_readers
def text_front(request):
    """The newest stories, newest first."""
    shows(page_keys.STORIES)
    stories = Story.objects.published().for_cards().newest_first()[:STORIES]
    return render(request, "text/front.html", {"stories": stories})


@require_safe
@caching.for_readers
@leads_on("section")
def text_section(request, slug):
    """A section's stories, newest first."""
    section = get_object_or_404(Section, slug=slug)
    shows(page_keys.stories_of("section", section.pk))
    stories = section.stories.published().for_cards().newest_first()
    page = page_of(stories, request, per_page=STORIES)
    return render(request, "text/section.html", {"section": section, "page": page})


@require_safe
@caching.for_readers
def text_story(request, section, pk, slug):
    """One story with its full text. The same people see it as see its page."""
    story = story_with_an_answer(pk, request.user)
    if ended := ending(request, story, pk, text_only=True):
        return ended
    if (section, slug) != (story.section.slug, story.slug):
        return redirects.permanent(request, address(story, text_only=True))
    context = shared_context(story, story.text) | {"body": text_of(story, story.text)}
    return render(request, "text/story.html", context)


def text_of(story, version):
    """The lead picture's description and the text as safe HTML, in the story's language."""
    embeds = version.shown_embeds()
    galleries = [noun for (kind, _), noun in embeds.items() if kind == "gallery"]
    shows(*(page_keys.inside_gallery(gallery.pk) for gallery in galleries))
    captions = Prefetch("placements", Placement.objects.shown().select_related("picture"))
    prefetch_related_objects(galleries, captions)
    lead = {"picture": version.shown_picture, "caption": version.lead_caption}
    with speaking(story.language):
        return format_html(
            "{}{}",
            render_to_string("text/embedded_picture.html", lead) if lead["picture"] else "",
            body.render(version.body, embeds, dateline=version.dateline, folder="text"),
        )
