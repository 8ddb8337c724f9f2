"""`{% frame "masthead" %}`: what stands around a page and is not made with it.

See newsroom/page_store/frames.py.
"""

from django import template
from django.utils.safestring import mark_safe

from newsroom.page_store import frames

register = template.Library()


@register.simple_tag(takes_context=True)
def frame(context, name):
    """The frame of this name for the visitor, or its place, if the page is about to be kept."""
    place = frames.place(name)
    if place is None:
        place = frames.MAKERS[name](paper=context["paper"], user=context["user"])
    return mark_safe(place)  # noqa: S308 HTML of a template
