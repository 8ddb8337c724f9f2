"""`run.py test`: both databases, and no failure or omission goes unseen."""

import socket
import sys

import pytest

from tooling import suite

# A process more than this machine has processors.
BY_FILE = ("-n", "5", "--dist", "loadfile", "--no-loadscope-reorder")
SHARED_OUT = ("-n", "5", "--dist", "worksteal")


@pytest.fixture
def nobody_listens(monkeypatch):
    monkeypatch.setattr(suite, "PYTHON", sys.executable)
    monkeypatch.delenv("TEST_POSTGRES_URL", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return f"postgres://postgres@127.0.0.1:{port}/postgres"


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
def runs(monkeypatch):
    """Every pytest that would be started, as (words, database); all pass unless told otherwise."""
    started = []
    monkeypatch.setattr(suite.os, "cpu_count", lambda: 4)
    monkeypatch.setattr(suite, "install", lambda lock: None)
    monkeypatch.setattr(suite, "fetch_tools", lambda: None)
    monkeypatch.setattr(suite, "find_postgres", lambda: "postgres://127.0.0.1/harbour_1")
    monkeypatch.setattr(
        suite,
        "call",
        lambda *words, environment: started.append((words[3:], environment["DATABASE_URL"])) or 0,
    )
    return started


def test_both_databases_are_tested_in_parallel(runs):
    assert suite.run(["-k", "story"]) == 0
    assert runs == [
        ((*SHARED_OUT, "-k", "story"), "sqlite://:memory:"),
        ((*SHARED_OUT, "-k", "story"), "postgres://127.0.0.1/harbour_1"),
    ]


@pytest.mark.parametrize("words", [[], ["-x"], ["-q", "--durations=5"]])
def test_a_run_is_quick_unless_asked_to_be_thorough(runs, words):
    suite.run(words)
    suite.run(["--thorough", *words])

    assert [words for words, _ in runs] == [
        *2 * [(*BY_FILE, "--tier=quick", *words)],
        *2 * [(*BY_FILE, *words)],
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

    assert runs[0][0] == (*SHARED_OUT, *words)


def test_a_number_of_workers_that_was_asked_for_is_respected(runs):
    suite.run(["-n0"])

    assert runs[0][0] == ("--tier=quick", "-n0")


def test_a_failure_on_the_first_database_is_the_last_thing_said(monkeypatch, runs):
    monkeypatch.setattr(suite, "call", lambda *words, environment: runs.append(words) or 1)

    assert suite.run([]) == 1
    assert len(runs) == 1
