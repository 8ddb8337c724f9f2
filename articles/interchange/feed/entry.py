"""One entry of a feed, as an item of the import."""

import re
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from articles.body import plain_text

from ..incoming import moments
from ..incoming.by_name import name_in
from ..incoming.id_map import fingerprint
from ..incoming.items import Item
from ..incoming.plain_text import plain
from ..incoming.source import is_site

IS_CUT = re.compile(r"(?:\[(?:\u2026|\.\.\.)\]|\u2026|\.\.\.)$")
APPEARED_FIRST = re.compile(
    r"<p>The post <a\b[^>]{0,2000}>.{0,1000}?</a> appeared first on .{0,500}$"
)
ONLY_ITS_BEGINNING = "its text is cut: the feed has only its beginning"
ELSEWHERE = "its text stands elsewhere ({}) and is not fetched"


@dataclass
class Entry:
    """What the elements of an entry say; texts of its own are HTML."""

    base: str  # the address from which its links are seen
    title: str = ""
    content: str = ""
    summary: str = ""
    published: str = ""
    updated: str = ""
    link: str = ""
    guid: str = ""
    kind: str = "post"
    status: str = "publish"
    content_elsewhere: str = ""
    authors: list = field(default_factory=list)
    categories: list = field(default_factory=list)
    enclosures: list = field(default_factory=list)  # (address, type)
    addresses: list = field(default_factory=list)  # further ones that it had


def items_of(entry, feed):
    """The Item of an Entry, and the attachments of its pictures behind it."""
    entry.base = entry.base or feed.address
    guid = entry.guid.strip()
    at = guid if is_site(guid.partition("?")[0].partition("#")[0]) else ""
    link = feed.whole(entry.link or at, entry.base)
    item = Item(
        id=fingerprint(guid or link or f"{entry.title} {entry.published or entry.updated}"),
        place=_place(entry, link),
        title=entry.title,
        type=entry.kind,
        status=entry.status,
        date_gmt=moments.utc(entry.published) or moments.utc(entry.updated),
        comment_status="open",
        name=name_in(link),
        link=link,
        terms=feed.terms_of(entry.authors, entry.categories),
    )
    said = (feed.whole(each, entry.base) for each in (link, at, *entry.addresses) if each)
    item.addresses = list(dict.fromkeys(_without_tags(each) for each in said if each))
    _give_text(item, entry, feed)
    lead = _give_enclosures(item, entry, feed)
    return feed.with_pictures(item, lead)


def _place(entry, link):
    day = (entry.published or entry.updated).strip()[:40]
    return urlsplit(link).path[:100] if link else day


def _give_text(item, entry, feed):
    base = item.link or entry.base
    content, summary = entry.content, entry.summary
    if not content.strip():
        content, summary = summary, ""
        if IS_CUT.search(plain_text(content).rstrip()):
            item.notes.append(ONLY_ITS_BEGINNING)
        if entry.content_elsewhere:
            item.notes.append(ELSEWHERE.format(entry.content_elsewhere[:300]))
    item.content = feed.with_whole_addresses(APPEARED_FIRST.sub("", content.rstrip()), base)
    summary = APPEARED_FIRST.sub("", summary.rstrip())
    words, begun = plain(item.content), IS_CUT.sub("", plain(summary)).rstrip()
    # What a program has cut from the beginning of the text is no standfirst.
    if not words.startswith(begun[:-1]):
        item.excerpt = summary


def _give_enclosures(item, entry, feed):
    """Put what came with an entry under its text; the address of the picture that leads it."""
    lead, more = "", []
    for source, kind in dict(entry.enclosures).items():
        address = feed.whole(source, entry.base)
        if not address or escape(address) in item.content:
            continue
        if kind.startswith("image"):
            if lead:
                more.append(f'<figure><img src="{escape(address)}" alt=""></figure>')
            lead = lead or address
        elif kind.startswith(("audio", "video")):
            more.append(f'<audio src="{escape(address)}"></audio>')
        else:
            name = unquote(urlsplit(address).path.rpartition("/")[2]) or address
            more.append(f'<p><a href="{escape(address)}">{escape(name)}</a></p>')
    item.content += "".join(more)
    return lead


def _without_tags(address):
    """Without what a feed's reader was to be counted by."""
    before, mark, query = address.partition("?")
    if not mark or "utm_" not in query:
        return address
    kept = [(name, value) for name, value in parse_qsl(query.partition("#")[0], max_num_fields=50)
            if not name.startswith("utm_")]  # fmt: skip
    return f"{before}?{urlencode(kept)}" if kept else before
