"""Whoever follows a link or opens a file that the documentation names finds it there."""

import re

import pytest

from .pages import INDEX, ROOT, page, pages

# "docs/decisions/", "articles/rights.py", "templates/letters/*", "tooling/checks.py:checks".
PATH = re.compile(r"[\w.*-]+(?:/[\w.*-]+)*/?")
SUFFIXES = (
    *(".py", ".md", ".html", ".css", ".js", ".mjs", ".json", ".toml", ".lock", ".txt", ".conf"),
    *(".service", ".example", ".jpg", ".png", ".svg", ".po", ".mo", ".ico", ".webmanifest"),
)
# Made on each machine, and in no clone.
WRITTEN = (".venv", "var")
ROOMS = {path.name for path in ROOT.iterdir() if path.is_dir()}


def is_path(words):
    """Whether words in backticks name a file or a folder of the repository."""
    name = words.partition(":")[0]
    if not PATH.fullmatch(name) or name.startswith(WRITTEN) or name in SUFFIXES:
        return False
    return name.endswith(SUFFIXES) or (name.partition("/")[0] in ROOMS and "/" in name)


def is_there(name, beside):
    """A path counts from the root or, as in deploy/README.md, from the folder of its page."""
    return any(any(folder.glob(name.rstrip("/"))) for folder in (ROOT, (ROOT / beside).parent))


@pytest.mark.parametrize("page", pages(), ids=str)
def test_every_link_leads_somewhere(page):
    dead = []
    for target in page.links:
        path, fragment = page.resolve(target)
        if not (ROOT / path).exists():
            dead.append(f"{page} links to {target}, and {path} does not exist")
        elif fragment and fragment not in type(page)(path).anchors:
            dead.append(f"{page} links to {target}, and {path} has no heading #{fragment}")
    assert not dead, "\n".join(dead)


@pytest.mark.parametrize("page", pages(), ids=str)
def test_every_file_that_is_named_exists(page):
    names = {words.partition(":")[0] for words in page.code if is_path(words)}
    missing = sorted(name for name in names if not is_there(name, page.path))
    assert not missing, f"{page} names what does not exist: {', '.join(missing)}"


def test_every_page_is_reached_from_the_index():
    reached, waiting = set(), [INDEX]
    while waiting:
        path = waiting.pop()
        if path in reached or not path.endswith(".md") or not (ROOT / path).exists():
            continue
        reached.add(path)
        here = page(path)
        waiting += [here.resolve(target)[0] for target in here.links]
    unreached = [each.path for each in pages() if each.path not in reached]
    assert not unreached, f"No link leads from {INDEX} to {', '.join(unreached)}"


def test_every_picture_is_shown_on_some_page():
    shown = {each.resolve(target)[0] for each in pages() for target in each.links}
    kept = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs/pictures").iterdir()}
    assert kept <= shown, f"No page shows {', '.join(sorted(kept - shown))}"
