"""`run.py test`: both databases, and no failure or omission goes unseen."""

import sys

import pytest

from tests.ports import free_port
from tooling import suite

BY_FILE = ("--dist", "loadfile", "--no-loadscope-reorder")
SHARED_OUT = ("--dist", "worksteal")
POSTGRES = "postgres://127.0.0.1/harbour_1"


@pytest.fixture
def nobody_listens(monkeypatch):
    monkeypatch.setattr(suite, "PYTHON", sys.executable)
    monkeypatch.delenv("TEST_POSTGRES_URL", raising=False)
    return f"postgres://postgres@127.0.0.1:{free_port()}/postgres"


def test_an_absent_postgresql_is_named_and_skipped(monkeypatch, nobody_listens, capsys):
    monkeypatch.setattr(suite, "USUAL_POSTGRES", [nobody_listens])

    assert suite.find_postgres() is None
    assert "SKIPPED the run on PostgreSQL" in capsys.readouterr().out


def test_a_postgresql_that_was_asked_for_must_answer(monkeypatch, nobody_listens):
    monkeypatch.setenv("TEST_POSTGRES_URL", nobody_listens)

    with pytest.raises(SystemExit) as stopped:
        suite.find_postgres()

    assert "TEST_POSTGRES_URL" in str(stopped.value)


@pytest.fixture
def machine(monkeypatch):
    """One of four processors, with everything that tests need."""
    monkeypatch.setattr(suite.os, "cpu_count", lambda: 4)
    monkeypatch.setattr(suite, "install", lambda lock: None)
    monkeypatch.setattr(suite, "fetch_tools", lambda: None)
    monkeypatch.setattr(suite, "find_postgres", lambda: POSTGRES)


@pytest.fixture
def runs(machine, monkeypatch):
    """Every pytest that would be started, as (words, database); all pass unless told otherwise."""
    started = []

    class Beside(suite.Beside):
        def __enter__(self):
            started.append((tuple(self.command[3:]), self.environment["DATABASE_URL"]))
            return self

        def finish(self):
            return 0

        def __exit__(self, *exception):
            """There is no process to end."""

    monkeypatch.setattr(suite, "Beside", Beside)
    monkeypatch.setattr(
        suite,
        "call",
        lambda *words, environment: started.append((words[3:], environment["DATABASE_URL"])) or 0,
    )
    return started


def test_both_databases_are_tested_at_the_same_time(runs):
    assert suite.run(["-k", "story"]) == 0
    assert runs == [
        (("-n", "2", *SHARED_OUT, "-k", "story"), POSTGRES),
        (("-n", "5", *SHARED_OUT, "-k", "story"), "sqlite://:memory:"),
    ]


@pytest.mark.parametrize("words", [[], ["-x"], ["-q", "--durations=5"]])
def test_a_run_is_quick_unless_asked_to_be_thorough(runs, words):
    suite.run(words)
    suite.run(["--thorough", *words])

    assert [words for words, _ in runs] == [
        ("-n", "2", *BY_FILE, "--tier=quick", *words),
        ("-n", "5", *BY_FILE, "--tier=quick", *words),
        *2 * [("-n", "4", *BY_FILE, *words)],
    ]


@pytest.mark.parametrize(
    "words",
    [
        ["tests/accounts"],
        ["tests/tooling/test_tools.py::test_help"],
        ["-k", "embargo"],
        ["-m", "journey"],
    ],
)
def test_whoever_names_tests_gets_them_all(runs, words):
    suite.run(words)

    assert [asked for asked, _ in runs] == [
        ("-n", "2", *SHARED_OUT, *words),
        ("-n", "5", *SHARED_OUT, *words),
    ]


def test_a_number_of_workers_that_was_asked_for_is_respected(runs):
    suite.run(["-n0"])

    assert runs[0][0] == ("--tier=quick", "-n0")


@pytest.fixture
def fake_pytest(machine, monkeypatch, tmp_path):
    """fake_pytest(script): what a shell does in place of Python, with its database in $1."""

    def write(script):
        python = tmp_path / "python"
        python.write_text(f'#!/bin/sh\nset -- "${{DATABASE_URL%%:*}}"\n{script}\n')
        python.chmod(0o755)
        monkeypatch.setattr(suite, "PYTHON", python)

    return write


def test_what_the_second_database_says_is_said_as_a_whole_after_the_first(fake_pytest, capfd):
    fake_pytest('echo "$1 begins"; sleep 0.2; echo "$1 ends"')

    assert suite.run([]) == 0
    said = [line for line in capfd.readouterr().out.splitlines() if not line.startswith("Tests")]
    assert said == ["sqlite begins", "sqlite ends", "postgres begins", "postgres ends"]


def test_a_failure_on_the_second_database_is_one_of_all(fake_pytest):
    fake_pytest('[ "$1" = sqlite ]')

    assert suite.run([]) == 1


def test_a_failure_on_the_first_is_the_last_thing_said_and_ends_the_other(
    fake_pytest, capfd, tmp_path
):
    fake_pytest(f"""
        if [ "$1" = sqlite ]; then
          until [ -e {tmp_path}/begun ]; do sleep 0.05; done; echo failed; exit 1
        fi
        trap 'touch {tmp_path}/ended; exit 2' INT
        touch {tmp_path}/begun; echo begun; while :; do sleep 0.05; done
    """)

    assert suite.run([]) == 1
    assert capfd.readouterr().out.splitlines()[-1] == "failed"
    assert (tmp_path / "ended").exists()
