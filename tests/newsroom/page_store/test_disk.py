"""Pages on disk are worth something, and never a reader's trouble."""

import sqlite3

import pytest


def forget_memory(store):
    store.memory = store.maker.memory = type(store.memory)(8_000_000)


@pytest.fixture
def written(store, reader):
    reader.get("/a/")
    store.disk.flush()
    forget_memory(store)
    return store.disk.path


def test_a_page_comes_back_as_it_was(written, reader):
    page = reader.get("/a/")
    assert page.how == "kept"
    assert page.body == b"word " * 100 + b"<hr>"
    assert page.headers["content-type"] == "text/html"


def test_what_was_forgotten_meanwhile_does_not_come_back(written, reader, kept):
    kept.forget(["a"])
    assert reader.get("/a/").how == "made"


def test_a_damaged_file_is_begun_anew(written, store, reader, caplog):
    store.disk._connections.file = None
    written.with_name("pages.sqlite3-wal").unlink(missing_ok=True)
    written.write_bytes(b"no database at all " * 500)
    assert reader.get("/a/").how == "made"

    forget_memory(store)
    reader.get("/b/")
    store.disk.flush()
    forget_memory(store)
    assert reader.get("/b/").how == "kept"
    assert "not kept on disk" in caplog.text


def test_a_locked_file_keeps_nobody_waiting(written, store, reader):
    other = sqlite3.connect(written)
    other.execute("BEGIN EXCLUSIVE")
    assert reader.get("/b/").status == 200
    store.disk.flush()
    other.rollback()
    other.close()


def test_a_folder_that_takes_nothing_is_no_trouble(store, reader):
    store.disk.path = store.disk.path / "no folder" / "pages.sqlite3"
    assert [reader.get("/a/").how for _ in range(2)] == ["made", "hit"]
    store.disk.flush()


def test_the_oldest_pages_go_when_there_is_no_room(store, reader):
    store.disk.most_bytes = 40_000
    for n in range(400):
        reader.get(f"/{n}/")
        if n % 100 == 99:
            store.disk.flush()
    store.disk.flush()
    forget_memory(store)

    assert reader.get("/0/").how == "made"
    assert reader.get("/399/").how == "kept"
