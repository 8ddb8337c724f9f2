from django import template
from django.conf import settings

from newsroom import wording

register = template.Library()


@register.simple_tag
def password_link_life():
    """How long the link to a new password can be used, in the page's language: "1 hour"."""
    return wording.duration(settings.PASSWORD_RESET_TIMEOUT)
