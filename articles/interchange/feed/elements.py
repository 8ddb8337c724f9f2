"""What one element of an entry says."""

from ..incoming.plain_text import escaped, one_line
from . import blogger

LONGEST = 50_000  # characters
MOST_OF_EACH = 100  # authors, categories, enclosures of an entry


def take_field(entry, name, text):
    if name == "original":  # where a feed was given out by another
        entry.addresses.append(entry.link)
        entry.link = text
    elif name == "link":
        entry.link = entry.link or text
    elif not getattr(entry, name):
        setattr(entry, name, text)


def take_category(entry, attributes):
    term, scheme = attributes.get("term", ""), attributes.get("scheme", "")
    if scheme == blogger.KIND:
        entry.kind = blogger.kind_of(term)
    elif term or attributes.get("label"):
        add(entry.categories, one_line((attributes.get("label") or term)[:LONGEST]))


def take_link(entry, attributes):
    rel, address = attributes.get("rel", "alternate"), attributes.get("href", "")[:LONGEST]
    if rel == "enclosure":
        add(entry.enclosures, (address, attributes.get("type", "")[:100]))
    elif rel == "alternate" and address:
        is_page = attributes.get("type", "text/html") in ("text/html", "application/xhtml+xml")
        if not entry.link and is_page:
            entry.link = address


def take_of_blogger(entry, name, text):
    if name == "blogger:type":
        entry.kind = text.lower()[:40]
    elif name == "blogger:status":
        entry.status = blogger.status_of(text)
    elif name == "blogger:filename":
        entry.link = entry.link or text


def enclosure(name, attributes):
    medium = attributes.get("type") or attributes.get("medium") or ""
    if name == "media:thumbnail":
        medium = "image"
    return attributes.get("url", "")[:LONGEST], medium[:100].lower()


def author(text):
    """Of "ana@paper.example (Ana Petrov)", as RSS has it, the name."""
    name = one_line(text)
    if "@" in name:
        before, _, inside = name.partition("(")
        return inside.rstrip(") ") if inside else before.partition("@")[0].strip()
    return name


def add(values, value):
    if value and value not in values and len(values) < MOST_OF_EACH:
        values.append(value)


def type_of(attributes):
    kind = attributes.get("type", "text").partition(";")[0].strip().lower()
    return "xhtml" if kind == "application/xhtml+xml" else kind


def paragraphs(text):
    parts = (part.strip() for part in text.split("\n\n"))
    return "".join(f"<p>{escaped(part)}</p>" for part in parts if part)
