"""Any text of all of Unicode, what a form makes of it, and whether an answer can be read."""

import json
import urllib.parse

import tinyhtml5
from defusedxml.ElementTree import fromstring
from django.db import connection, models
from hypothesis import strategies as st

from newsroom.characters import FORBIDDEN, without_forbidden

SPECIAL = "\x00\x01\x0b\x0c\x1b\x1f\x7f\x85\xa0\xad\u200b\u200c\u200d\u200e\u202e\u2060\u2066\ufeff"
SPECIAL += "\u2028\ud800\udfff\ufdd0\ufffe\uffff\U0001fffe\U0010ffff<>&\"'=%{}🚒یक\u0301\ufe0f"
ANYTHING = st.characters(exclude_categories=()) | st.sampled_from(SPECIAL)
typed = st.text(ANYTHING, max_size=8).map(lambda text: f"Tide {text}tables")
EVERY_SPECIAL = f"Tide {SPECIAL[:18]}tables{SPECIAL[18:]}"


def arrived(text):
    """As it comes out of a form: half a pair travels as three bytes that are no UTF-8."""
    return "".join("\ufffd" * 3 if "\ud800" <= c <= "\udfff" else c for c in text)


def words(text):
    return " ".join(without_forbidden(arrived(text)).split())


def ensure_kept_clean(model):
    """No row of this model holds anything forbidden, as the database itself says."""
    names = [
        field.column
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
    ]
    if not names:
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(names)} FROM {model._meta.db_table}")  # noqa: S608
        for row in cursor.fetchall():
            assert not any(FORBIDDEN.search(value) for value in row if value), row


def ensure_well_formed(response):
    """The answer can be read by what it is for, and holds no forbidden character."""
    body = b"".join(response) if response.streaming else response.content
    kind = response.get("Content-Type", "").partition(";")[0]
    for value in response.headers.values():
        assert not FORBIDDEN.search(value)
    location = urllib.parse.unquote(response.get("Location", ""))
    assert not FORBIDDEN.search(location)
    if kind.startswith("image/") and kind != "image/svg+xml":
        return
    text = body.decode()
    assert not FORBIDDEN.search(text), FORBIDDEN.search(text)
    if kind.endswith("xml"):
        fromstring(body)
    elif kind.endswith("json"):
        json.loads(text)
    elif kind == "text/html":
        page = tinyhtml5.parse(text, namespace_html_elements=False)
        assert response.status_code != 200 or page.findtext("head/title").strip()
        for script in page.iter("script"):
            if script.get("type") == "application/ld+json":
                json.loads(script.text)
