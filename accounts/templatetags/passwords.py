"""What pages and letters say of passwords."""

from django import template

from accounts import tasks

register = template.Library()


@register.simple_tag
def reset_link_lifetime():
    """How long a link to choose a new password works, in the language of the page: "1 hour"."""
    return tasks.reset_link_lifetime()
