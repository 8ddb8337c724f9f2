"""Titles outside the page: `{{ story.headline|as_title }}` (see newsroom/characters.py)."""

from django import template

from newsroom import characters

register = template.Library()


@register.filter(is_safe=True)
def as_title(text):
    """The text as a title that leaves the page, without what nobody sees."""
    return characters.as_title(str(text))
