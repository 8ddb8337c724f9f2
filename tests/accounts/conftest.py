"""Somebody with an account, logged in, and sure who they are."""

import pytest

from tests.factories import UserFactory
from tests.factories.people import PASSWORD


@pytest.fixture
def member():
    return UserFactory(email="bo@example.org", name="Bo Lind")


@pytest.fixture
def reader(client, member):
    client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    return client


@pytest.fixture
def sure(reader):
    """A reader who has just shown the password again."""
    reader.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return reader
