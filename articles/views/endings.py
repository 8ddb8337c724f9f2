"""What answers at the address of a story that readers have no more."""

from typing import NamedTuple

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from articles.models import Story, Tombstone
from newsroom.templatetags.times import day


class Gone(NamedTuple):
    """What a page says of a story that is gone; `since` has a place for the %(day)s."""

    title: str
    heading: str
    since: str = ""
    about: str = ""


WORDS = {
    "law": Gone(
        title=_("This story is withheld by law"),
        heading=_("This story is withheld by law"),
        since=_("Withheld since %(day)s"),
        about=_(
            "It is not here because a court or a law demands it, "
            "and not because the editors wished it away."
        ),
    ),
    "taken down": Gone(
        title=_("This story was taken down"),
        heading=_("This story was taken down by the editors"),
        since=_("Taken down on %(day)s"),
    ),
    "deleted": Gone(
        title=_("This story was deleted"),
        heading=_("This story was deleted for good"),
        since=_("Deleted on %(day)s"),
    ),
    "expired": Gone(
        title=_("This story is no longer available"),
        heading=_("This story is no longer available"),
    ),
}


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
    words, at = WORDS[why], told.get("day")
    # What stands in the sentence is a <time> of our own.
    since = mark_safe(words.since % {"day": day(at)}) if at else ""  # noqa: S308
    context = {
        "gone": words,
        "since": since,
        "reason": told.get("reason"),
        "story": told.get("story"),
    }
    response = render(request, f"{folder}/gone.html", context, status=status)
    if status == 451:
        # Who withholds it (RFC 7725): not somebody between the paper and the reader.
        response.headers["Link"] = f'<{settings.SITE_URL}/>; rel="blocked-by"'
    return response


def _may_still_read(user, story):
    return Story.objects.visible_to(user).filter(pk=story.pk).exists()
