"""Absolute URLs for machines, which keep them: always on the configured origin.

Never on the Host of a request: whoever asked first with a forged one would decide what the
next reader of a cached feed gets.
"""

import html
import re
from urllib.parse import urljoin, urlsplit

from django.conf import settings

TAG = re.compile(r"<[a-z][^>]*>")
ADDRESS = re.compile(r'\b(href|src|srcset)="([^"]*)"')


def absolute(path):
    """The URL of a path of this site."""
    return f"{settings.SITE_URL}{path}"


def scheme_and_host():
    """The origin's "https" and "news.example"."""
    parts = urlsplit(settings.SITE_URL)
    return parts.scheme, parts.netloc


def with_absolute_addresses(markup, page):
    """HTML with each href, src and srcset resolved against the absolute URL `page`."""

    def resolved(match):
        name, value = match[1], html.unescape(match[2])
        if name == "srcset":
            value = ", ".join(_joined(page, part.strip()) for part in value.split(","))
        else:
            value = _joined(page, value)
        return f'{name}="{html.escape(value)}"'

    return TAG.sub(lambda tag: ADDRESS.sub(resolved, tag[0]), markup)


def _joined(page, address):
    try:
        return urljoin(page, address)
    except ValueError:  # an editor may write anything, for instance "http://["
        return address
