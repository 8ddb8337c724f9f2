"""The links in a page, a style sheet or a list of addresses; and a page with other links."""

import html
import re

from .addresses import ELSEWHERE, link_to

# A start tag with its attributes, in which a ">" may stand within quotes.
TAG = re.compile(r"""<([a-zA-Z][a-zA-Z0-9-]*)((?:[^"'>]|"[^"]*"|'[^']*')*)>""")
ATTRIBUTE = re.compile(
    r"""(\s)(href|src|srcset|imagesrcset|action|poster)=("([^"]*)"|([^\s"'>]+))"""
)
REL = re.compile(r"""\srel="?([^">]*)""")
IN_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
IN_LISTS = re.compile(r"<(?:loc|image:loc)>([^<]+)</")
# Which say where the page itself is, and go on saying it.
ITS_OWN = {"canonical", "me", "license", "dns-prefetch", "preconnect"}
# Without what it would load it is nothing.
LOADING = {"img", "script", "source", "iframe"}


class Page:
    """A page at `address`, which becomes `file`: `found` are the addresses that it leads to."""

    def __init__(self, addresses, address, file):
        self.addresses, self.address, self.file, self.found = addresses, address, file, {}

    def rewritten(self, text):
        return TAG.sub(self._tag, text)

    def _tag(self, match):
        name, attributes = match[1].lower(), match[2]
        if name == "link" and (rel := REL.search(attributes)) and rel[1].strip() in ITS_OWN:
            return match[0]
        self._is_lost = False
        written = ATTRIBUTE.sub(self._attribute, attributes)
        if self._is_lost and name in LOADING:
            return ""
        if name == "form" and written != attributes:
            written = re.sub(r'\smethod="?post"?', "", written, flags=re.IGNORECASE)
        return f"<{match[1]}{written}>" if written != attributes else match[0]

    def _attribute(self, match):
        value = html.unescape(match[5] if match[4] is None else match[4])
        if match[2] in ("srcset", "imagesrcset"):
            each = (part.strip().partition(" ") for part in value.split(", "))
            new = ", ".join(f"{self._link(link)}{space}{width}" for link, space, width in each)
        else:
            new = self._link(value)
        if new == value:
            return match[0]
        return f'{match[1]}{match[2]}="{html.escape(new)}"'

    def _link(self, link):
        found = self.addresses.of(link, self.address)
        if found is None:
            return link
        address, fragment = found
        self._is_lost = self._is_lost or address == ELSEWHERE
        self.found[address] = True
        return link_to(address, fragment if address != ELSEWHERE else "", self.file)


def in_styles(addresses, address, text):
    """The addresses that a style sheet loads; its links are relative already, and stay."""
    links = (first or second for first, second in IN_STYLES.findall(text))
    return _addresses(addresses, address, links)


def in_lists(addresses, address, text):
    """The addresses that a sitemap names."""
    return _addresses(addresses, address, map(html.unescape, IN_LISTS.findall(text)))


def _addresses(addresses, address, links):
    found = (addresses.of(link, address) for link in links)
    return {each[0]: True for each in found if each and each[0] != ELSEWHERE}


def leading_to(link, language, title):
    """A page that leads on, in place of a redirect."""
    safe = html.escape(link)
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(language)}"><head><meta charset="utf-8">'
        f'<meta name="robots" content="noindex"><title>{html.escape(title)}</title>'
        f'<meta http-equiv="refresh" content="0; url={safe}"></head>'
        f'<body><p><a href="{safe}">{safe}</a></p></body></html>\n'
    )
