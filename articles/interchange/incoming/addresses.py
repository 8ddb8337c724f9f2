"""Where a post used to be, and where links to it lead now."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

from django.db.models import Prefetch
from django.urls import reverse

from articles.addresses import of_pictures
from articles.models import OldAddress, Story
from newsroom.bulk_insert import insert

MAX_LENGTH = OldAddress._meta.get_field("path").max_length
HREF = re.compile(r"""\bhref\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
# The day in a permalink: year and month, perhaps the day.
DAY = re.compile(r"/(?:1[6-9]|20)\d\d/\d\d(?:/\d\d)?(?=/|$)")
DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
MOST_FORMER = 200  # paths of a post
LISTS = re.compile(r"/(category|tag|author)/(?:[^/]+/)*([^/]+)/?$")


class Addresses:
    """The old site's URLs: kept as redirects, and replaced in links.

    `hidden` are the primary keys of stories whose slug nobody may learn yet; `lost` counts links
    into the old site whose page was not imported.
    """

    def __init__(self, source, site, report, sections, people):
        self.source, self.site, self.report = source, site, report
        self.sections, self.people = sections, people
        parts = urlsplit(site.address)
        self.host, self.base = _host(parts.hostname), parts.path.rstrip("/")
        self.hidden, self.lost = set(), 0
        self._lists = {}
        self._pages = {}  # path -> Story or Page, as far as look_up was told

    def keep(self, placed):
        """Let each old address of these (item, primary key of its story) lead to the story.

        The first to claim one has it.
        """
        wanted = [(item, story, self._old_paths(item)) for item, story in placed]
        paths = [path for _, _, of_item in wanted for path in of_item]
        known = OldAddress.objects.filter(path__in=paths)
        known, new = dict(known.values_list("path", "story_id")), []
        for item, story, of_item in wanted:
            for path in of_item:
                if path not in known:
                    known[path] = story
                    new.append({"path": path, "story_id": story})
            taken = [path for path in of_item if known[path] != story]
            if taken:
                self.report.note(f"post {item.id}", f"{taken[0]} leads to another story already")
        insert(OldAddress, new)
        self.report.created["redirects from old addresses"] += len(new)

    def keep_leading(self, item, to):
        """Let each old address of the item lead to this path of the paper."""
        paths = self._old_paths(item)
        known = set(OldAddress.objects.filter(path__in=paths).values_list("path", flat=True))
        new = [OldAddress(path=path, leads_to=to) for path in paths if path not in known | {to}]
        OldAddress.objects.bulk_create(new)
        self.report.created["redirects from old addresses"] += len(new)

    def keep_pictures(self, pictures):
        """Let the old addresses of these (item, Picture) lead to the picture's file, and those of
        pages about it to the page that shows it."""
        wanted = {}
        for item, picture in pictures:
            files = [self.base + path for path in self.source.old_files(item)]
            files.append(self._path_here(item.attachment_url))
            for path in (*self._old_paths(item), *files):
                is_file = bool(of_pictures.FILE.search(path))
                to = of_pictures.file_of(picture) if is_file else of_pictures.page_of(picture)
                if not of_pictures.FILE.search(path.rstrip("/")) or is_file:
                    wanted.setdefault(path, to)
                if is_file:
                    wanted.setdefault(of_pictures.MADE_SMALLER.sub("", path), to)
        wanted = {path: to for path, to in wanted.items() if path and len(path) <= MAX_LENGTH}
        self._keep_new(wanted, "redirects from old addresses of pictures")

    def look_up(self, contents):
        """Read once where all links lead that stand in these texts, until it is called again."""
        inside = [self._inside(unescape(href)) for text in contents for href in HREF.findall(text)]
        found = (of_pictures.without_size(_path_of(address)) for address in inside if address)
        paths = {path[: MAX_LENGTH + 1] for path in found}
        stories = Story.objects.select_related("section").only("slug", "section__slug")
        rows = OldAddress.objects.filter(path__in=paths).prefetch_related(
            Prefetch("story", queryset=stories)
        )
        self._pages = dict.fromkeys(paths) | {row.path: _page_of(row) for row in rows}

    def keep_lists(self):
        """Let the old site's pages of topics and authors, and its feed, lead to today's."""
        wanted = {
            self.base + path: to
            for path, listed in self.source.old_lists(self.site).items()
            if (to := self._address_of(*listed))
        }
        # With and without the last slash, as for posts.
        wanted |= {path.removesuffix("/"): to for path, to in wanted.items() if "?" not in path}
        if self.base:
            wanted |= {self.base: "/", f"{self.base}/": "/"}
        wanted = {path: to for path, to in wanted.items() if path != to and len(path) <= MAX_LENGTH}
        self._keep_new(wanted, "redirects from old lists")

    def _keep_new(self, wanted, counted_as):
        """Keep {path: where it leads} as far as nobody has claimed them."""
        for path in OldAddress.objects.filter(path__in=wanted).values_list("path", flat=True):
            del wanted[path]
        new = [OldAddress(path=path, leads_to=to) for path, to in wanted.items()]
        OldAddress.objects.bulk_create(new)
        self.report.created[counted_as] += len(new)

    def _address_of(self, kind, slug, is_feed):
        """The page that lists today what the old one did, or None."""
        if kind == "paper":
            return reverse("articles:latest-feed")
        row = self._listed(kind, slug)
        if row and is_feed:
            return reverse(f"articles:{row._meta.model_name}-feed", args=[row.slug])
        return row and row.get_absolute_url()

    def _listed(self, kind, slug):
        """The section, topic or author that an old list was of, or None."""
        if (kind, slug) not in self._lists:
            if kind == "author":
                found = [self.people.find(slug)]
            else:
                taxonomies = ("category", "post_tag") if kind == "term" else (kind,)
                found = (self.sections.find(taxonomy, slug) for taxonomy in taxonomies)
            self._lists[kind, slug] = next(filter(None, found), None)
        return self._lists[kind, slug]

    def replaced(self, href):
        """What to write for a link: the new address if its page was imported."""
        address = self._inside(href)
        if address is None:
            return href
        path, fragment = _path_of(address), f"#{address.fragment}" if address.fragment else ""
        page = self._page_at(path)
        if page and page.pk in self.hidden:
            # Redirects to the story once it is public, and says nothing until then.
            return path
        page = page or self._list_at(path)
        if page:
            return page.get_absolute_url() + fragment
        if path in (self.base, self.base + "/"):
            return "/"
        self.lost += 1
        return address.geturl()

    def _inside(self, href):
        """The whole address, taken apart, of a link into the old site; else None."""
        try:
            parts = urlsplit(urljoin(self.site.address + "/", href.strip()))
            inside = parts.scheme in ("http", "https") and _host(parts.hostname) == self.host
        except ValueError:
            return None
        return parts if inside and not href.startswith("#") else None

    def _page_at(self, path):
        path = of_pictures.without_size(path)[: MAX_LENGTH + 1]
        if path not in self._pages:
            rows = OldAddress.objects.filter(path=path).select_related("story__section")
            found = rows.first()
            self._pages[path] = found and _page_of(found)
        return self._pages[path]

    def _list_at(self, path):
        """The section, topic or author whose list used to be at this path."""
        match = LISTS.search(path)
        if match is None:
            return None
        kind, slug = match.groups()
        listed = {"author": "author", "category": "category"}.get(kind, self.source.tags_are)
        return self._listed(listed, slug)

    def _old_paths(self, item):
        paths = [self.base + query for query in self.source.old_queries(item)]
        for address in (item.link, item.guid):
            path = self._path_here(address)
            if not path or path.rstrip("/") == self.base:
                continue
            paths += [path, *_former(path, item)]
        further = (self._path_here(address, with_query=True) for address in item.addresses)
        paths += [path for path in further if path and path.rstrip("/") != self.base]
        # WordPress answers with and without the last slash.
        for path in [path for path in paths if "?" not in path]:
            paths.append(path.removesuffix("/") if path.endswith("/") else path + "/")
        return [path for path in dict.fromkeys(paths) if len(path) <= MAX_LENGTH]

    def _path_here(self, address, *, with_query=False):
        """The path of an address on the old site, else "", as of one with a query unless that is
        wanted `with_query`."""
        try:
            parts = urlsplit(address)
            here = parts.scheme in ("http", "https") and _host(parts.hostname) == self.host
        except ValueError:
            return ""
        if not here or (parts.query and not with_query):
            return ""
        return _path_of(parts)


@dataclass(frozen=True)
class Page:
    """A page of the paper that is no story, by its address."""

    address: str
    pk = None

    def get_absolute_url(self):
        return self.address


def _page_of(old):
    if not old.leads_to:
        return old.story
    # Whether readers have a picture, and where, is another thing tomorrow: the redirect knows.
    return Page(old.path if of_pictures.is_one(old.leads_to) else old.leads_to)


def _former(path, item):
    """Paths that the item had when its slug or its day of publication was another."""
    before, _, last = path.rstrip("/").rpartition("/")
    names = [unquote(name).strip("/") for name in item.old_names if name]
    names = names if item.name and last == unquote(item.name) else []
    befores = [before]
    if DAY.search(before):
        days = filter(None, map(DATE.match, item.old_dates))
        befores += [
            DAY.sub(lambda found, day=day: "/" + "/".join(day.groups()[: found[0].count("/")]),
                    before)
            for day in days
        ]  # fmt: skip
    former = [f"{start}/{name}/" for start in befores for name in (last, *names)]
    return [found for found in former if found != path][:MOST_FORMER]


def _path_of(address):
    path = _clean(address.path)
    return f"{path}?{address.query}" if address.query else path


def _host(host):
    return (host or "").lower().removeprefix("www.")


def _clean(path):
    """As the site sees it when asked: decoded, with single slashes."""
    path = re.sub("/{2,}", "/", unquote(path))
    return "" if "\x00" in path or "\ufffd" in path else path or "/"
