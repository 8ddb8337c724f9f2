"""Which file a page becomes, and how one file links to another.

/city/                 city/index.html
/city/?page=2          city/_page=2/index.html
/latest.rss            latest.rss
"""

import hashlib
import re
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit

INDEX = "index.html"
# What stands in the address of a page that is copied; a form may ask anything else.
KNOWN_QUERY = re.compile(r"(page|view|p|a|b|before|after)=[0-9A-Za-z._-]{1,60}")
LONGEST_NAME = 200  # bytes; file systems take 255
# Where whatever is no part of the copy leads.
ELSEWHERE = "/not-in-this-copy/"


class Addresses:
    """`site` is SITE_URL; `is_copied(path)` says of a path whether its page is part of the copy."""

    def __init__(self, site, is_copied):
        self.site, self._is_copied = urlsplit(site), is_copied
        self._known, self._of_links = {}, {}

    def of(self, link, base):
        """(address, fragment) of a link on the page `base`; None if it leads to another site.

        The address of what is not copied is ELSEWHERE.
        """
        if link.startswith("/"):
            # Of most links the page makes no difference, and most stand on every page.
            if link not in self._of_links:
                self._of_links[link] = self._of(link, "/")
            return self._of_links[link]
        return self._of(link.strip(), base)

    def _of(self, link, base):
        if not link or link.startswith(("#", "data:", "mailto:", "tel:")):
            return None
        try:
            parts = urlsplit(urljoin(f"{self.site.scheme}://{self.site.netloc}{base}", link))
        except ValueError:
            return None
        if (parts.scheme, parts.netloc) != (self.site.scheme, self.site.netloc):
            return None
        return self._address(parts.path or "/", parts.query), parts.fragment

    def _address(self, path, query):
        found = self._known.get((path, query))
        if found is None:
            found = self._known[path, query] = self._find(path, query)
        return found

    def _find(self, path, query):
        names = [unquote(name) for name in path.split("/")[1:]]
        if any(name in (".", "..") or "/" in name or not name.isprintable() for name in names):
            return ELSEWHERE
        if "." not in names[-1] and names[-1]:
            names.append("")  # the site would lead there
        plain = "/" + "/".join(names)
        wanted = [part for part in query.split("&") if part]
        if not self._is_copied(plain) or not all(map(KNOWN_QUERY.fullmatch, wanted)):
            return ELSEWHERE
        address = quote(plain, safe="/!$&'()*+,;=:@~")
        return f"{address}?{'&'.join(wanted)}" if wanted else address


@lru_cache(maxsize=100_000)
def file_of(address):
    """The name of the file of an address, with "/" between folders."""
    path, _, query = address.partition("?")
    names = [unquote(name) for name in path.split("/")[1:]]
    is_page = not names[-1]
    names = [name for name in names if name]
    if query:
        names.append(f"_{query.replace('&', ',')}")
    if is_page or query:
        names.append(INDEX)
    return "/".join(map(_short, names))


def link_to(address, fragment, file):
    """The link from one file to the page at an address.

    Relative, so that the copy may lie in any folder; from the root for a file that a server gives
    out at any address (404.html).
    """
    link = _from_the_root(address)
    link = f"/{link}" if file == "404.html" else "../" * file.count("/") + link
    link = link or "./"
    return f"{link}#{fragment}" if fragment else link


@lru_cache(maxsize=100_000)
def _from_the_root(address):
    file = file_of(address)
    return quote(file.removesuffix(INDEX), safe="/!$&'()*+,;=@~.")


def _short(name):
    encoded = name.encode()
    if len(encoded) <= LONGEST_NAME:
        return name
    digest = hashlib.sha256(encoded).hexdigest()[:16]
    return encoded[: LONGEST_NAME - 17].decode("utf-8", "ignore") + "-" + digest
