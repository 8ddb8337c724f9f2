"""Where a post used to be, and where links to it lead now."""

import re
from urllib.parse import unquote, urljoin, urlsplit

from articles.models import OldAddress

MAX_LENGTH = OldAddress._meta.get_field("path").max_length
LISTS = re.compile(r"/(category|tag|author)/(?:[^/]+/)*([^/]+)/?$")


class Addresses:
    """The old site's URLs: kept as redirects, and replaced in links.

    `hidden` are the primary keys of stories whose slug nobody may learn yet; `lost` counts links
    into the old site whose page was not imported.
    """

    def __init__(self, site, id_map, report, sections, people):
        self.site, self.id_map, self.report = site, id_map, report
        self.sections, self.people = sections, people
        parts = urlsplit(site.address)
        self.host, self.base = _host(parts.hostname), parts.path.rstrip("/")
        self.hidden, self.lost = set(), 0

    def keep(self, item, story_pk):
        """Let each old address of the post lead to the story; the first to claim one has it."""
        wanted = self._old_paths(item)
        known = dict(OldAddress.objects.filter(path__in=wanted).values_list("path", "story_id"))
        new = [path for path in wanted if path not in known]
        OldAddress.objects.bulk_create(OldAddress(path=path, story_id=story_pk) for path in new)
        self.report.created["redirects from old addresses"] += len(new)
        taken = [path for path in wanted if known.get(path, story_pk) != story_pk]
        if taken:
            self.report.note(f"post {item.id}", f"{taken[0]} leads to another story already")

    def replaced(self, href):
        """What to write for a link: the new address if its page was imported."""
        address = self._inside(href)
        if address is None:
            return href
        path, fragment = _clean(address.path), f"#{address.fragment}" if address.fragment else ""
        if address.query:
            path = f"{path}?{address.query}"
        page = self._story_at(path)
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

    def _story_at(self, path):
        rows = OldAddress.objects.filter(path=path[: MAX_LENGTH + 1]).select_related(
            "story__section"
        )
        found = rows.first()
        return found and found.story

    def _list_at(self, path):
        """The section, topic or author whose list used to be at this path."""
        match = LISTS.search(path)
        if match is None:
            return None
        kind, slug = match.groups()
        if kind == "author":
            return self.people.find(slug)
        return self.sections.find("category" if kind == "category" else "post_tag", slug)

    def _old_paths(self, item):
        paths = [f"{self.base}/?p={item.id}"]
        if item.type == "page":
            paths.append(f"{self.base}/?page_id={item.id}")
        for address in (item.link, item.guid):
            path = self._path_here(address)
            if not path or path.rstrip("/") == self.base:
                continue
            paths.append(path)
            if item.name and (older := item.meta.get("_wp_old_slug")):
                before, _, last = path.rstrip("/").rpartition("/")
                if last == unquote(item.name):
                    paths.append(f"{before}/{unquote(older)}/")
        # WordPress answers with and without the last slash.
        for path in [path for path in paths if "?" not in path]:
            paths.append(path.removesuffix("/") if path.endswith("/") else path + "/")
        return [path for path in dict.fromkeys(paths) if len(path) <= MAX_LENGTH]

    def _path_here(self, address):
        """The path of an address without a query on the old site, else ""."""
        try:
            parts = urlsplit(address)
            here = parts.scheme in ("http", "https") and _host(parts.hostname) == self.host
        except ValueError:
            return ""
        return _clean(parts.path) if here and not parts.query else ""


def _host(host):
    return (host or "").lower().removeprefix("www.")


def _clean(path):
    """As the site sees it when asked: decoded, with single slashes."""
    path = re.sub("/{2,}", "/", unquote(path))
    return "" if "\x00" in path or "\ufffd" in path else path or "/"
