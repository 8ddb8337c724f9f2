import sys
from pathlib import Path

import pytest

from articles.interchange import wordpress
from newsroom import actor
from tests.factories import editor, reporter

from .interchange.wordpress.exports import export


@pytest.fixture
def ana(client):
    """An editor, at the desk."""
    user = editor(name="Ana Petrov")
    client.force_login(user)
    return user


@pytest.fixture
def jo(client):
    """A reporter, at the desk."""
    user = reporter(name="Jo Lindqvist")
    client.force_login(user)
    return user


@pytest.fixture
def at_work():
    """at_work(user): as if this person had logged in and did what follows."""
    tokens = []

    def at_work(user):
        tokens.append(actor._visitor.set(lambda: user))
        return user

    yield at_work
    for token in reversed(tokens):
        actor._visitor.reset(token)


@pytest.fixture
def import_site(tmp_path):
    """import_site(post(1), post(2), …): the report of importing these."""

    def import_site(*items, head="", **options):
        path = tmp_path / "export.xml"
        path.write_text(export(*items, head=head), encoding="utf-8")
        return wordpress.import_site(path, **options)

    return import_site


@pytest.fixture
def without(tmp_path, monkeypatch):
    """without("pillow_heif"): as if nobody had installed it, for us and for what we start."""

    def rest_of(place, package):
        """A folder with everything that this one has, except for the package."""
        rest = tmp_path / f"without-{package}-{Path(place).name}"
        rest.mkdir()
        for thing in Path(place).iterdir():
            if thing.name.partition(".")[0] != package:
                (rest / thing.name).symlink_to(thing)
        return str(rest)

    def without(package):
        places = [
            rest_of(place, package) if any(Path(place).glob(f"{package}*")) else place
            for place in sys.path
        ]
        monkeypatch.setattr(sys, "path", places)
        forget(package)

    def forget(package):
        for name in [name for name in sys.modules if name.partition(".")[0] == package]:
            monkeypatch.delitem(sys.modules, name)

    return without
