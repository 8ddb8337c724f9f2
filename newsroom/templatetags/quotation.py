"""Quotes between the marks of their language (see newsroom/quotation/).

{{ quote.text|quoted }}                 “It is late.”, in the active language
{{ quote.text|quoted:quote.language }}  „Es ist spät.“
"""

from django import template

from newsroom import quotation

register = template.Library()


@register.filter
def quoted(text, language=None):
    """Plain text between quotation marks; nothing (None, "") stays nothing."""
    return quotation.quoted(text or "", language)
