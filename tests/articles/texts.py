"""Texts of stories, for tests of what becomes of them."""

import re

# Before an update and after it.
FIRST = "<p>The bridge opened on Monday.</p><p>It was closed for a year.</p>"
SECOND = "<p>The bridge opened on Tuesday.</p><p>It was closed for a year.</p>"


def embed(kind, thing):
    return f'<story-embed data-kind="{kind}" data-id="{thing.pk}"></story-embed>'


def names(html):
    return re.findall(r'id="(p-[a-z2-7-]+\d*)"', html)
