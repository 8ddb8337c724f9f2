"""The answers at the address of a story that readers have no more: 301, 410 Gone, or 451."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from articles.models import Story, Tombstone


def ending(request, story, pk, *, text_only=False):
    """The response in place of a story, or None if this visitor may read it.

    `story` comes from `.with_an_answer(user)` and with its hours; it is None where nothing has
    the primary key `pk` any more. 410 for what was taken down, deleted or has expired, 451 if a
    law demands it, 301 to what it was merged into; Http404 where readers never had anything.
    `text_only` answers for the text edition.
    """
    if story is None:
        tombstone = get_object_or_404(Tombstone, story_id=pk, was_seen=True)
        context = {"reason": tombstone.reason, "day": tombstone.deleted_at}
        return _gone(request, "deleted", context, text_only)
    if story.is_taken_down:
        why = "law" if story.taken_down_by_law else "taken down"
        context = {"reason": story.taken_down_reason, "day": story.taken_down_at, "story": story}
        return _gone(request, why, context, text_only)
    if story.status == Story.Status.MERGED:
        stories = Story.objects.visible_to(request.user).select_related("section")
        other = get_object_or_404(stories, pk=story.merged_into_id)
        return redirect(address(other, text_only=text_only), permanent=True)
    if story.has_expired and not _may_still_read(request.user, story):
        return _gone(request, "expired", {"story": story}, text_only)
    return None


def address(story, *, text_only=False):
    """The path of a story, in this edition."""
    if not text_only:
        return story.get_absolute_url()
    return reverse("articles:text-story", args=[story.section.slug, story.pk, story.slug])


def _gone(request, why, context, text_only):
    folder = "text" if text_only else "articles"
    status = 451 if why == "law" else 410
    response = render(request, f"{folder}/gone.html", context | {"why": why}, status=status)
    if status == 451:
        # RFC 7725: who blocks it is the paper itself, not somebody between it and the reader.
        response.headers["Link"] = f'<{settings.SITE_URL}/>; rel="blocked-by"'
    return response


def _may_still_read(user, story):
    return Story.objects.visible_to(user).filter(pk=story.pk).exists()
