"""Boxes in a story's text: `<aside data-box="timeline">` with paragraphs, headings and lists.

They stand on the top level of a body (see articles.body) and are told apart by their words,
not by their looks alone.
"""

import html
import re

import nh3
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import notes

KINDS = {
    "explainer": _("Explainer"),
    "method": _("How we did this"),
    "fact": _("Facts"),
    "document": _("Document"),
    "timeline": _("Timeline"),
}

BOX = re.compile(r'<aside data-box="(\w+)">(.*?)</aside>', re.DOTALL)
TITLE = re.compile(r"<h([2-4])>(.*?)</h\1>", re.DOTALL)
# In a timeline the day or the hour, where somebody has made it bold.
BOLD_BEGINNING = re.compile(r"(<li>(?:<p>)?)<strong>(.*?)</strong>", re.DOTALL)


def without_empty(text):
    """A body without the boxes in which there is no text; a note is some."""

    def kept(box):
        return box[0] if _plain_text(box[2]).strip() or notes.among(box[2]) else ""

    return BOX.sub(kept, text)


def rendered(text):
    """A body with its boxes as readers get them: each says what it is and has an aria-label."""
    names = []

    def shown(box):
        label = KINDS[box[1]]
        title = TITLE.search(box[2])
        name = f"{label}: {_plain_text(title[2])}" if title else str(label)
        names.append(name)
        if names.count(name) > 1:
            name = gettext("%(name)s, number %(number)d") % {
                "name": name,
                "number": names.count(name),
            }
        opening = format_html(
            '<aside class="box box--{}" aria-label="{}"><p class="box__label label">{}</p>',
            box[1],
            name,
            label,
        )
        text = BOLD_BEGINNING.sub(r'\1<b class="box__when">\2</b>', box[2])
        return f"{opening}{text if box[1] == 'timeline' else box[2]}</aside>"

    return BOX.sub(shown, text)


def _plain_text(markup):
    return html.unescape(nh3.clean(notes.without(markup), tags=set()))
