"""For the desk's first page."""

from django import template

from articles.admin.inbox import Inbox
from articles.log import words
from articles.models import Record

register = template.Library()
LINES = 10


@register.simple_tag
def waiting_for(user):
    """The piles of what waits for somebody, each with its first rows (admin/inbox)."""
    return Inbox(user).piles()


@register.simple_tag
def own_lines(user):
    """What somebody did last: lines of the log, each with its row's page on the desk."""
    lines = list(Record.objects.filter(by=user).defer("note", "details")[:LINES])
    for line in lines:
        line.kind_in_words = words.name_of_kind(line.kind)
        is_gone = line.action in ("deleted", "deleted for good")
        line.address = "" if is_gone else words.page_on_the_desk(line.kind, line.object_id)
    return lines
