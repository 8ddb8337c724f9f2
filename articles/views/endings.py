"""What answers at the address of a story that readers have no more."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from articles.models import Story, Tombstone


def ending(request, story, pk, *, words_alone=False):
    """The answer in place of a story, or None if this visitor may read it.

    `story` comes from `.with_an_answer(user)` and with its hours; it is None where nothing has
    the number `pk` any more. Raises Http404 where readers never had anything.
    """
    if story is None:
        stone = get_object_or_404(Tombstone, story_id=pk, was_seen=True)
        told = {"reason": stone.reason, "day": stone.deleted_at}
        return _gone(request, "deleted", told, words_alone)
    if story.is_taken_down:
        why = "law" if story.taken_down_by_law else "taken down"
        told = {"reason": story.taken_down_reason, "day": story.taken_down_at, "story": story}
        return _gone(request, why, told, words_alone)
    if story.status == Story.Status.MERGED:
        stories = Story.objects.visible_to(request.user).select_related("section")
        other = get_object_or_404(stories, pk=story.merged_into_id)
        return redirect(address(other, words_alone=words_alone), permanent=True)
    if story.has_expired and not _may_still_read(request.user, story):
        return _gone(request, "expired", {"story": story}, words_alone)
    return None


def address(story, *, words_alone=False):
    """Where the story stands, in this edition."""
    if not words_alone:
        return story.get_absolute_url()
    return reverse("articles:text-story", args=[story.section.slug, story.pk, story.slug])


def _gone(request, why, told, words_alone):
    folder = "text" if words_alone else "articles"
    status = 451 if why == "law" else 410
    response = render(request, f"{folder}/gone.html", told | {"why": why}, status=status)
    if status == 451:
        # Who withholds it (RFC 7725): not somebody between the paper and the reader.
        response.headers["Link"] = f'<{settings.SITE_URL}/>; rel="blocked-by"'
    return response


def _may_still_read(user, story):
    return Story.objects.visible_to(user).filter(pk=story.pk).exists()
