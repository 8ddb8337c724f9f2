"""Whoever asks CONTRIBUTING.md where to change something is sent to a place that there is."""

import ast
import re

import pytest

from .pages import ROOT, page, unquoted

PLACE = re.compile(r"[\w./-]+\.py:(\w+)")
ANSWERS = page("CONTRIBUTING.md").rows()


def defined_in(path):
    """The names that a module itself gives to functions, classes and values."""
    names = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


@pytest.mark.parametrize("row", ANSWERS, ids=lambda row: row[0])
def test_each_question_has_one_answer_that_exists(row):
    question, answer = row
    path, _, name = unquoted(answer).partition(":")
    assert answer == f"`{path}{':' if name else ''}{name}`", f"{question}: not one place"
    assert (ROOT / path).exists(), f"{question}: {path} does not exist"
    assert not name or name in defined_in(path), f"{question}: {path} defines no {name}"


def test_no_question_is_asked_twice():
    questions = [question for question, _ in ANSWERS]
    assert len(questions) == len(set(questions)) >= 12


def test_every_name_that_the_page_gives_with_its_file_is_defined_there():
    for place in page("CONTRIBUTING.md").code:
        if PLACE.fullmatch(place):
            path, _, name = place.partition(":")
            assert name in defined_in(path), f"CONTRIBUTING.md: {path} defines no {name}"
