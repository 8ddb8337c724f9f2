"""Small WordPress exports, written for the tests. Say what differs."""

from pathlib import Path
from xml.sax.saxutils import escape

SITE = "https://old.example"
# The theme unit test of WordPress, where a developer keeps it beside the repository.
THEME_UNIT_TEST = (
    Path(__file__).resolve().parents[5] / "shared" / "data" / "wordpress" / "theme-unit-test.xml"
)

HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old</title><link>{SITE}</link><language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://network.example</wp:base_site_url>
<wp:base_blog_url>{SITE}</wp:base_blog_url>
<wp:author><wp:author_login>ana</wp:author_login>
<wp:author_display_name>Ana Petrov</wp:author_display_name></wp:author>
"""
FOOT = "</channel></rss>"


def export(*items, head=""):
    return HEAD + head + "".join(items) + FOOT


def post(number=1, **differs):
    """A published post in the category News. `comments`, `meta` and `terms` are XML."""
    fields = {
        "title": f"Story {number}",
        "link": f"{SITE}/2012/03/15/story-{number}/",
        "creator": "ana",
        "content": "The bridge opened.\n\nTraffic returned.",
        "excerpt": "",
        "date_gmt": "2012-03-15 21:38:08",
        "date": "2012-03-15 21:38:08",
        "name": f"story-{number}",
        "status": "publish",
        "type": "post",
        "password": "",
        "sticky": "0",
        "parent": "0",
        "url": "",
        "terms": category("news", "News"),
        "meta": "",
        "comments": "",
    } | differs
    e = {name: value if name in RAW else escape(str(value)) for name, value in fields.items()}
    return f"""<item><title>{e["title"]}</title><link>{e["link"]}</link>
<guid>{SITE}/?p={number}</guid><dc:creator>{e["creator"]}</dc:creator>
<content:encoded>{e["content"]}</content:encoded>
<excerpt:encoded>{e["excerpt"]}</excerpt:encoded><wp:post_id>{number}</wp:post_id>
<wp:post_date>{e["date"]}</wp:post_date><wp:post_date_gmt>{e["date_gmt"]}</wp:post_date_gmt>
<wp:comment_status>open</wp:comment_status><wp:post_name>{e["name"]}</wp:post_name>
<wp:status>{e["status"]}</wp:status><wp:post_parent>{e["parent"]}</wp:post_parent>
<wp:post_type>{e["type"]}</wp:post_type><wp:post_password>{e["password"]}</wp:post_password>
<wp:is_sticky>{e["sticky"]}</wp:is_sticky><wp:attachment_url>{e["url"]}</wp:attachment_url>
{e["terms"]}{e["meta"]}{e["comments"]}</item>"""


RAW = ("terms", "meta", "comments")


def attachment(number, url, **differs):
    differs = {"status": "inherit", "terms": "", "content": "", "title": "A view"} | differs
    return post(number, type="attachment", url=url, **differs)


def category(nicename, name, domain="category"):
    return f'<category domain="{domain}" nicename="{nicename}">{escape(name)}</category>'


def known_category(nicename, name, parent=""):
    """A category of the file's head."""
    return (
        f"<wp:category><wp:category_nicename>{nicename}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent>"
        f"<wp:cat_name>{escape(name)}</wp:cat_name></wp:category>"
    )


def meta(key, value):
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value>{escape(value)}</wp:meta_value></wp:postmeta>"
    )


def comment(number, *, parent=0, approved="1", kind="", text=None, author="Jo", email=""):
    text = escape(f"View {number}" if text is None else text)
    return f"""<wp:comment><wp:comment_id>{number}</wp:comment_id>
<wp:comment_author>{escape(author)}</wp:comment_author>
<wp:comment_author_email>{email}</wp:comment_author_email>
<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>
<wp:comment_date_gmt>2012-03-16 08:00:00</wp:comment_date_gmt>
<wp:comment_content>{text}</wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved>
<wp:comment_type>{kind}</wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"""


def outcomes(report, kind):
    """How many of a kind were imported, left out and so on."""
    return dict(report.counts[kind])
