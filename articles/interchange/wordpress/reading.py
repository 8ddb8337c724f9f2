"""Reading an export file: which element means what."""

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from .items import Comment, Item, Site
from .plain_text import one_line
from .stream import Stream, Unreadable

MAX_ITEM = 64 * 1024 * 1024  # bytes
# All but the text of a post ends up as a line or a few paragraphs.
MAX_FIELD = 50_000  # characters

NO_RSS = "This is XML, but not a WordPress export: it does not begin with <rss>."
NO_WXR = "This is XML, but not a WordPress export: it names no WXR version."
HUGE = "The file holds a single post of more than 64 MB."

NAMESPACES = [
    (re.compile(r"https?://wordpress\.org/export/1\.\d+/"), "wp"),
    (re.compile(r"https?://wordpress\.org/export/1\.\d+/excerpt/"), "excerpt"),
    (re.compile(r"http://purl\.org/rss/1\.0/modules/content/"), "content"),
    (re.compile(r"http://purl\.org/dc/elements/1\.1/"), "dc"),
]
ITEM_FIELDS = {
    "title": "title",
    "link": "link",
    "guid": "guid",
    "pubDate": "pub_date",
    "dc:creator": "creator",
    "content:encoded": "content",
    "excerpt:encoded": "excerpt",
    "wp:post_id": "id",
    "wp:post_date_gmt": "date_gmt",
    "wp:post_date": "date",
    "wp:post_name": "name",
    "wp:status": "status",
    "wp:post_parent": "parent",
    "wp:post_type": "type",
    "wp:post_password": "password",
    "wp:is_sticky": "sticky",
    "wp:comment_status": "comment_status",
    "wp:attachment_url": "attachment_url",
}
COMMENT_FIELDS = {
    "wp:comment_id": "id",
    "wp:comment_author": "author",
    "wp:comment_author_email": "email",
    "wp:comment_date_gmt": "date_gmt",
    "wp:comment_date": "date",
    "wp:comment_content": "content",
    "wp:comment_approved": "approved",
    "wp:comment_type": "type",
    "wp:comment_parent": "parent",
}
KEPT_META = {"_thumbnail_id", "_wp_attachment_image_alt", "_wp_old_slug"}


class Export:
    """A WordPress export on disk. It may be read as often as needed."""

    def __init__(self, path):
        self.path = Path(path)

    def survey(self):
        """Read the whole file once; return what it holds as a `Site`.

        Raises Unreadable for what is missing, broken, or no WordPress export.
        """
        head = _Head()
        for item in self._read(head):
            head.items_of_kind[item.type] += 1
            head.comments += len(item.comments)
        return head.site()

    def items(self):
        """Its items in their order, one at a time. Raises Unreadable as `survey` does."""
        return self._read(_Head())

    def _read(self, head):
        try:
            if not self.path.exists():
                raise Unreadable("There is no such file.")
            if not self.path.is_file():
                raise Unreadable("This is not a file. Give the .xml file that WordPress exported.")
            with self.path.open("rb") as file:
                yield from _Reader(file, head).items()
        except (OSError, ValueError) as problem:  # ValueError: a NUL in the name
            reason = getattr(problem, "strerror", None) or problem
            raise Unreadable(f"The file cannot be read ({reason}).") from problem


class _Head:
    """What stands in the channel around the items."""

    def __init__(self):
        self.fields, self.authors, self.categories, self.tags = {}, {}, {}, {}
        self.other_terms, self.items_of_kind, self.comments = [], Counter(), 0

    def take(self, name, parts, text):
        if name == "wp:author":
            login = one_line(parts.get("wp:author_login", ""))
            if login:
                self.authors[login] = one_line(parts.get("wp:author_display_name", "")) or login
        elif name == "wp:category":
            slug = parts.get("wp:category_nicename", "").strip()
            parent = parts.get("wp:category_parent", "").strip()
            self.categories[slug] = (parts.get("wp:cat_name", ""), parent)
        elif name == "wp:tag":
            self.tags[parts.get("wp:tag_slug", "").strip()] = parts.get("wp:tag_name", "")
        elif name == "wp:term":
            self.other_terms.append(
                one_line(f"{parts.get('wp:term_taxonomy', '')} “{parts.get('wp:term_name', '')}”")
            )
        else:
            self.fields.setdefault(name, text.strip())

    def ensure_wordpress(self):
        if "wp:wxr_version" not in self.fields:
            raise Unreadable(NO_WXR)

    def site(self):
        self.ensure_wordpress()
        addresses = [self.fields.get(name, "") for name in ADDRESS_FIELDS]
        address = next((a for a in addresses if _is_address(a)), None)
        if address is None:
            raise Unreadable("The file does not say which site it comes from.")
        return Site(
            address=address.rstrip("/")[:200],
            language=self.fields.get("language", ""),
            authors=self.authors,
            categories=self.categories,
            tags=self.tags,
            other_terms=self.other_terms,
            items=self.items_of_kind,
            comments=self.comments,
        )


# The blog before the network: post numbers are counted for each blog of a network.
ADDRESS_FIELDS = ("wp:base_blog_url", "link", "wp:base_site_url")


def _is_address(text):
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


class _Reader:
    """Puts together, from the stream, the items and what stands around them."""

    def __init__(self, file, head):
        self.stream, self.head = Stream(file), head
        self.path, self.parts = [], {}
        self.item = self.comment = None
        self.item_begun_at = 0

    def items(self):
        for event, element, _ in self.stream:
            if event == "start":
                self._begin(_short_name(element.tag))
                continue
            name, depth = self.path.pop(), len(self.path)
            if self.item is None:
                self._end_in_head(name, depth, element.text or "")
            elif depth == 2:
                item, self.item = self.item, None
                yield item
            else:
                self._end_in_item(name, depth, element)
        self.head.ensure_wordpress()

    def _begin(self, name):
        self.path.append(name)
        if self.path[0] != "rss":
            raise Unreadable(NO_RSS)
        if self.path == ["rss", "channel", "item"]:
            self.head.ensure_wordpress()
            self.item, self.item_begun_at = Item(), self.stream.size
        elif self.item and self.path[3:] == ["wp:comment"]:
            self.comment = Comment()
        if self.item and self.stream.size - self.item_begun_at > MAX_ITEM:
            raise Unreadable(HUGE)

    def _end_in_head(self, name, depth, text):
        if depth == 2:
            self.head.take(name, self.parts, text)
            self.parts = {}
        elif depth == 3:
            self.parts[name] = text[:MAX_FIELD]

    def _end_in_item(self, name, depth, element):
        text = element.text or ""
        if self.comment and depth == 4:
            if name in COMMENT_FIELDS:
                setattr(self.comment, COMMENT_FIELDS[name], text.strip()[:MAX_FIELD])
        elif depth == 4:
            self.parts[name] = text[:MAX_FIELD]
        elif depth == 3 and name == "wp:comment":
            self.item.comments.append(self.comment)
            self.comment = None
        elif depth == 3:
            _take(self.item, name, element, text, self.parts)
            self.parts = {}


def _take(item, name, element, text, parts):
    if name == "category":
        domain, nicename = element.get("domain", "category"), element.get("nicename", "")
        item.terms.append((domain, nicename.strip(), one_line(text[:MAX_FIELD])))
    elif name == "wp:postmeta":
        key = parts.get("wp:meta_key", "")
        if key in KEPT_META:
            item.meta.setdefault(key, parts.get("wp:meta_value", "").strip())
    elif name in ITEM_FIELDS:
        # What an author wrote keeps its blank lines; all else is a word or two.
        field = ITEM_FIELDS[name]
        setattr(item, field, text if field == "content" else text.strip()[:MAX_FIELD])


@lru_cache(maxsize=256)
def _short_name(tag):
    """With "wp:" and the like for a namespace, whatever version of it."""
    if not tag.startswith("{"):
        return tag
    namespace, _, local = tag[1:].partition("}")
    for pattern, prefix in NAMESPACES:
        if pattern.fullmatch(namespace):
            return f"{prefix}:{local}"
    return tag
