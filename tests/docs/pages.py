"""The pages of the documentation: their words, links, tables, and the files that they name."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INDEX = "docs/README.md"
BESIDE_DOCS = (
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"),
    *("deploy/README.md", "benchmarks/README.md"),
)

CODE_BLOCK = re.compile(r"^(?P<fence>```|~~~).*?^(?P=fence)$|^(?: {4}|\t)[^\n]*$", re.S | re.M)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r'\]\(([^)\s]+)\)|<img\b[^>]*\bsrc="([^"]+)"')
HEADING = re.compile(r"^#{1,6} +(.*?) *$", re.M)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:")


@dataclass(frozen=True)
class Page:
    """One Markdown file; `path` is relative to the repository, with "/" between its parts."""

    path: str

    def __str__(self):
        return self.path

    @cached_property
    def source(self):
        return (ROOT / self.path).read_text(encoding="utf-8")

    @cached_property
    def prose(self):
        """The page without its blocks of code."""
        return CODE_BLOCK.sub("", self.source)

    @property
    def code(self):
        """What stands in backticks within the prose, in its order."""
        return CODE.findall(self.prose)

    @property
    def links(self):
        """Targets of links and pictures within the repository, as they are written."""
        found = (link or picture for link, picture in LINK.findall(CODE.sub("", self.prose)))
        return [target for target in found if not ELSEWHERE.match(target)]

    @property
    def anchors(self):
        """What may stand behind "#" in a link to this page, as code hosts make it of headings."""
        return {anchor(heading) for heading in HEADING.findall(self.prose)}

    def resolve(self, target):
        """The path in the repository and the anchor ("" without one) that a link leads to."""
        name, _, fragment = target.partition("#")
        if not name:
            return self.path, fragment
        there = ((ROOT / self.path).parent / name).resolve()
        inside = there.is_relative_to(ROOT)
        return (there.relative_to(ROOT).as_posix() if inside else str(there)), fragment

    def tables(self):
        """Each table as a list of its rows without the head; a row is a list of cells."""
        for block in re.findall(r"(?:^\|.*\|$\n?){3,}", self.source, re.M):
            rows = [
                [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip()[1:-1])]
                for line in block.strip().splitlines()
            ]
            yield rows[2:]

    def rows(self):
        """The rows of all its tables."""
        return [row for table in self.tables() for row in table]


def anchor(heading):
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


def page(path):
    return Page(path)


def pages():
    """All of them, the index first."""
    found = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))
    found.sort(key=lambda path: path != INDEX)
    return [Page(path) for path in (*found, *BESIDE_DOCS)]


def unquoted(cell):
    """What a cell of a table says, without the backticks around it."""
    return cell.strip("`")
