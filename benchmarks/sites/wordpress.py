"""A WordPress export of any size: posts in blocks, with links, terms and comments."""

import random
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

SITE = "https://old.example"
WORDS = (
    "harbour ferry council bridge tide market school river mayor budget road library station "
    "summer winter engineer captain teacher nurse crew report vote plan water north south "
    "evening morning festival orchestra match league season ticket price number reader the a of "
    "and to in on for with after before during between under over which who that has had will "
    "would could said told opened closed began ended found lost built moved"
).split()
AUTHORS, CATEGORIES, TAGS = 30, 12, 400
COMMENTS = 3  # of a post
HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old</title><link>{SITE}</link><language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>{SITE}</wp:base_site_url>
<wp:base_blog_url>{SITE}</wp:base_blog_url>
"""


def write(path, count):
    """Write an export of `count` posts with three comments each; the same each time."""
    chosen = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number in range(AUTHORS):
            file.write(
                f"<wp:author><wp:author_login>writer{number}</wp:author_login>"
                f"<wp:author_display_name>Writer {number}</wp:author_display_name></wp:author>\n"
            )
        for number in range(CATEGORIES):
            file.write(
                f"<wp:category><wp:category_nicename>part-{number}</wp:category_nicename>"
                f"<wp:cat_name>Part {number}</wp:cat_name></wp:category>\n"
            )
        for number in range(1, count + 1):
            file.write(_post(chosen, number))
        file.write("</channel></rss>\n")


def _post(chosen, number):
    at = datetime(2004, 1, 1, 8, tzinfo=UTC) + timedelta(minutes=90 * number)
    tags = chosen.sample(range(TAGS), 3)
    terms = _term("category", "part", chosen.randrange(CATEGORIES)) + "".join(
        _term("post_tag", "topic", tag) for tag in tags
    )
    comments = "".join(_comment(chosen, number, each, at) for each in range(COMMENTS))
    title = _sentence(chosen, 7)
    return f"""<item><title>{title}</title><link>{_address(number)}</link>
<pubDate>{at:%a, %d %b %Y %H:%M:%S} +0000</pubDate><dc:creator>writer{number % AUTHORS}</dc:creator>
<guid isPermaLink="false">{SITE}/?p={number}</guid><description></description>
<content:encoded><![CDATA[{_text(chosen, number)}]]></content:encoded>
<excerpt:encoded><![CDATA[{_sentence(chosen, 18)}]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date>{at:%Y-%m-%d %H:%M:%S}</wp:post_date>
<wp:post_date_gmt>{at:%Y-%m-%d %H:%M:%S}</wp:post_date_gmt>
<wp:comment_status>open</wp:comment_status><wp:post_name>story-{number}</wp:post_name>
<wp:status>publish</wp:status><wp:post_parent>0</wp:post_parent><wp:post_type>post</wp:post_type>
<wp:post_password></wp:post_password><wp:is_sticky>0</wp:is_sticky>{terms}
<wp:postmeta><wp:meta_key>_edit_last</wp:meta_key><wp:meta_value>1</wp:meta_value></wp:postmeta>
{comments}</item>
"""


def _address(number):
    return f"{SITE}/{2004 + number % 20}/03/story-{number}/"


def _term(domain, word, number):
    return f'<category domain="{domain}" nicename="{word}-{number}">{word} {number}</category>'


def _comment(chosen, number, place, at):
    pk = number * COMMENTS + place
    parent = pk - 1 if place == COMMENTS - 1 else 0
    return f"""<wp:comment><wp:comment_id>{pk}</wp:comment_id>
<wp:comment_author>Reader {pk % 5000}</wp:comment_author>
<wp:comment_author_email>reader{pk % 5000}@mail.example</wp:comment_author_email>
<wp:comment_date_gmt>{at + timedelta(hours=place + 1):%Y-%m-%d %H:%M:%S}</wp:comment_date_gmt>
<wp:comment_content><![CDATA[{_sentence(chosen, 40)}]]></wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type>
<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>
"""


def _text(chosen, number):
    """Some 350 words in seven paragraphs, with a heading, a list and links to other posts."""
    parts = [_block("paragraph", f"<p>{_sentence(chosen, 45)}</p>") for _ in range(6)]
    other = _address(chosen.randint(1, number + 20))
    link = f'<a href="{other}">{_sentence(chosen, 4)}</a>'
    parts.insert(2, _block("paragraph", f"<p>{_sentence(chosen, 20)} {link} and <b>more</b>.</p>"))
    parts.insert(4, _block("heading", f"<h2>{_sentence(chosen, 5)}</h2>"))
    items = "".join(f"<li>{_sentence(chosen, 6)}</li>" for _ in range(3))
    return "\n\n".join([*parts, _block("list", f"<ul>{items}</ul>")])


def _block(name, inside):
    return f"<!-- wp:{name} -->\n{inside}\n<!-- /wp:{name} -->"


def _sentence(chosen, words):
    return escape(" ".join(chosen.choices(WORDS, k=words)).capitalize() + ".")
