"""CONTRIBUTING says how large a file and a folder may get; this holds the tree to it."""

from collections import Counter

import pytest

from tests.docs.pages import ROOT

OURS = ("newsroom", "articles", "accounts", "templates", "static", "tests", "tooling", "benchmarks")
KINDS = {".py", ".html", ".css", ".js", ".txt", ".xml"}
LINES = 300
MODULES = 20
LONGER = {"newsroom/settings.py"}  # read from top to bottom, as Django's own is
WIDER = {"articles/models", "newsroom"}  # one noun a file; plain names


def files():
    for name in OURS:
        for path in sorted((ROOT / name).rglob("*")):
            if path.suffix in KINDS and "node_modules" not in path.parts:
                yield path


@pytest.fixture(scope="module")
def lengths():
    return {
        path.relative_to(ROOT).as_posix(): len(path.read_bytes().splitlines()) for path in files()
    }


def test_no_file_of_ours_is_longer_than_one_can_read_in_one_go(lengths):
    assert len(lengths) > 500
    assert {name for name, count in lengths.items() if count > LINES} == LONGER


def test_no_folder_has_more_modules_than_one_can_look_over():
    folders = Counter(
        path.parent.relative_to(ROOT).as_posix()
        for path in files()
        if path.suffix == ".py" and path.name != "__init__.py"
    )
    assert {name for name, count in folders.items() if count > MODULES} == WIDER
