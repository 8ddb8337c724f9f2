"""`run.py site` before it serves: it keeps what was written, and deletes nothing unasked."""

import os
import socket
import subprocess
import sys

import pytest

from newsroom import environment
from tooling import addresses, places, site
from tooling.progress import Done, Step

from .sentences import sentence_of

EVERYWHERE = addresses.EVERYWHERE[0]


@pytest.fixture
def written(monkeypatch, tmp_path):
    """A var/ with something in it, and no setting that leads elsewhere."""
    for name in (*site.ELSEWHERE, "SECRET_KEY", "ENVIRONMENT", "SITE_URL", "ALLOWED_HOSTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(places, "ROOT", tmp_path)
    for module in (places, site):
        monkeypatch.setattr(module, "VAR", tmp_path / "var")
    database = tmp_path / "var/db.sqlite3"
    database.parent.mkdir()
    database.write_text("stories")
    return database


# --- What was typed ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--port", "99999"], "“99999” is no port"),
        (["--port", "0"], "“0” is no port"),
        (["--port", "eighty"], "“eighty” is no port"),
        (["--prot", "8000"], "unrecognized arguments: --prot 8000"),
        (["--port"], "expected one argument"),
    ],
)
def test_what_cannot_be_understood_is_said_in_one_sentence(typed, said):
    with pytest.raises(SystemExit) as stopped:
        site.run(typed)

    assert said in sentence_of(stopped)


def test_a_taken_port_is_said_before_anything_is_changed():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
        command = [sys.executable, "run.py", "site", "--fresh", "--port", port]
        done = subprocess.run(command, cwd=places.ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"run.py: port {port} is taken: stop what runs there or choose another with --port."
    ]


@pytest.mark.parametrize("command", ["site", "manage", "check"])
def test_a_dotenv_that_cannot_be_read_is_said_in_one_sentence(tmp_path, command):
    for name in ("run.py", "tooling", "newsroom"):
        (tmp_path / name).symlink_to(places.ROOT / name)
    # Links lead back to the real folder, so the module is told where .env is.
    (tmp_path / ".env").write_text("SITE_NAME")
    code = f"""
import pathlib, runpy, sys
from newsroom import environment
read = environment.read
environment.read = lambda folder: read(pathlib.Path({str(tmp_path)!r}))
sys.argv = ["run.py", {command!r}]
runpy.run_path("run.py", run_name="__main__")
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=places.ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert (
        done.stderr
        == "run.py: .env, line 1, has no “=”: write NAME=value, or # before a comment.\n"
    )


# --- --fresh ----------------------------------------------------------------------------


def test_fresh_says_what_it_deletes_and_does_so(written, capsys):
    site.forget_everything()

    assert not written.parent.exists()
    said = capsys.readouterr().out
    assert f"--fresh deletes {written.parent} with its 1 files" in said


def test_fresh_has_nothing_to_say_where_there_is_nothing(written, capsys):
    written.unlink()

    site.forget_everything()

    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", site.ELSEWHERE)
def test_fresh_refuses_where_something_of_the_site_lies_elsewhere(monkeypatch, written, name):
    monkeypatch.setenv(name, "postgres://newsroom@db.example/paper")

    with pytest.raises(SystemExit) as stopped:
        site.forget_everything()

    assert f"unset {name}" in sentence_of(stopped)
    assert written.exists()


def test_fresh_reads_dotenv_as_the_site_does(written):
    (places.ROOT / ".env").write_text("# ours\nDATABASE_URL='postgres://db.example/paper'\n")

    with pytest.raises(SystemExit):
        site.forget_everything()

    assert written.exists()


def test_fresh_deletes_nothing_under_a_running_site(written):
    with places.alone(site.VAR, shared=True), pytest.raises(SystemExit) as stopped:
        site.forget_everything()

    assert "a site is running" in sentence_of(stopped)
    assert written.exists()


@pytest.fixture
def at_a_terminal(monkeypatch):
    monkeypatch.setattr(site, "somebody_is_there", lambda: True)


@pytest.mark.parametrize("answer", ["", "n", "no", "maybe"])
def test_at_a_terminal_fresh_asks_and_an_answer_that_is_not_yes_keeps_everything(
    monkeypatch, written, at_a_terminal, answer
):
    monkeypatch.setattr("builtins.input", lambda question: answer)

    with pytest.raises(SystemExit) as stopped:
        site.forget_everything()

    assert "nothing was deleted" in sentence_of(stopped)
    assert written.exists()


def test_at_a_terminal_yes_is_enough(monkeypatch, written, at_a_terminal):
    monkeypatch.setattr("builtins.input", lambda question: "Yes")

    site.forget_everything()

    assert not written.exists()


def test_yes_answers_beforehand(monkeypatch, written, at_a_terminal):
    monkeypatch.setattr("builtins.input", lambda question: pytest.fail("asked all the same"))

    site.forget_everything(may_ask=not site.options_of(["--fresh", "--yes"]).yes)

    assert not written.exists()


# --- The environment of the site --------------------------------------------------------


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(written):
    places.local_environment()
    first = environment.local_secret(places.VAR)

    assert len(first) >= 50
    places.local_environment()
    assert environment.local_secret(places.VAR) == first
    assert (places.VAR / "secret-key").stat().st_mode & 0o077 == 0
    assert {path.name for path in places.VAR.iterdir()} == {"db.sqlite3", "secret-key"}


def test_a_secret_of_which_the_power_failed_is_made_again(written):
    (places.VAR / "secret-key").touch()

    places.local_environment()

    assert environment.local_secret(places.VAR)


def test_no_secret_is_made_for_a_production_or_where_there_is_one(monkeypatch, written):
    monkeypatch.setenv("ENVIRONMENT", "production")
    assert "SECRET_KEY" not in places.local_environment()
    monkeypatch.setenv("ENVIRONMENT", "local")
    monkeypatch.setenv("SECRET_KEY", "own")
    places.local_environment()

    assert not environment.local_secret(places.VAR)


def test_what_is_set_already_is_respected(monkeypatch, written):
    monkeypatch.setenv("SITE_URL", "https://paper.example")

    assert places.local_environment(SITE_URL="http://x")["SITE_URL"] == "https://paper.example"


def test_a_copied_example_of_dotenv_counts_as_nothing_set(written):
    (places.ROOT / ".env").write_text("SECRET_KEY=\nDATABASE_URL=\n")

    places.local_environment()
    assert environment.local_secret(places.VAR)
    site.forget_everything()
    assert not written.exists()


def test_a_phone_is_let_in_beside_the_hosts_of_a_copied_dotenv(monkeypatch, written):
    (places.ROOT / ".env").write_text("ALLOWED_HOSTS=127.0.0.1,paper.example\n")
    monkeypatch.setattr(addresses, "own", lambda: ["192.168.1.5"])

    hosts = site.environment_for(EVERYWHERE, 8000)["ALLOWED_HOSTS"].split(",")

    assert {"paper.example", "192.168.1.5"} <= set(hosts)


def test_a_production_accepts_the_hosts_it_names_and_no_others(monkeypatch, written):
    monkeypatch.setenv("ALLOWED_HOSTS", "news.example")
    monkeypatch.setenv("ENVIRONMENT", "production")

    assert site.environment_for(EVERYWHERE, 8000)["ALLOWED_HOSTS"] == "news.example"


@pytest.mark.parametrize("variable", [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_django_uses_no_colours_where_there_are_none(monkeypatch, written, variable):
    monkeypatch.setenv(*variable)

    assert places.local_environment()["DJANGO_COLORS"] == "nocolor"


# --- Getting ready ----------------------------------------------------------------------


def test_collected_files_do_not_ask_to_be_collected_again(monkeypatch, written):
    monkeypatch.setattr(site, "ROOT", places.ROOT)
    monkeypatch.setattr(site, "INSTALLED", written)
    style = places.ROOT / "static/css/site.css"
    style.parent.mkdir(parents=True)
    style.write_text("a {}")
    before = site.static_state()

    (places.VAR / "static").mkdir()
    (places.VAR / "static/site.css").write_text("a {}")
    assert site.static_state() == before

    os.utime(style, (1, 1))
    assert site.static_state() != before


def test_a_variable_that_the_site_refuses_ends_in_its_sentence_alone(monkeypatch, capsys):
    refused = Done(78, [], "manage.py: SITE_URL is “x”: write http:// and more.\n")
    monkeypatch.setattr(site, "follow", lambda *_: refused)

    with pytest.raises(SystemExit) as stopped:
        site.manage(Step("Database", "making its tables"), ["migrate"], {})

    assert str(stopped.value) == "run.py: SITE_URL is “x”: write http:// and more."
    assert capsys.readouterr().err == ""


def test_what_fails_is_shown_and_named(monkeypatch, capsys):
    monkeypatch.setattr(site, "follow", lambda *_: Done(1, ["a line"], "the reason\n"))

    with pytest.raises(SystemExit) as stopped:
        site.manage(Step("Database", "making its tables"), ["migrate"], {})

    assert "“manage.py migrate” did not succeed" in sentence_of(stopped)
    assert capsys.readouterr().err == "a line\nthe reason\n"
