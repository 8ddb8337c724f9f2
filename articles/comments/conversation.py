"""What readers see of the views of a story."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext

from .models import Comment

PER_PAGE = 200  # views
MAX_DEPTH = 5
SHOWN = ("parent", "name", "text", "created_at", "is_pick")


class Conversation:
    """The approved views of a story in threads; one query, however many there are.

    A thread is a view with its `answers`: all that was said in reply to it and to its
    replies, at one level. What replies to a hidden view is hidden with it.
    """

    def __init__(self, story):
        self.address = reverse("comments:share", args=[story.section.slug, story.pk, story.slug])
        self.is_open = story.comments_open
        self._views = {}
        # Looked up once: a page may hold two hundred views.
        self._reply_to = gettext("Reply to %(name)s")
        self._report = gettext("Report the view of %(name)s")
        # A view is stored before its replies, so each finds the one it replies to.
        for view in Comment.objects.approved().filter(story=story).order_by("pk").only(*SHOWN):
            self._add(view)

    def _add(self, view):
        view.answers, view.thread, view.replies_to, view.depth = [], view, None, 1
        view.answers_whom = ""
        view.reply_label = self._reply_to % {"name": view.name}
        view.report_label = self._report % {"name": view.name}
        if view.parent_id:
            view.replies_to = self._views.get(str(view.parent_id))
            if view.replies_to is None:
                return
            view.thread = view.replies_to.thread
            # Whom it answers is plain where it stands right under that view.
            view.answers_whom = "" if view.replies_to is view.thread else view.replies_to.name
            view.depth = view.replies_to.depth + 1
            view.thread.answers.append(view)
        self._views[str(view.pk)] = view

    @property
    def count(self):
        return len(self._views)

    def find(self, pk):
        """The view with this number (as text), or None if readers cannot see it."""
        return self._views.get(pk)

    @cached_property
    def threads(self):
        """Views that reply to none, oldest first, each with its `answers`, oldest first."""
        threads = [view for view in self._views.values() if view.thread is view]
        for thread in threads:
            thread.answers.sort(key=_moment)
        return sorted(threads, key=_moment)

    @cached_property
    def pages(self):
        """The threads, PER_PAGE views to a page; a thread is never torn apart."""
        pages, views = [[]], 0
        for thread in self.threads:
            views += 1 + len(thread.answers)
            if pages[-1] and views > PER_PAGE:
                pages.append([])
                views = 1 + len(thread.answers)
            pages[-1].append(thread)
        return pages

    @property
    def first_page(self):
        return self.pages[0]

    @property
    def has_more(self):
        return len(self.pages) > 1


def parent_for_reply_to(view):
    """Where a reply to this view hangs: under it, or beside it where threads are deep enough."""
    return view if view.depth < MAX_DEPTH else view.replies_to


def _moment(view):
    return view.created_at, view.pk
