import ipaddress
import json
import time
from threading import Event

import pytest
from django.core.cache import cache
from django.db import connection

from newsroom.machine import bounded, readiness
from newsroom.machine.models import Worker

pytestmark = [pytest.mark.database, pytest.mark.django_db]

STRANGER = "203.0.113.7"


@pytest.fixture
def parts(monkeypatch, settings):
    """What each part says, by its name: one can be made to fail, or to hang."""
    settings.METRICS_FROM = [ipaddress.ip_network("127.0.0.0/8")]
    works = dict.fromkeys(readiness.LOOKS, lambda: "answers")

    def take_away(name, work):
        looks = {each: bounded.Look(works[each] if each != name else work) for each in works}
        monkeypatch.setattr(readiness, "LOOKS", looks)

    take_away(None, None)
    return take_away


def fails(error):
    def work():
        raise error

    return work


def test_a_supervisor_hears_that_the_process_is_alive_whatever_else_is_away(client):
    def refuse(*args):
        raise AssertionError("nobody was to ask")

    with connection.execute_wrapper(refuse):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok")
    assert "no-cache" in answer["Cache-Control"]


def test_whoever_asks_the_machine_itself_needs_no_name_of_the_site(client, parts):
    for path in ("/healthz", "/readyz"):
        assert client.get(path, headers={"Host": "10.1.2.3:8000"}).status_code == 200
    assert client.get("/", headers={"Host": "10.1.2.3:8000"}).status_code == 400


def test_a_site_that_is_ready_says_so_of_each_part(client, parts):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    lines = answer.text.splitlines()
    assert lines[0] == "ready"
    assert {line.split(": ")[0] for line in lines[1:]} == {
        "[+] database", "[+] migrations", "[+] disk", "[+] cache", "[+] worker",
        "[+] backup",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("part", "status"),
    [
        ("database", 503),
        ("migrations", 503),
        ("disk", 503),
        ("cache", 200),
        ("worker", 200),
        ("backup", 200),
    ],
)
def test_a_part_that_is_away_is_named_and_decides_only_if_pages_need_it(
    client, parts, part, status
):
    parts(part, fails(readiness.Trouble("has gone")))
    answer = client.get("/readyz", headers={"Accept": "application/json"})

    told = json.loads(answer.text)
    assert (answer.status_code, told["ready"]) == (status, status == 200)
    assert told["parts"][part] == {"well": False, "needed": status == 503, "says": "has gone"}
    assert all(said["well"] for name, said in told["parts"].items() if name != part)


def test_what_never_answers_is_waited_for_once_and_not_long(client, parts, monkeypatch):
    monkeypatch.setattr(readiness, "WAIT", 0.2)
    asked, go_on = [], Event()

    def hang():
        asked.append(1)
        go_on.wait(30)

    parts("database", hang)
    began = time.monotonic()
    answers = [client.get("/readyz") for _ in range(3)]
    seconds = time.monotonic() - began
    go_on.set()

    assert {answer.status_code for answer in answers} == {503}
    assert "[-] database: does not answer within 0.2 seconds" in answers[0].text
    assert asked == [1]
    assert seconds < 15


def test_a_stranger_hears_whether_it_is_ready_and_nothing_else(client, parts):
    assert client.get("/readyz", REMOTE_ADDR=STRANGER).text == "ready\n"
    parts("database", fails(OSError("postgres://harbour:secret@10.0.0.1/harbour")))

    assert client.get("/readyz", REMOTE_ADDR=STRANGER).text == "not ready\n"
    # Nor do those who may know learn what an error repeats of an address.
    assert "secret" not in client.get("/readyz").text


def test_the_looks_themselves_find_what_is_wrong(settings, monkeypatch):
    monkeypatch.setattr(readiness, "_applied", [])
    assert "answers in" in readiness._database()
    assert readiness._migrations() == "all applied"
    assert readiness._cache() == "answers"
    assert "VAR_DIR" in readiness._disk()

    settings.DISK_LEAST_MB = 2**40
    with pytest.raises(readiness.Trouble, match="make room"):
        readiness._disk()
    monkeypatch.setattr(cache, "get", lambda key: None)
    with pytest.raises(readiness.Trouble, match="forgets"):
        readiness._cache()


def test_a_migration_that_is_missing_is_named(monkeypatch):
    monkeypatch.setattr(readiness, "_applied", [])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'machine'")

    with pytest.raises(readiness.Trouble, match=r"2 not applied \(machine.0001_workers, "):
        readiness._migrations()


def test_a_worker_that_has_gone_is_missed():
    with pytest.raises(readiness.Trouble, match="none was ever seen"):
        readiness._worker()
    for _ in range(2):
        Worker.objects.beat()
    assert "seen 0 seconds ago" in readiness._worker()

    Worker.objects.update(seen_at="2026-01-01T00:00:00Z")
    with pytest.raises(readiness.Trouble, match="last seen"):
        readiness._worker()
    Worker.objects.forget_gone()
    assert not Worker.objects.exists()
