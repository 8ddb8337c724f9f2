"""Titles outside the page: `{{ story.headline|as_title }}` (see newsroom/characters.py)."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from newsroom import characters

register = template.Library()
# "e-mail", of which the end of a line would make "e-".
SHORT_BEFORE_A_HYPHEN = re.compile(r"\b\w{1,3}-\w+")


@register.filter(is_safe=True)
def as_title(text):
    """The text as a title that leaves the page, without what nobody sees."""
    return characters.as_title(str(text))


@register.filter
def unbroken(heading):
    """A heading, as HTML, in which no line ends behind one to three letters and a hyphen."""
    html = conditional_escape(heading)
    whole = SHORT_BEFORE_A_HYPHEN.sub(r'<span class="unbroken">\g<0></span>', html)
    return mark_safe(whole)  # noqa: S308 escaped above
