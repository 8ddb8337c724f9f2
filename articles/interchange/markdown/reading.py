"""Reading Markdown files: one of them as an item of the import."""

import re
from collections import Counter
from urllib.parse import quote, unquote, urlsplit

from articles.pictures.receiving import Refused

from ..incoming import moments
from ..incoming.by_name import ByName
from ..incoming.id_map import fingerprint
from ..incoming.items import Item
from ..incoming.plain_text import escaped, one_line
from ..incoming.text.markdown import to_html
from ..incoming.text.tags import with_addresses
from . import front_matter, keys, places
from .shortcodes import Shortcodes

MOST_ADDRESSES = 100  # of a file
MOST_UNKNOWN = 1000  # names of keys
HEADING = re.compile(r"\s{0,99}#[ \t]+([^\n]{1,500})\n?|\s{0,99}([^\n#>-][^\n]{0,500})\n=+[ \t]*\n")
PATTERN = re.compile(r"[{}<>]|/:|^:")
LIST = "the paper makes its lists of stories itself"
NO_DATE = "its date “{}” cannot be read"
PARTS = "parts of {} stand in the text: {}"
STATUSES = {
    "": "publish", "published": "publish", "publish": "publish", "public": "publish",
    "live": "publish", "scheduled": "future", "future": "future",
}  # fmt: skip
STRICTEST = ["publish", "future", "unknown", "draft"]


class Files(ByName):
    """The Markdown files of a Folder, of the site at `address`."""

    program = "Markdown"

    def __init__(self, folder, address, section=""):
        super().__init__(address, section)
        self.folder, self.unknown = folder, Counter()
        self.found = {}  # address of a picture -> its path in the folder

    def items(self):
        """Its texts in the order of their paths, each followed by its pictures."""
        for path in self.folder.texts:
            try:
                values, text = front_matter.read(self.folder.text(path))
            except (Refused, front_matter.Unclear) as problem:
                reason = str(problem).rstrip(".")
                yield Item(type="post", place=path, left_out=reason[:1].lower() + reason[1:])
                continue
            yield from self._items_of(path, values, text)

    def picture(self, item):
        """The bytes of a picture that lies in the folder, or None. Raises Refused."""
        path = self.found.get(item.attachment_url)
        return self.folder.picture(path) if path else None

    def remarks_on_file(self):
        """Which files and keys nobody here reads."""
        if self.folder.others:
            said = (f"{suffix} ({n:,})" for suffix, n in self.folder.others.most_common(20))
            yield f"neither Markdown nor pictures, and not read: {one_line(', '.join(said), 500)}"
        if self.folder.of_the_design:
            number = self.folder.of_the_design
            yield f"files of designs and programs, and not read: {number:,}"
        if unshown := len(self.folder.pictures) - len(set(self.found.values())):
            yield f"pictures that no text shows stay out: {unshown:,}"
        if self.unknown:
            said = (f"{name} ({n:,})" for name, n in self.unknown.most_common(30))
            yield f"keys that are not read: {one_line(', '.join(said), 800)}"

    def _items_of(self, path, values, text):
        said, unknown = keys.read(values)
        self.unknown.update(name[:60] for name in unknown if len(self.unknown) < MOST_UNKNOWN)
        place = places.place_of(path, keys.text(said.get("slug", "")))
        title, text = _title(said, text, place)
        self.language = self.language or one_line(keys.text(said.get("language", "")), 20)
        item = Item(
            id=fingerprint("file", path),
            place=path,
            title=escaped(title),
            name=keys.text(said.get("slug", "")) or place.name,
            type="post",
            left_out=LIST if place.is_list else "",
            excerpt=escaped(keys.text(said.get("standfirst", ""))),
            password=keys.text(said.get("password", "")),
            comment_status="open",
            status=_status(said, place),
            terms=self.terms_of(
                keys.texts(said.get("authors", "")),
                keys.texts(said.get("categories", "")),
                keys.texts(said.get("tags", "")),
            ),
        )
        self._give_date(item, said, place)
        self._give_addresses(item, said, place, path)
        self._give_text(item, text, path)
        lead, alt, caption = keys.picture(said.get("picture", ""))
        lead = self._picture(lead, path, item.link) if lead else ""
        alt = alt or keys.text(said.get("alt", ""))
        caption = caption or keys.text(said.get("caption", ""))
        yield from self.with_pictures(
            item, lead, alt, caption, place=lambda at: self.found.get(at, "")
        )

    def _give_date(self, item, said, place):
        published = said.get("published", "")
        dates = [keys.text(said.get("date", "")), keys.text(published), place.day]
        dates.append(keys.text(said.get("updated", "")))
        item.date_gmt = next(filter(None, map(moments.utc, dates)), "")
        if dates[0] and not moments.utc(dates[0]):
            # One that somebody wrote and nobody can read is not replaced by another.
            item.date_gmt = ""
            item.notes.append(NO_DATE.format(one_line(dates[0], 60)))

    def _give_addresses(self, item, said, place, path):
        own = keys.text(said.get("address", ""))
        own = "" if PATTERN.search(own) or own.lower() in keys.FALSE else own
        former = keys.texts(said.get("aliases", ""))
        start = f"{self.address}/"
        at = [own] if own else [quote(each) for each in place.paths]
        at = [self._below(each, start) for each in at]
        item.link = at[0]
        # By the path of its file other files of the folder lead to it.
        of_the_file = f"{start}{quote(path)}"
        former = [self._below(each, start) for each in former]
        item.addresses = list(dict.fromkeys(filter(None, [*at, *former, of_the_file])))
        del item.addresses[MOST_ADDRESSES:]

    def _below(self, address, start):
        """A whole address; paths are counted from that of the site, as its program does."""
        if address.startswith("//") or "://" in address:
            return self.whole(address, start)
        return self.whole(address.lstrip("/") or "./", start)

    def _give_text(self, item, text, path):
        shortcodes = Shortcodes()
        html = to_html(shortcodes.expanded(text, is_mdx=path.lower().endswith(".mdx")))

        def replaced(tag, address):
            if tag in ("img", "source"):
                return self._picture(address, path, item.link) or address
            return self._link(address, path, item.link)

        item.content = with_addresses(html, replaced)
        if shortcodes.unknown:
            names = one_line(", ".join(sorted(shortcodes.unknown)), 300)
            item.notes.append(PARTS.format("the old site’s program", names))

    def _picture(self, address, path, link):
        """The whole address of a picture; that of one in the folder stands for its file."""
        try:
            parts = urlsplit(address.strip())
        except ValueError:
            return ""
        own = urlsplit(self.address).hostname
        if (not parts.scheme and not parts.netloc) or parts.hostname == own:
            found = self.folder.find(unquote(parts.path), path)
            if found:
                whole = f"{self.address}/{quote(found)}"
                self.found[whole] = found
                return whole
        return self.whole(address, link)

    def _link(self, address, path, link):
        """The whole address of a link; one to another file of the folder is that of the file."""
        name = address.partition("#")[0].partition("?")[0]
        if "://" in name or not places.is_text(name):
            return self.whole(address, link) or address
        if name.startswith("/"):
            paths = (f"{root}{unquote(name)[1:]}" for root in ("", *places.ROOTS))
            inside = next((path for path in paths if path in self.folder.texts), None)
            return f"{self.address}/{quote(inside)}" if inside else address
        return self.whole(address, f"{self.address}/{quote(path)}")


def _title(said, text, place):
    """(title, text without it): as it is said, or the first heading, or the name of the file."""
    if title := keys.text(said.get("title", "")):
        return title, text
    if found := HEADING.match(text):
        return (found[1] or found[2]).rstrip("# \t"), text[found.end() :]
    words = place.name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:], text


def _status(said, place):
    """What readers had of it: never more than all of its keys allow."""
    published = keys.text(said.get("published", ""))
    is_withdrawn = "published" in said and published.lower() in keys.FALSE
    has_no_page = keys.text(said.get("address", "")).lower() in keys.FALSE and "address" in said
    is_draft = any(map(keys.is_true, said.get("draft", [])))
    if place.is_draft or is_draft or is_withdrawn or has_no_page:
        return "draft"
    if any(map(_is_private, said.get("private", []))) or _is_never_made(said.get("build", [])):
        return "private"
    if any(map(_is_under_embargo, said.get("embargo", []))):
        return "embargoed"
    if any(map(_is_over, said.get("expires", []))):
        return "expired"
    words = (keys.text(each).lower() for each in said.get("status", []))
    statuses = [STATUSES.get(word, "draft" if "draft" in word else "unknown") for word in words]
    return max(statuses, key=STRICTEST.index, default="publish")


def _is_private(value):
    return keys.text(value).lower() not in keys.FALSE | {"public", "visible"}


def _is_never_made(values):
    renders = [keys.text(each.get("render", "")) for each in values if isinstance(each, dict)]
    return any(each.lower() not in ("", "always", "true") for each in renders)


def _is_under_embargo(value):
    moment = keys.text(value)
    # What cannot be read is not over.
    return moment.lower() not in keys.FALSE and not moments.is_past(moments.utc(moment))


def _is_over(value):
    moment = keys.text(value)
    return bool(moment) and (not moments.utc(moment) or moments.is_past(moments.utc(moment)))
