"""The page of a story."""

from django.shortcuts import render

from articles.context import paper_for
from articles.distribution import structured_data
from newsroom import caching, redirects, security
from newsroom.methods import require_safe

from . import moved
from .endings import ending
from .story_context import page_context, story_with_an_answer


@require_safe
@caching.for_readers
def story(request, section, pk, slug):
    """One story. Only `pk` identifies it, so a new headline or section breaks no old link.

    Another section or slug is redirected (301), unless it was the address of a story elsewhere;
    what readers have no more, see `endings`.
    """
    story = story_with_an_answer(pk, request.user)
    is_here = story and (section, slug) == (story.section.slug, story.slug)
    if not is_here and (archive := moved.at_old_day(request)):
        return archive
    if ended := ending(request, story, pk):
        return ended
    if not is_here:
        return moved.at_old_address(request) or redirects.permanent(
            request, story.get_absolute_url()
        )
    context = page_context(story)
    if story.is_public:
        context["structured_data"] = structured_data.of_story(context, paper_for(request))
    return security.let_ask(render(request, "articles/story.html", context), context["hosts"])
