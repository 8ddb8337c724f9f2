"""Tools that are no Python packages: pinned like them, and missed in words."""

import json

import pytest

from benchmarks import budgets
from tooling import tools


@pytest.mark.parametrize("name", ["nu", "lighthouse"])
def test_a_lock_carries_a_hash_for_every_package_and_no_address(name):
    text = (tools.LOCKS / name / "package-lock.json").read_text()
    packages = {path: fields for path, fields in json.loads(text)["packages"].items() if path}

    assert all(fields["integrity"].startswith("sha512-") for fields in packages.values())
    assert "resolved" not in text


@pytest.mark.parametrize(
    ("tool", "cure"),
    [(tools.html_checker, "install default-jre-headless"), (tools.lighthouse, "install nodejs")],
)
def test_a_machine_without_what_a_tool_runs_on_is_told_the_cure(monkeypatch, tmp_path, tool, cure):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(tools.Missing, match=cure):
        tool()


@pytest.fixture
def fake_npm(monkeypatch, tmp_path):
    """A machine with Java and an npm of our own making; fake_npm(script) says what it does."""
    monkeypatch.setattr(tools, "HOME", tmp_path)
    monkeypatch.setattr(tools, "ROOT", tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/bin:/usr/bin")

    def program(name, script):
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    program("java", "exit 0")
    return lambda script: program("npm", script)


def test_a_tool_is_fetched_once(fake_npm, tmp_path):
    fake_npm(f"echo called >> {tmp_path}/calls")

    assert tools.html_checker() == tools.html_checker()
    assert (tmp_path / "calls").read_text() == "called\n"


def test_npm_that_fails_is_quoted_and_asked_again(fake_npm, tmp_path):
    fake_npm("echo 'npm error code ENOTFOUND' >&2; exit 1")

    for _ in range(2):
        with pytest.raises(tools.Missing, match="ENOTFOUND"):
            tools.html_checker()


def test_nothing_is_fetched_while_tests_run(fake_npm):
    with pytest.raises(tools.Missing, match="is not fetched yet"):
        tools.html_checker(may_fetch=False)


def test_one_exceeded_budget_is_a_failure(capsys):
    found = {page: dict(budget) for page, budget in budgets.BUDGETS.items()}
    assert budgets.report(found) == 0

    found["story"]["css"] += 1
    assert budgets.report(found) == 1
    assert capsys.readouterr().out.count("EXCEEDED") == 1


def test_a_machine_without_a_browser_weighs_nothing_and_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert budgets.main() == 0
    assert "SKIPPED the budgets" in capsys.readouterr().out
