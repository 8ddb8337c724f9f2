"""What the templates of the desk ask for."""

from django import template
from django.utils import timezone
from django.utils.html import format_html

from articles.admin.inbox import Inbox
from articles.log import words
from articles.models import Record
from newsroom import moments

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


@register.filter
def moment_in_words(at):
    """ "24 November 2026, 06:00 GMT" as a <time> element."""
    return _time_element(at, moments.in_words(at))


@register.filter
def short_moment_in_words(at):
    """ "24 Nov 2026, 06:00 GMT", likewise."""
    return _time_element(at, moments.in_short(at))


def _time_element(at, text):
    stamp = timezone.localtime(at).isoformat()
    return format_html('<time datetime="{}">{}</time>', stamp, text)
