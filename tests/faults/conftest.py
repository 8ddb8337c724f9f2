import pytest

from tests import databases

from .site import Site


@pytest.fixture(scope="session")
def template(django_db_setup, folder_of_the_run):
    return databases.template(folder_of_the_run)


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
    if not isinstance(template, databases.Postgres):
        pytest.skip("SQLite lives inside the process and has no clock of its own: PostgreSQL only.")
