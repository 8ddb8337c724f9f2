"""For the desk's first page."""

from django import template

from articles.admin.inbox import Inbox

register = template.Library()


@register.simple_tag
def waiting_for(user):
    """The piles of what waits for somebody, each with its first rows (admin/inbox)."""
    return Inbox(user).piles()
