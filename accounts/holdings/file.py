"""The file with all that an account holds: a page to read, and the same for programs."""

import json
import zipfile
from datetime import datetime
from io import BytesIO

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext

from accounts import holdings
from newsroom import mail, wording

PAGE, DATA = "my-data.html", "my-data.json"


def archive_of(user):
    """A ZIP file as bytes: PAGE for people and DATA for programs."""
    parts, made_at = holdings.parts_of(user), timezone.now()
    shown = [(part.title, part.note, [*map(_shown_row, part.rows)]) for part in parts]
    context = mail.letterhead() | {"parts": shown, "made_at": made_at}
    data = {"made_at": made_at.isoformat(), "parts": [*map(_plain_part, parts)]}
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(PAGE, render_to_string("accounts/own_data.html", context))
        archive.writestr(DATA, json.dumps(data, ensure_ascii=False, indent=2))
    return written.getvalue()


def _shown_row(row):
    return [(word, _shown(value)) for word, value in row.items()]


def _plain_part(part):
    entries = [{word: _plain(value) for word, value in row.items()} for row in part.rows]
    return {"name": part.name, "title": part.title, "note": part.note, "entries": entries}


def _shown(value):
    if isinstance(value, datetime):
        return wording.written(value, "moment")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return gettext("not known") if value in (None, "") else str(value)


def _plain(value):
    return value.isoformat() if isinstance(value, datetime) else value
