"""A text of the paper in a line of ours, of whatever direction (see newsroom/direction.py).

    {{ author.name|bdi }}             <bdi>سارة</bdi>, but Ana: names, credits, topics, quotes
    {{ story.text.kicker|bdi:story }} <bdi lang="ar" dir="rtl">…</bdi>: what has a language of its
                                      own, which a story knows (`language`, `direction`)
    <p dir="auto">{{ bio|balanced }}  alone in a block that says dir="auto" itself, where
                                      something isolated may follow
    {{ headline|isolated }}           in plain text, such as letters
    {% comma %}                       the comma between two of them, ", " or "، "

Nothing (None, "") writes nothing. HTML stays HTML, and all else is escaped.
"""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from newsroom import direction, wording

register = template.Library()


@register.filter
def bdi(text, of=None):
    """The text in an element of its own if it could turn what stands around it, or be turned.

    Without `of` its first letter decides on its direction.
    """
    text = balanced(text)
    if not text:
        return text
    if of and of.is_in_another_language:
        return format_html('<bdi lang="{}" dir="{}">{}</bdi>', of.language, of.direction, text)
    if not direction.runs_the_other_way(text):
        return text
    way = format_html(' dir="{}"', of.direction) if of else ""
    return format_html("<bdi{}>{}</bdi>", way, text)


@register.filter
def balanced(text):
    """The text, escaped, in which no bidi control reaches beyond its end."""
    text = conditional_escape("" if text is None else text)
    return mark_safe(direction.balanced(text))  # noqa: S308 escaped


@register.filter
def isolated(text):
    """Plain text for a sentence in plain text, in one line."""
    return direction.isolated(text or "")


@register.simple_tag
def comma():
    return wording.comma()
