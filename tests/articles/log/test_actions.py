"""Whatever is written into the log can be asked for: by the code that writes, not by a list."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from articles.models import Correction, Record
from articles.models.record import ACTIONS
from tests.factories import StoryFactory

pytestmark = pytest.mark.django_db

# What writes a line, and at which place of its arguments the action stands.
WRITERS = {
    "_record": (0, 2), "_change": (0,), "_keep_stage": (0,), "keep": (1,), "line": (1,),
    "add_line": (1,), "keep_lines": (0,),
}  # fmt: skip
APPS = ("articles", "accounts")


def _trees():
    for app in APPS:
        for path in Path(settings.BASE_DIR, app).rglob("*.py"):
            if "migrations" not in path.parts:
                yield ast.parse(path.read_text(encoding="utf-8"))


def _said(node):
    """The texts that an expression may come to: "a" if … else "b", or a constant."""
    if isinstance(node, ast.IfExp):
        return _said(node.body) | _said(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def written_in_the_code():
    """Every action that some code passes on to the log, straight or by a name."""
    found = set()
    for tree in _trees():
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            named = set()
            for call in calls:
                name = getattr(call.func, "attr", getattr(call.func, "id", ""))
                for place in WRITERS.get(name, ()):
                    if len(call.args) > place:
                        found |= _said(call.args[place])
                        named |= {getattr(call.args[place], "id", "")}
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and {"action"} & named & {
                    getattr(target, "id", "") for target in node.targets
                }:
                    found |= _said(node.value)
    return found


def test_every_action_that_the_code_writes_can_be_chosen():
    written = written_in_the_code()

    assert len(written) > 20, written
    assert written <= ACTIONS
    assert set(Correction.Kind.values) <= ACTIONS  # said with an update


def test_the_log_can_be_asked_for_every_action(client, django_user_model):
    boss = django_user_model.objects.create_superuser("boss@example.org", "x")
    client.force_login(boss)
    form = client.get(reverse("admin:articles_record_changelist")).context["form"]

    assert {value for value, _ in form.fields["action"].choices} == {"", *ACTIONS}


def test_an_action_that_nobody_could_ask_for_is_refused():
    with pytest.raises(ValueError, match="knows no “painted”"):
        Record.objects.keep(StoryFactory(), "painted", by=None)
