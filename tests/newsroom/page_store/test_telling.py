"""Caches in front are told what has changed: all of it, in time, as often as it helps."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom.page_store import noting, telling
from newsroom.page_store.forgetting import forget, plan
from newsroom.page_store.keys import ANYTHING, EVERYTHING
from newsroom.page_store.models import GivenOut, Invalidation
from tests import tasks
from tests.purge_server import purge_server

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def cache(settings):
    """One that forgets by key."""
    with purge_server() as server:
        settings.SURROGATE_KEYS = ["xkey"]
        settings.PURGE_KEYS_URLS = [f"http://127.0.0.1:{server.server_port}"]
        yield server


@pytest.fixture
def path_cache(settings):
    """One that knows paths alone."""
    with purge_server() as server:
        settings.PURGE_URLS = [f"http://127.0.0.1:{server.server_port}"]
        yield server


def told(cache):
    """The keys that the cache was asked to forget, since this was asked last."""
    telling.tell_due()
    keys = {key for some in cache.keys for key in some}
    cache.keys.clear()
    return keys


def pass_by(seconds):
    """Let so much time go by since everything that was told."""
    for row in Invalidation.objects.filter(told_at__isnull=False):
        Invalidation.objects.filter(pk=row.pk).update(
            told_at=row.told_at - timedelta(seconds=seconds)
        )


def test_what_is_purged_is_what_was_forgotten(cache):
    forget("story-1", "front")
    with transaction.atomic():
        forget("story-2")
        transaction.set_rollback(True)
    forget("quotes-by-Îleș, “x”")

    assert told(cache) == {
        "story-1", "front", "quotes-by-%C3%8Ele%C8%99%2C%20%E2%80%9Cx%E2%80%9D", ANYTHING,
    }  # fmt: skip


def test_it_is_told_twice_because_an_older_answer_may_be_on_its_way(cache):
    forget("story-1")
    assert "story-1" in told(cache)
    assert told(cache) == set()

    pass_by(seconds=3)
    assert "story-1" in told(cache)
    pass_by(seconds=100)
    assert told(cache) == set()


def test_a_planned_hour_is_told_when_it_has_come(cache):
    plan("story-1", [(timezone.now() + HOUR, ["story-1"])])
    assert told(cache) == set()

    Invalidation.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert told(cache) == {"story-1", ANYTHING}


def test_what_was_changed_together_is_told_together(cache, settings):
    tasks.wait_for_a_worker(settings)
    for number in range(30):
        forget(f"picture-{number}")
    telling.tell_due()

    (task,) = DBTaskResult.objects.all()
    assert len(task.args_kwargs["args"][1]) == 31


def test_so_much_that_it_is_told_in_one_word(cache):
    forget(*(f"picture-{number}" for number in range(telling.MOST_KEYS)))
    assert told(cache) == {EVERYTHING}


def test_where_no_cache_is_named_nothing_is_asked(settings):
    tasks.wait_for_a_worker(settings)
    forget("story-1")

    assert telling.tell_due() == 0
    assert not DBTaskResult.objects.exists()


def paths_told(cache):
    telling.tell_due()
    paths = [path for _, path in cache.asked]
    cache.asked.clear()
    return paths


def give_out(path, *keys):
    notes = noting.Notes()
    assert notes.add(path, {EVERYTHING, *keys})
    notes.write()


def test_a_cache_that_knows_paths_is_told_those_where_the_keys_went_out(path_cache):
    give_out("/", "front", "story-1")
    give_out("/city/1/x/", "story-1", "text-of-1")
    give_out("/city/2/y/", "story-2")
    give_out("/robots.txt")
    give_out("/sitemap.xml", *(f"story-{number}" for number in range(3, 400)))

    forget("story-1")
    assert paths_told(path_cache) == ["/", "/city/1/x/", "/sitemap.xml"]
    forget("story-2", "front")
    assert paths_told(path_cache) == ["/", "/city/2/y/", "/sitemap.xml"]
    forget(EVERYTHING)
    assert len(paths_told(path_cache)) == 5


def test_a_page_that_went_out_as_another_is_known_by_both(path_cache):
    give_out("/", "story-1")
    give_out("/", "story-2")
    give_out("/", "story-2")

    forget("story-1")
    assert paths_told(path_cache) == ["/"]
    assert GivenOut.objects.count() == 2


def test_notes_of_long_ago_are_deleted_unless_nothing_went_out_since(settings):
    give_out("/old/", "story-1")
    GivenOut.objects.update(seen_at=timezone.now() - 49 * HOUR)
    noting.prune()
    assert GivenOut.objects.exists()  # the site is away, and caches keep what they have

    give_out("/new/", "story-1")
    noting.prune()
    assert GivenOut.objects.get().path == "/new/"
