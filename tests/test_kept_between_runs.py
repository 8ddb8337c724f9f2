"""What one run has migrated the next one finds, and only while both would migrate the same."""

import pytest

from . import databases


@pytest.fixture
def code(tmp_path, monkeypatch):
    """A repository with one module in it."""
    module = tmp_path / "articles" / "migrations" / "0001_initial.py"
    module.parent.mkdir(parents=True)
    module.write_text("operations = []")
    lock = tmp_path / "packages.lock"
    lock.write_text("django==6.1.3")
    monkeypatch.setattr(databases, "ROOT", tmp_path)
    monkeypatch.setattr(databases, "TEST_LOCK", lock)
    return module


def test_another_module_name_or_package_is_another_database(code):
    seen = {databases.digest_of_code()}
    code.write_text("operations = [1]")
    seen.add(databases.digest_of_code())
    code.rename(code.with_name("0002_initial.py"))
    seen.add(databases.digest_of_code())
    databases.TEST_LOCK.write_text("django==6.1.4")
    seen.add(databases.digest_of_code())

    assert len(seen) == 4
    assert databases.digest_of_code() in seen


def test_the_last_one_that_was_kept_is_found_and_no_other(tmp_path):
    made, there = databases.SQLite(tmp_path / "made"), databases.SQLite(tmp_path / "there")
    folder = tmp_path / "kept"
    folder.mkdir()
    for text in ("old", "new"):
        made.file.write_text(text)
        databases.keep(made, folder / f"{text}.sqlite3")

    assert [path.name for path in folder.iterdir()] == ["new.sqlite3"]
    assert not databases.found(folder / "old.sqlite3", there)
    assert databases.found(folder / "new.sqlite3", there)
    assert there.file.read_text() == "new"
