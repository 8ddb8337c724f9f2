"""Pictures and links in the HTML of a text, found and written anew as they stand."""

import re
from html import escape, unescape

INSIDE = r"""(?:[^<>"']|"[^"]{0,5000}"|'[^']{0,5000}'){0,2000}"""
TAG = re.compile(rf"<(a|img|source|video|audio|iframe)\b({INSIDE})>", re.IGNORECASE)
ADDRESS = re.compile(
    r"""(?<![\w-])(src|href)(\s{0,20}=\s{0,20})(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""",
    re.IGNORECASE,
)
PICTURE = re.compile(rf"<img\b({INSIDE})>", re.IGNORECASE)
ATTRIBUTE = re.compile(
    r"""(?<![\w-])(src|alt|title)\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""",
    re.IGNORECASE,
)


def with_addresses(html, replaced):
    """The HTML with each address of its links, pictures and media as `replaced(tag, address)`."""

    def of_tag(tag):
        def of_address(found):
            address = unescape(found[3] or found[4] or found[5] or "")
            return f'{found[1]}{found[2]}"{escape(replaced(tag[1].lower(), address))}"'

        return f"<{tag[1]}{ADDRESS.sub(of_address, tag[2])}>"

    return TAG.sub(of_tag, html)


def pictures_in(html):
    """Yield (address, text alternative) of each picture, in their order."""
    for picture in PICTURE.findall(html):
        said = {name.lower(): a or b or c for name, a, b, c in reversed(ATTRIBUTE.findall(picture))}
        yield unescape(said.get("src", "")), unescape(said.get("alt", ""))
