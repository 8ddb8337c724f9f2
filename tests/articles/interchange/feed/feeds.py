"""Small feeds, written for the tests. Say what differs."""

from xml.sax.saxutils import escape

SITE = "https://lantern.example"
RSS_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:a="http://www.w3.org/2005/Atom"
 xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Lantern</title><link>{SITE}/</link><language>en-gb</language>
<a:link rel="self" href="{SITE}/news/feed.xml"/>
"""
RSS_FOOT = "</channel></rss>"
ATOM_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Lantern</title><id>tag:lantern</id>
<link rel="alternate" href="{SITE}/"/><link rel="self" href="{SITE}/atom.xml"/>
"""
ATOM_FOOT = "</feed>"


def rss(*items):
    return RSS_HEAD + "".join(items) + RSS_FOOT


def atom(*entries):
    return ATOM_HEAD + "".join(entries) + ATOM_FOOT


def item(number=1, **differs):
    """An item of RSS; `more` is XML, a field that is None is left out."""
    fields = {
        "title": f"Story {number}",
        "link": f"{SITE}/2019/05/story-{number}/",
        "guid": f"{SITE}/?p={number}",
        "dc:creator": "Ana Petrov",
        "category": "Ferry",
        "pubDate": "Wed, 15 May 2019 10:00:00 +0200",
        "description": "What it is about.",
        "content:encoded": "<p>The ferry left at six.</p>",
    } | differs
    more = fields.pop("more", "")
    made = "".join(f"<{k}>{escape(v)}</{k}>" for k, v in fields.items() if v is not None)
    return f"<item>{made}{more}</item>"


def entry(number=1, **differs):
    """An entry of Atom, its parts as XML; one that is None is left out."""
    parts = {
        "id": f"<id>tag:lantern:{number}</id>",
        "title": f"<title>Story {number}</title>",
        "link": f'<link rel="alternate" href="/2019/05/story-{number}.html"/>',
        "author": "<author><name>Ana Petrov</name><email>ana@lantern.example</email></author>",
        "category": '<category term="ferry" label="Ferry"/>',
        "published": "<published>2019-05-15T08:00:00Z</published>",
        "updated": "<updated>2020-01-01T00:00:00Z</updated>",
        "content": '<content type="html">&lt;p&gt;The ferry left at six.&lt;/p&gt;</content>',
    } | differs
    return f"<entry>{''.join(part for part in parts.values() if part)}</entry>"
