"""Reading a Ghost export, trusting nothing in it: its rows as items of the import."""

import json
import re
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

from articles.body import plain_text

from ..incoming.items import Item, Site, attachment, picture_id
from ..incoming.plain_text import escaped, one_line
from ..incoming.source import Source, site_address
from . import lexical, mobiledoc, rendered
from .file import File
from .values import id_of, is_internal, moment, named, number, text_of

# Of which tables memory holds what.
KEPT = {
    "posts": ("id",),
    "tags": ("id", "name", "slug", "visibility"),
    "users": ("id", "name", "slug"),
    "posts_meta": (
        "post_id", "canonical_url", "feature_image_alt", "feature_image_caption",
    ),
    "posts_tags": ("post_id", "tag_id", "sort_order"),
    "posts_authors": ("post_id", "author_id", "sort_order"),
    "settings": ("key", "value"),
}  # fmt: skip
PLACEHOLDER = re.compile(r"__GHOST_URL__|%%GHOST_URL%%")
SIZED = re.compile(r"(/content/images)/size/w\d{1,5}(?:h\d{1,5})?(?:/format/[a-z]{3,5})?(?=/)")
PICTURE = re.compile(r"<img\b[^>]*?\bsrc=\"([^\"]*)\"(?:[^>]*?\balt=\"([^\"]*)\")?", re.IGNORECASE)
STATUSES = {"published": "publish", "scheduled": "future", "draft": "draft", "sent": "sent"}
INTERNAL = "internal tags are for Ghost alone"


class Export(Source):
    """A Ghost export on disk, of the site at `address`.

    It is read twice: once for what belongs to the posts, which memory holds, once for the posts.
    """

    tags_are = "term"  # which became a section, or a topic

    def __init__(self, path, address):
        self.address = site_address(address)
        self.file = File(path, unquote(urlsplit(self.address).path))
        kept = self._tables()
        self.tags = {id_of(tag): tag for tag in kept["tags"]}
        self.users = {id_of(user): user for user in kept["users"]}
        self.meta = {text_of(row, "post_id"): row for row in kept["posts_meta"]}
        self.settings = {text_of(row, "key"): text_of(row, "value") for row in kept["settings"]}
        self.tags_of = _joined(kept["posts_tags"], "tag_id", self.tags)
        self.authors_of = _joined(kept["posts_authors"], "author_id", self.users)
        chief = (self._public_tags(post)[:1] for post in kept["posts"])
        self.sections = {slug for first in chief for slug, _ in first}

    def site(self):
        """What stands around the posts."""
        public = {slug: name for tag in self.tags.values() for slug, name in named(tag)}
        return Site(
            address=self.address,
            language=self.settings.get("lang") or self.settings.get("locale") or "",
            authors={slug: name for user in self.users.values() for slug, name in named(user)},
            categories={slug: (public[slug], "") for slug in sorted(self.sections)},
            tags={slug: name for slug, name in public.items() if slug not in self.sections},
            other_terms=[text_of(tag, "name") for tag in self.tags.values() if is_internal(tag)],
            program="Ghost",
            no_place=INTERNAL,
        )

    def items(self):
        """Its pictures, posts and pages: each picture before the first post that shows it."""
        seen = set()
        for table, post in self.file.rows():
            if table != "posts":
                continue
            if not isinstance(post, dict):
                yield Item(type="", title="a row that is none")
                continue
            item = self._item(post)
            for picture in self._pictures(post, item):
                if picture.id not in seen:
                    seen.add(picture.id)
                    yield picture
            yield item

    def picture(self, item):
        """The bytes of an attachment that is in the zip, or None; at most one over the most."""
        return self.file.picture(unquote(urlsplit(item.attachment_url).path))

    def old_lists(self, site):
        """Its pages of tags and authors, and its feed."""
        tags = [(f"/tag/{slug}/", "term", slug) for slug in (*site.categories, *site.tags)]
        authors = [(f"/author/{slug}/", "author", slug) for slug in site.authors]
        lists = {"/rss/": ("paper", "", True)}
        for path, kind, slug in tags + authors:
            lists |= {path: (kind, slug, False), f"{path}rss/": (kind, slug, True)}
        return lists

    # The file

    def _tables(self):
        """{table: rows} of those that belong to posts, with what is asked of them alone."""
        kept = {name: [] for name in KEPT}
        for table, row in self.file.rows():
            if table in KEPT and isinstance(row, dict):
                names = KEPT[table]
                kept[table].append({name: row[name] for name in names if name in row})
        return kept

    # One post

    def _item(self, post):
        meta = self.meta.get(id_of(post), {})
        slug, notes = text_of(post, "slug"), []
        kind = text_of(post, "type") or ("page" if post.get("page") in (True, 1) else "post")
        public = text_of(post, "visibility") in ("", "public")
        item = Item(
            id=id_of(post),
            title=escaped(text_of(post, "title")),
            name=slug,
            type=kind,
            status=STATUSES.get(text_of(post, "status"), "unknown") if public else "members",
            date_gmt=moment(post, "published_at") or moment(post, "created_at"),
            content=self._content(post, notes),
            excerpt=escaped(text_of(post, "custom_excerpt")),
            sticky="1" if post.get("featured") in (True, 1) else "",
            comment_status="open",
            link=f"{self.address}/{slug}/" if slug else "",
            guid=f"{self.address}/{slug}/amp/" if slug else "",
            notes=notes,
        )
        self._give_terms(post, item)
        if image := self._address(text_of(post, "feature_image")):
            item.meta["_thumbnail_id"] = picture_id(image)
        self._note(post, meta, item)
        return item

    def _give_terms(self, post, item):
        tags = self._public_tags(post)
        item.terms = [("category", *tag) for tag in tags[:1]]
        item.terms += [("post_tag", *tag) for tag in tags[1:]]
        writers = self.authors_of.get(id_of(post), [])
        if not writers and (writer := self.users.get(text_of(post, "author_id"))):
            writers = [writer]
        item.terms += [("author", *each) for writer in writers for each in named(writer)]

    def _public_tags(self, post):
        tags = self.tags_of.get(id_of(post), [])
        return list(dict.fromkeys(each for tag in tags for each in named(tag)))

    def _note(self, post, meta, item):
        canonical = text_of(post, "canonical_url") or text_of(meta, "canonical_url")
        if canonical:
            item.notes.append(f"its canonical address was {one_line(canonical, 300)}")
        if text_of(post, "codeinjection_head") or text_of(post, "codeinjection_foot"):
            item.notes.append("code that was put into its page stays out")
        if item.status == "members":
            return
        hidden = [text_of(t, "name") for t in self.tags_of.get(id_of(post), []) if is_internal(t)]
        if hidden:
            item.notes.append(f"had the internal tags {one_line(', '.join(hidden), 300)}")

    def _content(self, post, notes):
        """Its text as HTML with whole addresses."""
        made = None
        for name, writing in (("lexical", lexical.Writing()), ("mobiledoc", mobiledoc.Writing())):
            source = text_of(post, name)
            if not source.strip():
                continue
            try:
                made = writing.html(json.loads(source))
            except (ValueError, RecursionError):
                notes.append(f"its {name} cannot be read, so its HTML was taken")
                continue
            if writing.unknown:
                names = one_line(", ".join(sorted(writing.unknown)), 300)
                notes.append(f"has cards that are not known here: {names}")
            break
        if made is None:
            made = rendered.simple(text_of(post, "html"))
        made = PLACEHOLDER.sub(self.address, made)
        return SIZED.sub(r"\1", made.replace('src="/content/', f'src="{self.address}/content/'))

    def _pictures(self, post, item):
        meta = self.meta.get(id_of(post), {})
        if lead := self._address(text_of(post, "feature_image")):
            caption = text_of(meta, "feature_image_caption")
            alt = text_of(meta, "feature_image_alt")
            yield attachment(lead, item.id, alt, plain_text(caption))
        for source, alt in PICTURE.findall(item.content):
            if address := self._address(unescape(source)):
                yield attachment(address, item.id, unescape(alt or ""))

    def _address(self, source):
        """The whole address of a picture, in its own size; "" for what is none."""
        source = SIZED.sub(r"\1", PLACEHOLDER.sub(self.address, source.strip()))
        try:
            whole = urljoin(f"{self.address}/", source) if source else ""
            return whole if urlsplit(whole).scheme in ("http", "https") else ""
        except ValueError:
            return ""


def _joined(rows, name, known):
    """{id of a post: rows of the other table in their order}."""
    found = {}
    for row in sorted(rows, key=lambda row: number(row.get("sort_order"))):
        if (other := known.get(text_of(row, name))) is not None:
            found.setdefault(text_of(row, "post_id"), []).append(other)
    return found
