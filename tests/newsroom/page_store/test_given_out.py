"""Answers that caches in front may keep say their keys, and are noted; nobody keeps others."""

import time

import pytest

from newsroom.page_store import given_out, noting
from newsroom.page_store.forgetting import forget
from newsroom.page_store.keys import ANYTHING, EVERYTHING, shows
from newsroom.page_store.models import GivenOut, Invalidation

from .conftest import FOR_ALL, Reader

PATH = "/city/1/"


@pytest.fixture
def notes(settings, monkeypatch):
    """What was noted; it is written down when the test says so."""
    settings.PURGE_URLS = ["http://127.0.0.1:1"]
    fresh = noting.Notes()
    monkeypatch.setattr(noting, "notes", fresh)
    return fresh


def noted(notes):
    return {path: set(keys) for path, keys, _ in notes._waiting}


@pytest.fixture
def without_a_store(site):
    return Reader(given_out.Keyed(site))


@pytest.mark.parametrize(
    ("name", "header", "value"),
    [
        ("xkey", "xkey", "1 city everything line"),
        ("surrogate-key", "surrogate-key", "1 city everything line"),
        ("cache-tag", "cache-tag", "1,city,everything,line"),
    ],
)
def test_a_page_says_its_keys_and_those_of_its_frames(reader, settings, name, header, value):
    settings.SURROGATE_KEYS = [name]

    assert reader.get(PATH).headers[header] == value
    assert reader.get(PATH).headers[header] == value
    assert reader.get(PATH, HTTP_IF_NONE_MATCH="*").headers[header] == value


def test_nobody_is_told_keys_who_does_not_need_them(reader):
    assert not {"xkey", "surrogate-key", "cache-tag"} & reader.get(PATH).headers.keys()


def test_keys_that_do_not_fit_are_the_one_that_every_change_has(settings):
    settings.SURROGATE_KEYS = ["xkey"]
    few = [f"story-{number}" for number in range(500)]
    assert given_out.headers(few) == [("xkey", " ".join(sorted(few)))]

    many = [f"story-{number}" for number in range(5_000)]
    assert given_out.headers(many) == [("xkey", f"{ANYTHING} {EVERYTHING}")]


def test_so_do_answers_that_no_store_keeps(without_a_store, site, settings):
    settings.SURROGATE_KEYS = ["xkey"]
    assert without_a_store.get("/media/").headers["xkey"] == "everything media"
    site.headers = [("Cache-Control", "private, no-store")]
    assert "xkey" not in without_a_store.get("/media/").headers


def test_frames_are_inside_what_no_store_keeps(without_a_store, settings):
    settings.SURROGATE_KEYS = ["xkey"]
    assert b"\x00" not in without_a_store.get(PATH).body


def test_a_page_is_noted_where_it_was_asked_for_once(reader, notes):
    for _ in range(3):
        assert "s-maxage=60" in reader.get(PATH).headers["cache-control"]
    reader.get("/é/", "page=2&utm_source=a")

    assert noted(notes) == {
        PATH: {"everything", "city", "1", "line"},
        "/%C3%A9/?page=2": {"everything", "line", "é".encode().decode("latin-1")},
    }
    assert len(notes._waiting) == 2


def test_a_page_that_cannot_be_noted_is_kept_by_nobody_in_front(reader, notes, monkeypatch):
    monkeypatch.setattr(noting, "MOST_WAITING", 1)
    reader.get(PATH)
    other = reader.get("/other/")
    assert "s-maxage=0" in other.headers["cache-control"]
    assert "s-maxage=60" in reader.get(PATH).headers["cache-control"]

    notes._waiting.clear()
    assert "s-maxage=60" in reader.get("/other/").headers["cache-control"]
    assert "s-maxage=0" in reader.get(f"/{'a' * 1000}/").headers["cache-control"]


def test_a_query_that_no_page_has_is_kept_by_nobody_who_forgets_by_path(without_a_store, notes):
    assert "s-maxage=0" in without_a_store.get(PATH, "junk=1").headers["cache-control"]
    assert "s-maxage=60" in without_a_store.get(PATH, "page=2").headers["cache-control"]


def test_a_page_that_changed_while_it_was_made_is_kept_by_nobody_in_front(reader, site, kept):
    site.before = lambda path: kept.forget(["city"])
    assert "s-maxage=0" in reader.get(PATH).headers["cache-control"]

    site.before = lambda path: None
    assert "s-maxage=60" in reader.get(PATH).headers["cache-control"]


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "is_purged"), [("story-1", True), ("story-2", False)])
def test_a_page_that_was_noted_late_is_purged_if_it_changed_meanwhile(
    notes, monkeypatch, key, is_purged
):
    """It was told, and told again, before anybody could know where the page had gone."""
    purged = []
    monkeypatch.setattr(noting.purging, "purge_paths_later", purged.extend)
    notes.add("/a/", {"story-1"}, begun=time.monotonic() - 60)
    forget(key)
    Invalidation.objects.update(times_told=2, told_at=noting.clock.now())
    notes.write()

    assert purged == (["/a/"] if is_purged else [])
    assert GivenOut.objects.get().key == "story-1"


@pytest.mark.django_db
def test_what_changed_before_the_page_was_made_does_not_matter(notes, monkeypatch):
    purged = []
    monkeypatch.setattr(noting.purging, "purge_paths_later", purged.extend)
    forget("story-1")
    long_ago = noting.clock.now() - noting.timedelta(minutes=5)
    Invalidation.objects.update(times_told=2, told_at=long_ago)
    notes.add("/a/", {"story-1"}, begun=time.monotonic() - 60)
    notes.write()

    assert purged == []


@pytest.mark.django_db
def test_notes_wait_while_the_database_is_away(notes, monkeypatch):
    def away(*arguments, **named):
        raise noting.OperationalError("away")

    notes.add("/a/", {"story-1"})
    with monkeypatch.context() as patch:
        patch.setattr(noting.GivenOut.objects, "bulk_create", away)
        with pytest.raises(noting.OperationalError):
            notes.write()
    notes.write()

    assert GivenOut.objects.get().path == "/a/"
    assert not notes._waiting


def test_keys_are_said_to_nobody_outside(without_a_store, settings):
    settings.SURROGATE_KEYS = ["xkey"]
    shows("of-before")
    assert "of-before" not in without_a_store.get(PATH).headers["xkey"]
    assert without_a_store.get(PATH, method="POST").headers.get("xkey") is None
    assert FOR_ALL[0].lower() in without_a_store.get(PATH).headers
