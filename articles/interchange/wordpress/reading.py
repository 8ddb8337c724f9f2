"""Reading an export file: which element means what."""

from pathlib import Path
from urllib.parse import urlsplit

from ..incoming.items import Comment, Item, Site
from ..incoming.plain_text import one_line, plain
from ..incoming.source import Source, Unreadable
from ..incoming.xml.mending import Mended, WithoutNestedCdata
from ..incoming.xml.stream import Broken, Stream
from . import blocks, old_lists, shortcodes, uploads

MAX_ITEM = 64 * 1024 * 1024  # bytes
# All but the text of a post ends up as a line or a few paragraphs.
MAX_FIELD = 50_000  # characters

WANTED = "Give the .xml file that WordPress exported."
NO_RSS = "This is XML, but not a WordPress export: it does not begin with <rss>."
NO_WXR = "This is XML, but not a WordPress export: it names no WXR version."
HUGE = "The file holds a single post of more than 64 MB."

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
GUEST_AUTHOR = "guest-author"
NO_PLACE_FOR = {
    GUEST_AUTHOR: "its name stands over the stories of which it is an author",
    "nav_menu_item": "the menu here is made of the sections",
    "revision": "only the latest text of a post is brought in",
    "customize_changeset": "settings of the old site's design",
    "custom_css": "settings of the old site's design",
    "wp_global_styles": "settings of the old site's design",
    "wp_navigation": "the menu here is made of the sections",
    "wp_template": "settings of the old site's design",
    "wp_template_part": "settings of the old site's design",
    "wp_block": "blocks shared by several posts are not taken apart",
    "oembed_cache": "copies of other sites' pages",
}
KEPT_META = {
    "_thumbnail_id", "_wp_attachment_image_alt", "_wp_attached_file",
    "cap-user_login", "cap-display_name",
}  # fmt: skip
KEPT_LISTS = {"_wp_old_slug": "old_names", "_wp_old_date": "old_dates"}
MOST_FORMER = 50  # former slugs, and former dates, of a post


class Export(Source):
    """A WordPress export on disk, and the folder or zip with its `uploads` if there is one."""

    no_place_for = NO_PLACE_FOR

    def __init__(self, path, files=None):
        self.path, self.head = Path(path), _Head()
        self.uploads = uploads.Uploads(files) if files else None
        self.is_mended, self.file, self.undeclared = False, None, set()

    def site(self):
        """What its head says. Raises Unreadable for what is no WordPress export."""
        return self.head.site()

    def picture(self, item):
        """From the uploads; None without."""
        if self.uploads is None:
            return None
        return self.uploads.bytes_of(item.attachment_url, *uploads.paths_of(item))

    def can_be_mended(self, problem):
        """After what was read as no XML: whether it may be read as WordPress does."""
        if self.is_mended or not isinstance(problem, Broken):
            return False
        self.is_mended, self.head = True, _Head()
        return True

    def remarks_on_file(self):
        """What was left out of the file itself, and where its word was not taken."""
        if count := self.file.left_out:
            yield f"characters that XML forbids were left out: {count:,}"
        if self.is_mended:
            yield "CDATA stands inside of CDATA, and was taken for text"
        if self.undeclared:
            names = ", ".join(sorted(self.undeclared))
            yield f"it does not say what the prefixes {names} mean: they were taken for WordPress’s"

    def pieces(self, content):
        """The text between and in its blocks, with its shortcodes written as HTML."""
        return blocks.pieces(shortcodes.expanded(content))

    def remarks(self, item, text):
        """What WordPress would have filled in itself, and what its plugins would have."""
        if dynamic := blocks.dynamic_blocks(item.content):
            yield f"WordPress fills these blocks itself: {one_line(', '.join(dynamic), 300)}"
        if "[" in text and (unknown := shortcodes.unknown_in(plain(text))):
            yield f"shortcodes stand in the text: {one_line(', '.join(unknown), 300)}"

    def old_queries(self, item):
        """`/?p=7`, of a page `/?page_id=7` too, of an attachment `/?attachment_id=7`."""
        return [f"/?{name}={item.id}" for name in ("p", old_lists.NUMBERED.get(item.type)) if name]

    def old_files(self, item):
        """Of an attachment the place where WordPress keeps it."""
        return [f"/wp-content/{path}" for path in uploads.paths_of(item)]

    def old_lists(self, site):
        """Its pages of categories, tags and authors, its feeds and theirs."""
        return old_lists.of(site)

    def items(self):
        """Its items in their order, one at a time.

        Raises Unreadable for what is missing, broken, or no WordPress export.
        """
        try:
            if not self.path.exists():
                raise Unreadable("There is no such file.")
            if not self.path.is_file():
                raise Unreadable("This is not a file. Give the .xml file that WordPress exported.")
            with self.path.open("rb") as file:
                self.file = Mended(file)
                mended = WithoutNestedCdata(self.file) if self.is_mended else self.file
                reader = _Reader(mended, self.head)
                self.undeclared = reader.stream.undeclared
                yield from reader.items()
        except (OSError, ValueError) as problem:  # ValueError: a NUL in the name
            reason = getattr(problem, "strerror", None) or problem
            raise Unreadable(f"The file cannot be read ({reason}).") from problem


class _Head:
    """What stands in the channel around the items."""

    def __init__(self):
        self.fields, self.authors, self.categories, self.tags = {}, {}, {}, {}
        self.other_terms, self.numbers = [], {}

    def know(self, item):
        """Take the name of a guest author of Co-Authors Plus, whom it keeps as an item."""
        if item.type == GUEST_AUTHOR and (login := one_line(item.meta.get("cap-user_login", ""))):
            name = one_line(item.meta.get("cap-display_name", "")) or one_line(item.title)
            self.authors.setdefault(login, name or login)

    def take(self, name, parts, text):
        if name == "wp:author":
            login = one_line(parts.get("wp:author_login", ""))
            if login:
                self.authors[login] = one_line(parts.get("wp:author_display_name", "")) or login
                self._number("author", login, parts, "wp:author_id")
        elif name == "wp:category":
            slug = parts.get("wp:category_nicename", "").strip()
            parent = parts.get("wp:category_parent", "").strip()
            self.categories[slug] = (parts.get("wp:cat_name", ""), parent)
            self._number("category", slug, parts, "wp:term_id")
        elif name == "wp:tag":
            self.tags[parts.get("wp:tag_slug", "").strip()] = parts.get("wp:tag_name", "")
        elif name == "wp:term":
            self.other_terms.append(
                one_line(f"{parts.get('wp:term_taxonomy', '')} “{parts.get('wp:term_name', '')}”")
            )
        else:
            self.fields.setdefault(name, text.strip())

    def _number(self, taxonomy, slug, parts, name):
        number = parts.get(name, "").strip()
        if number.isdecimal() and len(number) < 20:
            self.numbers[taxonomy, slug] = number

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
            numbers=self.numbers,
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
        self.stream, self.head = Stream(file, self._begin, self._end, wanted=WANTED), head
        self.parts, self.done = {}, []
        self.item = self.comment = None
        self.item_begun_at = 0

    def items(self):
        for _ in self.stream.chunks():
            yield from self.done
            self.done.clear()
        self.head.ensure_wordpress()

    def _begin(self, path, attributes):
        depth = len(path)
        if self.item is None:
            if depth == 1 and path[0] != "rss":
                raise Unreadable(NO_RSS)
            if depth == 3 and path[1:] == ["channel", "item"]:
                self.head.ensure_wordpress()
                self.item, self.item_begun_at = Item(), self.stream.size
            return
        if self.stream.size - self.item_begun_at > MAX_ITEM:
            raise Unreadable(HUGE)
        if depth == 4:
            self.attributes = attributes
            if path[3] == "wp:comment":
                self.comment = Comment()

    def _end(self, path, text):
        depth, name = len(path), path[-1]
        if self.item is None:
            self._end_in_head(name, depth, text)
        elif depth == 3:
            self.head.know(self.item)
            self.done.append(self.item)
            self.item = None
        elif depth == 4 and name == "wp:comment":
            self.item.comments.append(self.comment)
            self.comment = None
        elif depth == 4:
            _take(self.item, name, self.attributes, text, self.parts)
            self.parts = {}
        elif depth == 5 and self.comment:
            if name in COMMENT_FIELDS:
                setattr(self.comment, COMMENT_FIELDS[name], text.strip()[:MAX_FIELD])
        elif depth == 5:
            self.parts[name] = text[:MAX_FIELD]

    def _end_in_head(self, name, depth, text):
        if depth == 3:
            self.head.take(name, self.parts, text)
            self.parts = {}
        elif depth == 4:
            self.parts[name] = text[:MAX_FIELD]


def _take(item, name, attributes, text, parts):
    if name == "category":
        domain, nicename = attributes.get("domain", "category"), attributes.get("nicename", "")
        item.terms.append((domain, nicename.strip(), one_line(text[:MAX_FIELD])))
    elif name == "wp:postmeta":
        key, value = parts.get("wp:meta_key", ""), parts.get("wp:meta_value", "").strip()
        if key in KEPT_META:
            item.meta.setdefault(key, value)
        elif key in KEPT_LISTS and len(listed := getattr(item, KEPT_LISTS[key])) < MOST_FORMER:
            listed.append(value)
    elif name in ITEM_FIELDS:
        # What an author wrote keeps its blank lines; all else is a word or two.
        field = ITEM_FIELDS[name]
        setattr(item, field, text if field == "content" else text.strip()[:MAX_FIELD])
