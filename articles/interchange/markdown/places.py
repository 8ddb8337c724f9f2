"""Where a program put the page of a file, and what a file's name says of it."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

# Folders in which a site keeps its texts; what is below them is in its addresses.
ROOTS = ("src/content/", "src/pages/", "src/posts/", "content/", "source/", "src/", "site/")
DATED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[-_](.+)")
IN_DATED_FOLDERS = re.compile(r"(?:^|/)(\d{4})/(\d\d)/(\d\d)/")
DESIGN = {
    "node_modules", "themes", "vendor", "_site", "_includes", "_layouts", "layouts", "archetypes",
    "_data", "_sass", "exampleSite",
}  # fmt: skip
HIDDEN = re.compile(r"\.[^.].*")
SUFFIXES = {".md", ".markdown", ".mdown", ".mkd", ".mdx"}


@dataclass(frozen=True)
class Place:
    """Of a file: the `name` of its page, the `day` in it ("2020-03-15" or ""), whether it lies
    among drafts, whether it only lists others, and the `paths` of its page."""

    name: str
    day: str
    is_draft: bool
    is_list: bool
    paths: tuple


def is_text(name):
    """Whether a file of this path is one of the site's texts."""
    path = PurePosixPath(name)
    return path.suffix.lower() in SUFFIXES


def is_of_the_design(name):
    """Whether it lies in a folder of programs and designs, or in a hidden one."""
    parts = PurePosixPath(name).parts[:-1]
    return any(part in DESIGN or HIDDEN.fullmatch(part) for part in parts)


def place_of(path, slug=""):
    """The Place of the file at this path, whose front matter gives it this slug."""
    below = next((path[len(root) :] for root in ROOTS if path.startswith(root)), path)
    *folders, last = below.split("/")
    stem = PurePosixPath(last).stem
    # Of a page in several languages: ferry.en.md
    stem = re.sub(r"\.[a-z]{2}(?:-[a-z]{2})?$", "", stem)
    is_draft = "_drafts" in folders
    is_list = stem == "_index"
    if stem in ("index", "_index") and folders:
        stem = folders.pop()
    day, name = "", stem
    if dated := DATED.fullmatch(stem):
        day, name = dated.groups()
    elif dated := IN_DATED_FOLDERS.search(below):
        day = "-".join(dated.groups())
    paths = _paths(folders, stem, slug or name, day)
    return Place(name=name, day=day, is_draft=is_draft, is_list=is_list, paths=tuple(paths))


def _paths(folders, stem, name, day):
    if "_posts" in folders or "_drafts" in folders:  # Jekyll and Hexo
        mark = "_posts" if "_posts" in folders else "_drafts"
        dated = "/".join(f"{int(part):02}" for part in day.split("-")) if day else ""
        before = "/".join(filter(None, [*folders[: folders.index(mark)], dated]))
        start = f"/{before}/" if before else "/"
        return [f"{start}{name}.html", f"{start}{name}/"]
    plain = ["/".join([*folders, each]) for each in dict.fromkeys((name, stem))]
    # Hugo writes them in small letters, with hyphens for blanks.
    small = [path.lower().replace(" ", "-") for path in plain]
    return [f"/{path}/" for path in dict.fromkeys(small[:1] + plain[:1] + small[1:] + plain[1:])]
