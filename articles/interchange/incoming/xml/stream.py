"""An XML file as elements, trusting nothing in it.

Nothing is kept of what was read, so that memory stays flat. Document types, and with them entities
(billion laughs, XXE), huge texts and deep nesting are refused. Characters that XML forbids are
left out, and a prefix need not be declared: its name says what it means.
"""

import re
from html import escape
from xml.parsers import expat

from ..source import Unreadable

CHUNK = 64 * 1024  # bytes
MAX_NODE = 8 * 1024 * 1024  # bytes without a tag
MAX_DEPTH = 12
NAMESPACES = [
    (re.compile(r"https?://wordpress\.org/export/1\.\d+/"), "wp"),
    (re.compile(r"https?://wordpress\.org/export/1\.\d+/excerpt/"), "excerpt"),
    (re.compile(r"http://purl\.org/rss/1\.0/modules/content/"), "content"),
    (re.compile(r"http://purl\.org/dc/elements/1\.1/"), "dc"),
    # With that of 2003, whose elements have other names.
    (re.compile(r"http://(?:www\.w3\.org/2005/Atom|purl\.org/atom/ns#)"), "atom"),
    (re.compile(r"http://(?:purl\.org/atom/app#|www\.w3\.org/2007/app)"), "app"),
    (re.compile(r"http://search\.yahoo\.com/mrss/?"), "media"),
    (re.compile(r"http://rssnamespace\.org/feedburner/ext/1\.0"), "feedburner"),
    (re.compile(r"http://schemas\.google\.com/blogger/20\d\d"), "blogger"),
]
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
HTML_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")

NO_XML = "This is not an XML file."
NODE = "The file holds a single text of more than 8 MB; no post is that long."
NESTED = "The file is nested too deeply."
ENTITIES = "The file declares a document type or entities, which are not read."
ENCODING = "The file is written in an encoding that cannot be read."


class Broken(Unreadable):
    """The file is no XML, at a place that the sentence names."""


class Stream:
    """Reads an open file of bytes and calls `begin(path, attributes)` and `end(path, text)`.

    A path is the list of the names from the root to the element, with "wp:", "content:" and the
    like for a namespace, whatever the file calls it and whatever version of it. It is the same
    list each time: who keeps it copies it. `size` is how many bytes were read so far, `undeclared`
    has the prefixes that the file uses without saying what they mean. `wanted` is a sentence for
    whoever gave what is no XML.
    """

    def __init__(self, file, begin, end, *, max_depth=MAX_DEPTH, wanted=""):
        self.file, self.begin, self.end = file, begin, end
        self.max_depth, self.wanted = max_depth, wanted
        self.size, self.undeclared, self.path = 0, set(), []
        self._tag_at, self._text = 0, []
        self._prefixes, self._names, self._outside = {}, {}, []
        self._markup, self._markup_depth = None, 0
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text, parser.buffer_size = True, CHUNK
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler = self._text.append
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = parser.ExternalEntityRefHandler = _refuse

    def chunks(self):
        """Yield after each piece of the file that was read. Raises Unreadable."""
        try:
            while data := self.file.read(CHUNK):
                self.size += len(data)
                if self.size - self._tag_at > MAX_NODE:
                    raise Unreadable(NODE)
                self._parser.Parse(data, False)
                yield
            self._parser.Parse(b"", True)
        except expat.ExpatError as problem:
            raise Broken(self._what_is_broken(problem)) from problem
        except (ValueError, LookupError) as problem:
            raise Unreadable(ENCODING) from problem
        yield

    def take_markup(self):
        """Called by `begin`: all that this element holds comes to `end` as the HTML that it is."""
        self._markup, self._markup_depth = [], len(self.path)

    def _begin(self, tag, attributes):
        if len(self.path) >= self.max_depth:
            raise Unreadable(NESTED)
        declared = [name for name in attributes if name.startswith("xmlns")]
        if declared:
            self._outside.append((len(self.path), dict(self._prefixes)))
        for name in declared:
            self._declare(name[6:], attributes[name])
        self._tag_at = self.size
        self.path.append(self._names.get(tag) or self._name(tag))
        if self._markup is None:
            self._text.clear()
            self.begin(self.path, attributes)
            return
        self._take_words()
        if HTML_NAME.fullmatch(local := _local(tag)):
            said = (f' {name}="{escape(value)}"' for name, value in attributes.items()
                    if HTML_NAME.fullmatch(name))  # fmt: skip
            self._markup.append(f"<{local}{''.join(said)}>")

    def _end(self, tag):
        self._tag_at = self.size
        if self._markup is None:
            self.end(self.path, "".join(self._text))
            self._text.clear()
        else:
            self._end_in_markup(tag)
        self.path.pop()
        if self._outside and self._outside[-1][0] == len(self.path):
            self._prefixes = self._outside.pop()[1]
            self._names.clear()

    def _end_in_markup(self, tag):
        self._take_words()
        if len(self.path) == self._markup_depth:
            markup, self._markup = "".join(self._markup), None
            self.end(self.path, markup)
        elif HTML_NAME.fullmatch(local := _local(tag)) and local not in VOID:
            self._markup.append(f"</{local}>")

    def _take_words(self):
        self._markup.append(escape("".join(self._text), quote=False))
        self._text.clear()

    def _declare(self, prefix, namespace):
        known = (ours for pattern, ours in NAMESPACES if pattern.fullmatch(namespace))
        self._prefixes[prefix] = next(known, f"{{{namespace[:200]}}}")
        self._names.clear()

    def _name(self, tag):
        prefix, colon, local = tag.rpartition(":")
        if colon and prefix not in self._prefixes:
            self.undeclared.add(prefix[:40])
        ours = self._prefixes.get(prefix, prefix)
        name = f"{ours}:{local}" if ours else local
        if len(self._names) < 1000:
            self._names[tag] = name
        return name

    def _what_is_broken(self, problem):
        row, column = problem.lineno, problem.offset
        if not self.size:
            return "The file is empty."
        if (row, column) == (1, 0):
            return f"{NO_XML} {self.wanted}".strip()
        return f"The file is broken or incomplete at line {row:,}, column {column + 1:,}."


def _local(tag):
    return tag.rpartition(":")[2].lower()


def _refuse(*declaration):
    raise Unreadable(ENTITIES)
