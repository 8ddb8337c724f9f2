"""HTTP caches before the site are asked to forget paths, or what shows something."""

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from newsroom import purging
from newsroom.purging import Refused
from tests import tasks
from tests.ports import free_port
from tests.purge_server import purge_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def cache(settings):
    """One that forgets paths and keys, and behaves as Fastly and Cloudflare do."""
    with purge_server() as server:
        server.url = f"http://127.0.0.1:{server.server_port}"
        settings.PURGE_URLS = [server.url]
        settings.PURGE_KEYS_TOKEN = "a-token"
        yield server


def test_paths_are_purged_under_our_own_name(cache):
    purging.purge_paths_later(["/b/", "/a/?page=2", "/b/"])

    assert cache.asked == [("testserver", "/a/?page=2"), ("testserver", "/b/")]
    assert cache.keys == []


def test_keys_are_purged_in_as_few_requests_as_headers_are_long(cache, settings):
    settings.PURGE_KEYS_URLS = [cache.url]
    keys = [f"story-{number}" for number in range(700)]
    purging.purge_keys_later(keys)

    assert [key for some in cache.keys for key in some] == keys
    assert len(cache.keys) < 5
    assert max(len(" ".join(some)) for some in cache.keys) < 8_000
    assert set(cache.asked) == {("testserver", "/")}


def test_fastly_is_told_keys_by_the_hundred(cache, settings):
    settings.PURGE_KEYS_URLS = [f"fastly={cache.url}/service/SU1Z"]
    keys = [f"story-{number}" for number in range(300)]
    purging.purge_keys_later(keys)

    assert [path for path, _, _ in cache.told] == ["/service/SU1Z/purge"] * 2
    assert [key for _, _, said in cache.told for key in said["surrogate_keys"]] == keys
    assert {headers["Fastly-Key"] for _, headers, _ in cache.told} == {"a-token"}


def test_cloudflare_is_told_keys_by_the_dozen(cache, settings):
    settings.PURGE_KEYS_URLS = [f"cloudflare={cache.url}/client/v4/zones/023e"]
    keys = [f"story-{number}" for number in range(40)]
    purging.purge_keys_later(keys)

    assert [path for path, _, _ in cache.told] == ["/client/v4/zones/023e/purge_cache"] * 2
    assert [key for _, _, said in cache.told for key in said["tags"]] == keys
    assert {headers["Authorization"] for _, headers, _ in cache.told} == {"Bearer a-token"}


@pytest.mark.parametrize("status", [302, 405, 503])
def test_a_cache_that_does_not_forget_is_not_believed_and_not_followed(cache, settings, status):
    settings.PURGE_KEYS_URLS = [cache.url]
    cache.answers = status
    for this, what in ((purging.purge, ["/"]), (purging.purge_keys, ["front"])):
        with pytest.raises(Refused, match=str(status)):
            this.call(cache.url, what, tries=99)


def test_a_page_that_no_cache_keeps_is_forgotten_already(cache):
    cache.answers = 404
    purging.purge.call(cache.url, ["/", "/latest.rss"])

    assert len(cache.asked) == 2


def test_a_service_that_is_not_there_has_forgotten_nothing(cache, settings):
    cache.answers = 404
    settings.PURGE_KEYS_URLS = [f"fastly={cache.url}/service/wrong"]
    with pytest.raises(Refused, match="404"):
        purging.purge_keys.call(*settings.PURGE_KEYS_URLS, ["front"], tries=99)


def test_a_cache_that_is_ours_no_more_is_not_asked(cache, settings):
    settings.PURGE_URLS = []
    purging.purge.call(cache.url, ["/"])
    purging.purge_keys.call(cache.url, ["front"])

    assert cache.asked == []


def test_a_cache_that_is_away_is_asked_again_later(settings):
    tasks.wait_for_a_worker(settings)
    away = f"http://127.0.0.1:{free_port()}"
    settings.PURGE_KEYS_URLS = [away]
    purging.purge_keys.call(away, ["front"])
    again = DBTaskResult.objects.get()

    assert again.args_kwargs == {"args": [away, ["front"]], "kwargs": {"tries": 1}}
    assert again.run_after > again.enqueued_at


def test_a_cache_that_does_not_answer_keeps_the_others_waiting_once(settings, monkeypatch):
    """Until it is asked again; what is to be told it meanwhile waits with that."""
    silent = f"http://127.0.0.1:{free_port()}"
    settings.PURGE_URLS, asked = [silent], []

    def ask(*arguments):
        asked.append(arguments)
        raise TimeoutError

    monkeypatch.setattr(purging.HTTPConnection, "request", ask)
    for _ in range(3):
        with pytest.raises(OSError):  # noqa: PT011 whichever it is, the task is tried again
            purging.purge.call(silent, ["/"], tries=99)

    assert len(asked) == 1


def test_what_did_not_happen_is_not_purged(settings):
    tasks.wait_for_a_worker(settings)
    settings.PURGE_URLS = ["http://127.0.0.1:1"]
    with transaction.atomic():
        purging.purge_paths_later(["/"])
        transaction.set_rollback(True)

    assert not DBTaskResult.objects.exists()
