import pytest

from .databases import Postgres, migrated
from .site import Site


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    database = migrated(tmp_path_factory.mktemp("template"))
    yield database
    database.drop()


@pytest.fixture
def site(template, tmp_path):
    """A site with an empty paper, and nobody at work yet."""
    database = template.copy(tmp_path)
    site = Site(database, tmp_path)
    yield site
    site.stop()
    database.drop()


@pytest.fixture
def clock(template):
    """The clock of the one database that several machines share."""
    if not isinstance(template, Postgres):
        pytest.skip("SQLite lives inside the process and has no clock of its own: PostgreSQL only.")
