"""The answers at the address of a story that readers have no more: 301, 410 Gone, or 451."""

from dataclasses import dataclass
from enum import Enum

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.translation import gettext_lazy as _

from articles.models import Story, Tombstone
from newsroom import redirects
from newsroom.errors import refuse
from newsroom.templatetags.times import day as day_element


@dataclass(frozen=True)
class Notice:
    """What the page says in a story's place. The day goes into `since`, where there is one."""

    title: str
    heading: str
    explanation: str = ""
    since: str = ""
    # Of HTTP: Gone, or Unavailable For Legal Reasons (RFC 7725).
    status: int = 410

    def since_day(self, at):
        """`since` as HTML with the day of the moment `at`; "" without either."""
        if not (at and self.since):
            return ""
        return format_html(escape(self.since).replace("%(day)s", "{}"), day_element(at))


class Gone(Enum):
    """Why readers have a story no more, and what they are told instead."""

    LAW = Notice(
        title=_("This story is withheld by law"),
        heading=_("This story is withheld by law"),
        explanation=_(
            "It is not here because a court or a law demands it, and not because the editors "
            "wished it away."
        ),
        since=_("Withheld since %(day)s"),
        status=451,
    )
    TAKEN_DOWN = Notice(
        title=_("This story was taken down"),
        heading=_("This story was taken down by the editors"),
        since=_("Taken down on %(day)s"),
    )
    DELETED = Notice(
        title=_("This story was deleted"),
        heading=_("This story was deleted for good"),
        since=_("Deleted on %(day)s"),
    )
    EXPIRED = Notice(
        title=_("This story is no longer available"),
        heading=_("This story is no longer available"),
    )


def ending(request, story, pk, *, text_only=False, without=frozenset()):
    """The response in place of a story, or None if this visitor may read it.

    `story` comes from `.with_an_answer(user)` and with its hours; it is None where nothing has
    the primary key `pk` any more. 410 for what was taken down, deleted or has expired, 451 if a
    law demands it, 301 to what it was merged into; Http404 where readers never had anything.
    `text_only` answers for the text edition; `without` names parameters that a redirect drops.
    """
    if story is None:
        tombstone = get_object_or_404(Tombstone, story_id=pk, was_seen=True)
        context = {"reason": tombstone.reason, "day": tombstone.deleted_at}
        return _gone(request, Gone.DELETED, context, text_only)
    if story.is_taken_down:
        why = Gone.LAW if story.taken_down_by_law else Gone.TAKEN_DOWN
        context = {"reason": story.taken_down_reason, "day": story.taken_down_at, "story": story}
        return _gone(request, why, context, text_only)
    if story.status == Story.Status.MERGED:
        stories = Story.objects.visible_to(request.user).select_related("section")
        other = get_object_or_404(stories, pk=story.merged_into_id)
        here = address(other, text_only=text_only)
        return redirects.permanent(request, here, without=without)
    if story.has_expired and not _may_still_read(request.user, story):
        return _gone(request, Gone.EXPIRED, {"story": story}, text_only)
    return None


def address(story, *, text_only=False):
    """The path of a story, in this edition."""
    if not text_only:
        return story.get_absolute_url()
    return reverse("articles:text-story", args=[story.section.slug, story.pk, story.slug])


def _gone(request, why, context, text_only):
    notice = why.value
    context |= {"gone": notice, "since": notice.since_day(context.get("day"))}
    folder = "text" if text_only else "articles"
    response = refuse(request, f"{folder}/gone.html", context, status=notice.status)
    if why is Gone.LAW:
        # RFC 7725: who blocks it is the paper itself, not somebody between it and the reader.
        response.headers["Link"] = f'<{settings.SITE_URL}/>; rel="blocked-by"'
    return response


def _may_still_read(user, story):
    return Story.objects.visible_to(user).filter(pk=story.pk).exists()
