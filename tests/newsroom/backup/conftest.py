import pytest

from newsroom.backup import checking, databases, making, restoring
from tests.factories import PictureFactory


@pytest.fixture
def shelf(tmp_path, settings):
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    return tmp_path / "backups"


@pytest.fixture
def picture():
    return PictureFactory()


@pytest.fixture
def elsewhere(tmp_path, monkeypatch, settings):
    """`elsewhere(source)`: restores into an empty place; the database that is there then."""
    ours = databases.ours()
    with ours.another(tmp_path) as empty:

        def restored(source, **options):
            monkeypatch.setattr(databases, "ours", lambda: empty)
            settings.STORAGES = settings.STORAGES | {
                "originals": {
                    "BACKEND": "newsroom.safe_files.SafeFileStorage",
                    "OPTIONS": {"location": tmp_path / "restored", "base_url": None},
                }
            }
            try:
                return restoring.restore(source, **options), empty
            finally:
                monkeypatch.setattr(databases, "ours", lambda: ours)

        yield restored


@pytest.fixture
def make(shelf):
    return lambda **options: making.make(shelf, **options)


@pytest.fixture
def prove():
    return lambda made, **options: checking.prove(checking.found(made.folder), **options)
