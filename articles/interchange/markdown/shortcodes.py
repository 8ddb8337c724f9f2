"""What of Hugo and Jekyll stands in a text beside Markdown, as Markdown or HTML."""

import re
from html import escape

HUGO = re.compile(r"\{\{[<%]\s{0,20}(/?)([a-zA-Z][\w/.-]{0,60})([^{}]{0,2000}?)/?\s{0,20}[>%]\}\}")
LIQUID = re.compile(r"\{%-?\s{0,20}([a-z_]{1,40})([^{}]{0,1000}?)\s{0,20}-?%\}")
SITE = re.compile(r"\{\{-?\s{0,20}site\.(?:baseurl|url)\s{0,20}-?\}\}")
RELATIVE = re.compile(
    r"""\{\{-?\s{0,20}["']([^"'{}]{1,1000})["']\s{0,20}\|\s{0,20}"""
    r"""(?:relative_url|absolute_url|url)\s{0,20}-?\}\}"""
)
ATTRIBUTE = re.compile(r"""([a-zA-Z_-]{1,40})\s{0,5}=\s{0,5}(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
BARE = re.compile(r"""(?:"([^"]*)"|'([^']*)'|([^\s"'=]+))""")
IMPORTED = re.compile(r"^(?:import|export)\s[^\n]{0,2000}$", re.MULTILINE)
PAGES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
}


class Shortcodes:
    """Writes what is known; `unknown` has the names of all else, which stays as it was."""

    def __init__(self):
        self.unknown = set()

    def expanded(self, text, *, is_mdx=False):
        """The text with those that are known."""
        if is_mdx:
            text = IMPORTED.sub("", text)
        if "{{" in text:
            text = RELATIVE.sub(r"\1", SITE.sub("", text))
            text = HUGO.sub(self._of_hugo, text)
        return LIQUID.sub(self._of_liquid, text) if "{%" in text else text

    def _of_hugo(self, found):
        closes, name, said = found.groups()
        if closes:
            return "" if name in ("figure", "highlight") else found[0]
        given = {key: a or b or c for key, a, b, c in ATTRIBUTE.findall(said)}
        first = next((a or b or c for a, b, c in BARE.findall(said)), "")
        if name in ("ref", "relref") and first:
            return first
        if name == "figure" and given.get("src"):
            return _figure(given)
        if name in PAGES and (number := given.get("id") or first):
            return f"\n\n<p>{escape(PAGES[name].format(number))}</p>\n\n"
        self.unknown.add(name)
        return found[0]

    def _of_liquid(self, found):
        name, said = found[1], found[2].strip()
        if name in ("raw", "endraw", "comment", "endcomment"):
            return ""
        if name in ("link", "post_url") and said:
            return said if name == "link" else f"/_posts/{said}.md"
        if name in ("highlight", "endhighlight"):
            return "\n```\n"
        self.unknown.add(name)
        return found[0]


def _figure(given):
    alt, caption = given.get("alt", ""), given.get("caption") or given.get("title") or ""
    under = f"<figcaption>{escape(caption, quote=False)}</figcaption>" if caption else ""
    return f'\n\n<figure><img src="{escape(given["src"])}" alt="{escape(alt)}">{under}</figure>\n\n'
