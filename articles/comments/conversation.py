"""What readers see of the comments on a story: threads, in pages."""

from django.db.models import IntegerField
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext

from articles import page_keys
from newsroom.composed_once import Given, composed_once
from newsroom.page_store.keys import shows

from .models import Comment

PER_PAGE = 200  # comments
MAX_DEPTH = 5
FIELDS = ("parent", "name", "text", "created_at", "is_pick")


@composed_once
def approved_of():
    """The approved comments on a `story` (primary key), each before those that reply to it."""
    # A comment is stored before its replies.
    of_story = Comment.objects.approved().filter(story=Given("story", IntegerField()))
    return of_story.order_by("pk").only(*FIELDS)


class Conversation:
    """The approved comments on a story in threads; one query, however many there are.

    A thread is a comment with its `answers`: all that was said in reply to it and to its
    replies, at one level. What replies to a hidden comment is hidden with it.

    `address` is where one is written, `is_open` whether it may be.
    """

    def __init__(self, story):
        self.address = reverse("comments:share", args=[story.section.slug, story.pk, story.slug])
        self.is_open = story.comments_open
        self._comments = {}
        shows(page_keys.views_of(story.pk))
        # Looked up once: a page may hold two hundred comments.
        self._reply_to = gettext("Reply to %(name)s")
        self._report = gettext("Report the view of %(name)s")
        for comment in approved_of(story=story.pk):
            self._add(comment)

    def _add(self, comment):
        comment.answers, comment.thread, comment.replies_to, comment.depth = [], comment, None, 1
        comment.answers_whom = ""
        comment.reply_label = self._reply_to % {"name": comment.name}
        comment.report_label = self._report % {"name": comment.name}
        if comment.parent_id:
            parent = self._comments.get(str(comment.parent_id))
            if parent is None:
                return
            comment.replies_to, comment.thread = parent, parent.thread
            # Whom it answers is plain where it stands right under that comment.
            comment.answers_whom = "" if parent is comment.thread else parent.name
            comment.depth = parent.depth + 1
            comment.thread.answers.append(comment)
        self._comments[str(comment.pk)] = comment

    @property
    def count(self):
        return len(self._comments)

    def find(self, pk):
        """The comment with this number (as text), or None if readers cannot see it."""
        return self._comments.get(pk)

    @cached_property
    def threads(self):
        """Comments that reply to none, oldest first, each with its `answers`, oldest first."""
        threads = [comment for comment in self._comments.values() if comment.thread is comment]
        for thread in threads:
            thread.answers.sort(key=_age)
        return sorted(threads, key=_age)

    @cached_property
    def pages(self):
        """Lists of threads, PER_PAGE comments to a page; a thread is never torn apart."""
        pages, count = [[]], 0
        for thread in self.threads:
            count += 1 + len(thread.answers)
            if pages[-1] and count > PER_PAGE:
                pages.append([])
                count = 1 + len(thread.answers)
            pages[-1].append(thread)
        return pages

    @property
    def first_page(self):
        return self.pages[0]

    @property
    def has_more(self):
        return len(self.pages) > 1


def parent_for_reply_to(comment):
    """Where a reply to it hangs: under it, or beside it where threads are deep enough."""
    return comment if comment.depth < MAX_DEPTH else comment.replies_to


def _age(comment):
    return comment.created_at, comment.pk
