"""What the templates of the desk ask for."""

from django import template
from django.utils import timezone
from django.utils.html import format_html

from articles import rights
from articles.admin.first_steps import FirstSteps
from articles.admin.inbox import Inbox
from articles.admin.story.way_back import way_back
from articles.log import words
from articles.models import Record
from newsroom import moments

register = template.Library()
LINES = 10


@register.simple_tag
def waiting_for(user):
    """What somebody works on, what waits for them and what comes next: groups of admin/inbox."""
    return Inbox(user).groups()


@register.simple_tag
def first_steps_for(request):
    """The steps of a paper without a story, for whoever may take them and wants to; or None."""
    steps = FirstSteps(request)
    return steps if steps.are_wanted else None


@register.simple_tag
def own_lines(user):
    """What somebody did last: lines of the log, each with its row's page on the desk."""
    lines = list(Record.objects.filter(by=user).defer("note", "details")[:LINES])
    for line in lines:
        line.kind_in_words = words.name_of_kind(line.kind)
        is_gone = line.action in ("deleted", "deleted for good")
        line.address = "" if is_gone else words.page_on_the_desk(line.kind, line.object_id)
    return lines


@register.simple_tag
def looks_after_colleagues(user):
    return rights.looks_after_colleagues(user)


@register.simple_tag
def list_of_stories():
    """The address of the list of stories as whoever asks has left it, narrowed down or not."""
    return way_back()


@register.filter
def moment_in_words(at):
    """ "24 November 2026, 06:00 GMT" as a <time> element."""
    return _time_element(at, moments.in_words(at))


@register.filter
def short_moment_in_words(at):
    """ "24 Nov 2026, 06:00 GMT", likewise."""
    return _time_element(at, moments.in_short(at))


@register.filter
def short_day_in_words(day):
    """ "24 Nov 2026"."""
    return moments.day_in_short(day)


def _time_element(at, text):
    stamp = timezone.localtime(at).isoformat()
    return format_html('<time datetime="{}">{}</time>', stamp, text)
