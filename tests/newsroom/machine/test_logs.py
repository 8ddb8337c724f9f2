"""What is written down of a request, and what never is."""

import json
import logging
import sys

import pytest

from newsroom.machine import answers, doing, logs, troubles
from newsroom.machine.masks import SECRET, masked
from tooling.places import ROOT


@pytest.fixture(autouse=True)
def file_of_errors(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def said(caplog, settings):
    """Asks an application through the log, and gives back the facts of its line."""
    settings.LOG_REQUESTS = True

    def said(application, **environ):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/"} | environ
        caplog.clear()
        with caplog.at_level(logging.INFO, logger="newsroom.requests"):
            body = answers.Answers(application)(environ, lambda *args: None)
            sent = b"".join(body)
            if hasattr(body, "close"):
                body.close()
        [line] = [each for each in caplog.records if each.name == "newsroom.requests"]
        return sent, line.facts

    return said


def answering(*parts, status="200 OK", headers=(), as_list=True):
    def application(environ, start_response):
        start_response(status, list(headers))
        return list(parts) if as_list else iter(parts)

    return application


@pytest.mark.parametrize("as_list", [True, False])
def test_a_line_tells_status_length_and_where_the_page_came_from(said, as_list):
    page = answering(
        b"one", b"three", status="203 Told by another", as_list=as_list,
        headers=[("Server-Timing", "db;dur=3, page;desc=hit")],
    )  # fmt: skip
    sent, facts = said(page, REQUEST_METHOD="HEAD", PATH_INFO="/caf\xc3\xa9/")

    assert sent == b"onethree"
    assert facts["ms"] >= 0
    assert {name: facts[name] for name in ("method", "path", "status", "bytes", "page")} == {
        "method": "HEAD", "path": "/café/", "status": 203, "bytes": 8, "page": "hit"
    }  # fmt: skip
    assert doing.now() is None


def test_who_raises_is_a_line_too(settings, caplog):
    settings.LOG_REQUESTS = True

    def breaking(environ, start_response):
        raise ZeroDivisionError

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/"}
    with caplog.at_level(logging.INFO), pytest.raises(ZeroDivisionError):
        answers.Answers(breaking)(environ, None)

    assert [record.facts["status"] for record in caplog.records] == [500]


@pytest.mark.parametrize(
    ("proxies", "told", "is_taken"),
    [(1, "5f0c2d", False), (1, "5f0c2d7ab", True), (0, "5f0c2d7ab", False), (1, "x\n" * 9, False)],
)
def test_a_request_keeps_the_name_that_our_proxy_gave_it(settings, proxies, told, is_taken):
    settings.TRUSTED_PROXIES = proxies

    assert (answers._id_of({"HTTP_X_REQUEST_ID": told}) == told) is is_taken


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/accounts/password/reset/key/2-abc/", "/accounts/password/reset/key/***"),
        ("/x?next=/accounts/confirm-email%2FMQ:abc", "/x?next=/accounts/confirm-email%2F***"),
        ("/x?token=abc&y=1", "/x?token=***"),
        ("/city/12/keys/", "/city/12/keys/"),
    ],
)
def test_links_that_came_by_letter_are_not_written_down(path, written):
    assert masked(path) == written


def test_the_proxy_leaves_out_the_same():
    nginx = (ROOT / "deploy/nginx.conf").read_text()

    ours = SECRET.pattern.removeprefix("^(").removesuffix(").+$")
    assert nginx.count(f'"~*^(?<logged>{ours}).+$" "$logged***"') == 2


def test_a_line_of_json_names_its_request_and_holds_its_traceback():
    request = doing.Doing("5f0c2d7a")
    request.route = "articles:front"
    doing.begin(request)
    try:
        raise ValueError("Zinnober")
    except ValueError:
        line = logs.JSONFormatter().format(record("no %s", "key=abc", exc_info=sys.exc_info()))
    finally:
        doing.end()
    told = json.loads(line)

    assert (told["request"], told["route"]) == ("5f0c2d7a", "articles:front")
    assert told["message"] == "no key=***"
    assert "ValueError: Zinnober" in told["traceback"]
    assert "\n" not in line


def record(message, *args, name="articles.x", exc_info=None):
    return logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, exc_info)


def fail_with(words):
    try:
        raise ValueError(words)
    except ValueError:
        return sys.exc_info()


def test_the_last_errors_tell_kind_and_place_and_nothing_that_a_reader_wrote():
    handler = logs.LastErrors()
    handler.handle(record("%s: %s", "Fault", "/Zinnober/", exc_info=fail_with("Zinnober")))
    handler.handle(record("Not sent to %s", "zinnober@example.org"))
    handler.handle(record("zinnober@example.org has no box", name="somebody.elses"))

    [theirs, words, fault] = troubles.last()
    assert (fault["what"], fault["where"].rpartition(":")[0]) == (
        "ValueError", "tests/newsroom/machine/test_logs.py"
    )  # fmt: skip
    assert words["what"] == "Not sent to %s"
    assert (theirs["logger"], theirs["what"]) == ("somebody.elses", "")
    assert "innober" not in troubles.path().read_text().replace("test_logs", "")


def test_strangers_who_ask_for_another_host_leave_no_trace_among_the_errors():
    logs.LastErrors().handle(record("Invalid", name="django.security.DisallowedHost"))

    assert troubles.last() == []


def test_the_last_errors_are_bounded_and_the_newest_stay(monkeypatch):
    monkeypatch.setattr(troubles, "LONGEST", 2000)
    for number in range(200):
        troubles.keep({"what": f"Error {number}"})

    assert troubles.path().stat().st_size <= 2000
    newest = [trouble["what"] for trouble in troubles.last()]
    assert newest[:3] == ["Error 199", "Error 198", "Error 197"]
    assert len(newest) > 20


def test_a_disk_that_is_full_makes_of_one_error_not_two(monkeypatch):
    def full(trouble):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(troubles, "keep", full)
    logs.LastErrors().handle(record("A fault"))
