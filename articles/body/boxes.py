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

KINDS = {
    "explainer": _("Explainer"),
    "method": _("How we did this"),
    "fact": _("Facts"),
    "document": _("Document"),
    "timeline": _("Timeline"),
}

BOX = re.compile(r'<aside data-box="(\w+)">(.*?)</aside>', re.DOTALL)
TITLE = re.compile(r"<h([2-4])>(.*?)</h\1>", re.DOTALL)
# In a timeline these are the day or the hour, where somebody has made them bold.
FIRST_WORDS = re.compile(r"(<li>(?:<p>)?)<strong>(.*?)</strong>", re.DOTALL)


def without_empty(text):
    """`text` without the boxes in which nobody has written anything."""
    return BOX.sub(lambda box: box[0] if _words(box[2]).strip() else "", text)


def rendered(text):
    """`text` with its boxes as readers get them: each says what it is, and has a name."""
    names = []

    def shown(box):
        label = KINDS[box[1]]
        title = TITLE.search(box[2])
        name = f"{label}: {_words(title[2])}" if title else str(label)
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
        text = FIRST_WORDS.sub(r'\1<b class="box__when">\2</b>', box[2])
        return f"{opening}{text if box[1] == 'timeline' else box[2]}</aside>"

    return BOX.sub(shown, text)


def _words(markup):
    return html.unescape(nh3.clean(markup, tags=set()))
