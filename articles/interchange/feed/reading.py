"""Reading feeds, trusting nothing in them: which element means what."""

from collections import Counter
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from ..incoming.by_name import ByName
from ..incoming.plain_text import escaped, one_line
from ..incoming.source import LONGEST_SITE, Unreadable, is_site, site_address
from ..incoming.xml.mending import Mended, WithoutNestedCdata
from ..incoming.xml.stream import Broken, Stream
from . import blogger, elements
from .entry import Entry, items_of

MAX_ENTRY = 64 * 1024 * 1024  # bytes
MAX_FIELD = 50_000  # characters of all but the text
MAX_DEPTH = 500  # an Atom entry's text may be elements
MOST_WAITING = 100  # entries
MOST_UNKNOWN = 1000  # names of elements

WANTED = "Give an archive of RSS or Atom."
NO_FEED = "This is XML, but no feed: it begins neither with <rss> nor with an Atom <feed>."
RDF = "This is RSS 1.0 (RDF), which is not read. Give RSS 2.0 or Atom."
WXR = (
    "This is a WordPress export, which says more than a feed does, such as what is a draft: "
    "bring it in as one."
)
HUGE = "The file holds a single entry of more than 64 MB."
NO_SITE = "The feed does not say which site it comes from: say it with the site's address."
ANOTHER = "{} is the feed of another site, {}: bring it in by itself."

TEXTS = {
    "title": "title",
    "atom:title": "title",
    "description": "summary",
    "atom:summary": "summary",
    "content:encoded": "content",
    "atom:content": "content",
}
PLAIN, HTML = ("text", "text/plain"), ("html", "text/html", "xhtml")  # types of Atom's texts
FIELDS = {
    "pubDate": "published",
    "dc:date": "published",
    "atom:published": "published",
    "atom:issued": "published",
    "atom:updated": "updated",
    "atom:modified": "updated",
    "link": "link",
    "guid": "guid",
    "atom:id": "guid",
    "feedburner:origLink": "original",
}
AUTHORS = {"dc:creator", "author"}
CATEGORIES = {"category", "dc:subject"}
MEDIA = {"enclosure", "media:content", "media:thumbnail"}
# What has been read when it began, or says something only by what is in it.
WITHOUT_TEXT = MEDIA | {
    "atom:author", "atom:uri", "atom:email", "atom:control", "app:control", "media:group",
    "atom:link", "atom:category",
}  # fmt: skip
ENTRIES = {"rss": 3, "atom:feed": 2}  # depth of an entry, by the root


class Feed(ByName):
    """The files of one site's feed on disk, in the order in which they were given."""

    program = "Feed"
    no_place_for = blogger.NO_PLACE_FOR

    def __init__(self, paths, site="", section=""):
        super().__init__(site_address(site) if site else "", section)
        self.paths, self.is_given = list(map(Path, paths)), bool(site)
        self.is_mended, self.unknown, self.left_out = False, Counter(), 0
        self.feeds_at = set()

    def can_be_mended(self, problem):
        """After what was read as no XML: whether it may be read as browsers do."""
        if self.is_mended or not isinstance(problem, Broken):
            return False
        self.__init__(self.paths, self.address if self.is_given else "", self.section)
        self.is_mended = True
        return True

    def items(self):
        """Entries of all files, each followed by its pictures. Raises Unreadable."""
        for path in self.paths:
            try:
                yield from self._items_of(path)
            except Unreadable as problem:
                if len(self.paths) == 1:
                    raise
                raise type(problem)(f"{path}: {problem}") from problem
        if not self.address:
            raise Unreadable(NO_SITE)

    def old_lists(self, site):
        """The feed itself."""
        start = f"{site.address}/"
        paths = (f"/{at.removeprefix(start)}" for at in self.feeds_at if at.startswith(start))
        return dict.fromkeys(paths, ("paper", "", True))

    def remarks_on_file(self):
        """What of the files was not taken as it stood, and what nobody here reads."""
        if self.left_out:
            yield f"characters that XML forbids were left out: {self.left_out:,}"
        if self.is_mended:
            yield "CDATA stands inside of CDATA, and was taken for text"
        if self.unknown:
            names = (f"{one_line(name, 100)} ({n:,})" for name, n in self.unknown.most_common(20))
            yield f"elements that are not read: {', '.join(names)}"

    def be_of(self, address, path):
        """Take the address that a file says it comes from. Raises Unreadable for another site's."""
        address = self.whole(address, "").rstrip("/").partition("?")[0].partition("#")[0]
        if not is_site(address) or len(address) > LONGEST_SITE:
            return
        if not self.address:
            self.address = address
        elif not self.is_given and _host(address) != _host(self.address):
            raise Unreadable(ANOTHER.format(path.name, address))

    def _items_of(self, path):
        try:
            if not path.exists():
                raise Unreadable("There is no such file.")
            if not path.is_file():
                raise Unreadable(f"This is not a file. {WANTED}")
            with path.open("rb") as file:
                mended = Mended(file)
                yield from _Reader(
                    WithoutNestedCdata(mended) if self.is_mended else mended, self, path
                ).items()
                self.left_out += mended.left_out
        except (OSError, ValueError) as problem:  # ValueError: a NUL in the name
            reason = getattr(problem, "strerror", None) or problem
            raise Unreadable(f"The file cannot be read ({reason}).") from problem


def _host(address):
    return (urlsplit(address).hostname or "").removeprefix("www.")


class _Reader:
    """Puts entries together from the stream of one file."""

    def __init__(self, file, feed, path):
        self.feed, self.path = feed, path
        self.stream = Stream(file, self._begin, self._end, max_depth=MAX_DEPTH, wanted=WANTED)
        self.entry, self.begun_at, self.depth, self.done = None, 0, 0, []
        self.base, self.site, self.attributes = "", "", {}

    def items(self):
        for _ in self.stream.chunks():
            if self.entry and self.stream.size - self.begun_at > MAX_ENTRY:
                raise Unreadable(HUGE)
            # Those before the head has said which site it is wait for it a while.
            if self.feed.address or len(self.done) > MOST_WAITING:
                yield from self._ready()
        yield from self._ready()

    def _ready(self):
        for entry in self.done:
            self.feed.be_of(self.site or _origin(entry.link or entry.guid), self.path)
            yield from items_of(entry, self.feed)
        self.done.clear()

    def _begin(self, path, attributes):
        depth, name = len(path), path[-1]
        if depth == 1:
            self._begin_file(name, attributes)
        elif name.startswith("wp:") and depth <= 4:
            raise Unreadable(WXR)
        elif self.entry is None:
            if depth == self.depth and name in ("item", "atom:entry"):
                self.entry, self.begun_at = (
                    Entry(base=_based(self.base, attributes)),
                    self.stream.size,
                )
            elif depth == self.depth and name == "atom:link":
                self._take_link_of_the_feed(attributes)
        elif "atom:source" not in path:
            self._begin_in_entry(name, depth - self.depth, attributes)

    def _begin_in_entry(self, name, level, attributes):
        self.attributes = attributes
        if name in MEDIA:
            elements.add(self.entry.enclosures, elements.enclosure(name, attributes))
        elif level == 1 and name == "atom:category":
            elements.take_category(self.entry, attributes)
        elif level == 1 and name == "atom:link":
            elements.take_link(self.entry, attributes)
        elif level == 1 and name in TEXTS and elements.type_of(attributes) == "xhtml":
            self.stream.take_markup()

    def _begin_file(self, name, attributes):
        if name not in ENTRIES:
            raise Unreadable(RDF if name.endswith("RDF") else NO_FEED)
        self.depth = ENTRIES[name]
        self.base = attributes.get("xml:base", "")

    def _take_link_of_the_feed(self, attributes):
        address, rel = attributes.get("href", ""), attributes.get("rel", "alternate")
        if rel == "alternate" and not self.site:
            self._be_of(address)
        elif rel == "self" and (at := self.feed.whole(address, self.base)):
            self.feed.feeds_at.add(at)

    def _be_of(self, address):
        self.site = self.feed.whole(address, self.base)
        self.base = self.base or self.site
        self.feed.be_of(self.site, self.path)

    def _end(self, path, text):
        depth, name = len(path), path[-1]
        if self.entry is None:
            if depth == self.depth and name == "link" and self.depth == ENTRIES["rss"]:
                self._be_of(text)
            elif depth == self.depth and name in ("language", "dc:language"):
                self.feed.language = self.feed.language or one_line(text[:100])
        elif depth == self.depth:
            self.done.append(self.entry)
            self.entry = None
        elif "atom:source" not in path:
            self._take(path, text)

    def _take(self, path, text):
        entry, name, level = self.entry, path[-1], len(path) - self.depth
        if level == 1 and name in TEXTS:
            self._take_text(entry, name, text)
        elif level == 1 and name in FIELDS:
            elements.take_field(entry, FIELDS[name], text.strip()[:MAX_FIELD])
        elif (level == 1 and name in AUTHORS) or path[-2:] == ["atom:author", "atom:name"]:
            elements.add(entry.authors, elements.author(text[:MAX_FIELD]))
        elif level == 1 and name in CATEGORIES:
            elements.add(entry.categories, one_line(text[:MAX_FIELD]))
        elif name == "app:draft":
            entry.status = "draft" if text.strip().lower() != "no" else entry.status
        elif name.startswith("blogger:"):
            elements.take_of_blogger(entry, name, text.strip()[:MAX_FIELD])
        elif name not in WITHOUT_TEXT and len(self.feed.unknown) < MOST_UNKNOWN:
            self.feed.unknown[name[:200]] += 1

    def _take_text(self, entry, name, text):
        kind = elements.type_of(self.attributes)
        is_plain = name.startswith("atom:") and kind in PLAIN
        if is_plain:
            text = elements.paragraphs(text) if name == "atom:content" else escaped(text)
        if name == "atom:content":
            source = self.attributes.get("src") or ("" if kind in PLAIN + HTML else kind)
            if source:
                entry.content_elsewhere = one_line(source[:300])
                return
        if "xml:base" in self.attributes:
            text = self.feed.with_whole_addresses(text, _based(entry.base, self.attributes))
        part = TEXTS[name]
        if not getattr(entry, part).strip():
            setattr(entry, part, text if part != "title" else text.strip()[:MAX_FIELD])


def _based(base, attributes):
    try:
        return urljoin(base, attributes.get("xml:base", ""))
    except ValueError:
        return base


def _origin(address):
    try:
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.netloc}" if parts.hostname else ""
    except ValueError:
        return ""
