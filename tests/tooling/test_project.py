"""What a stranger looks for first: may I use it, what is new, where do I report a weakness."""

import re
import tomllib
from datetime import date

from tooling import checks
from tooling.places import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text()
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_licence_is_named_and_there():
    assert PROJECT["license"] == "BSD-3-Clause"
    (file,) = PROJECT["license-files"]
    text = (ROOT / file).read_text()
    assert "The Harbour Record's contributors" in text
    assert "Neither the name of the copyright holder" in text  # the third of the three clauses


def test_the_changelog_begins_with_the_version_that_is_here_and_dates_each():
    versions = re.findall(r"^## (\S+) - (\S+)$", CHANGELOG, re.MULTILINE)
    dates = [date.fromisoformat(day) for _, day in versions]

    assert versions[0][0] == PROJECT["version"]
    assert len(versions) == CHANGELOG.count("\n## ")
    assert dates == sorted(dates, reverse=True)


def test_the_changelog_sorts_what_is_new_by_the_usual_words():
    assert set(re.findall(r"^### (.+)$", CHANGELOG, re.MULTILINE)) <= KINDS


def test_reports_of_weaknesses_are_promised_for_the_version_that_is_here():
    minor = PROJECT["version"].rpartition(".")[0]

    assert f"({minor})" in (ROOT / "SECURITY.md").read_text()


def test_before_a_commit_the_quick_checks_run_and_nothing_is_fetched():
    text = (ROOT / ".pre-commit-config.yaml").read_text()

    assert "entry: python3 run.py check --quick\n" in text
    assert re.findall(r"- repo: (\S+)", text) == ["local"]


def test_the_quick_checks_are_run_and_the_others_are_named(monkeypatch, capsys):
    monkeypatch.setattr(checks, "install", lambda lock: None)
    called = []
    monkeypatch.setattr(checks, "call", lambda *words, environment: called.append(words) or 0)

    assert checks.run(["--quick"]) == 0

    said = capsys.readouterr().out
    assert len(called) == len(checks.QUICK)
    assert {name for name, _, _ in checks.checks()} == {
        *checks.QUICK,
        *re.search("left out by --quick: (.+)", said)[1].split(", "),
    }


def test_one_check_that_fails_is_enough(monkeypatch, capsys):
    monkeypatch.setattr(checks, "install", lambda lock: None)
    monkeypatch.setattr(
        checks, "call", lambda *words, environment: int("format" in map(str, words))
    )

    assert checks.run(["--quick"]) == 1
    assert "FAILED  Python format" in capsys.readouterr().out
