"""Values of a Ghost export, whatever their types are."""

from datetime import UTC, datetime

from ..incoming.plain_text import one_line


def text_of(row, name):
    value = row.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**20 else ""
    return value if isinstance(value, str) else ""


def id_of(row):
    return text_of(row, "id")


def number(value):
    return value if isinstance(value, int) else 0


def is_internal(tag):
    return text_of(tag, "visibility") == "internal" or text_of(tag, "name").startswith("#")


def named(row):
    """[(slug, name)] of a public tag or of a user; [] of what has none."""
    slug, name = one_line(text_of(row, "slug")), one_line(text_of(row, "name"))
    return [] if not slug or is_internal(row) else [(slug, name or slug)]


def moment(row, name):
    """A moment as the import reads it, in UTC; "" for what is none."""
    value = row.get(name)
    try:
        if isinstance(value, int):  # milliseconds, in exports of an old Ghost
            at = datetime.fromtimestamp(value / 1000, UTC)
        else:
            at = datetime.fromisoformat(value)
        at = at.astimezone(UTC) if at.tzinfo else at
    except (TypeError, ValueError, OverflowError, OSError):
        return ""
    return f"{at.year:04}-{at:%m-%d %H:%M:%S}"
