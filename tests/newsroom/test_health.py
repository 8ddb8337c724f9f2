from unittest import mock

import pytest
from django.db import OperationalError, connection

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_a_load_balancer_hears_that_all_is_well(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok")
    assert "no-cache" in answer["Cache-Control"]


def test_a_load_balancer_hears_that_the_database_is_silent(client):
    with mock.patch.object(connection, "cursor", side_effect=OperationalError):
        assert client.get("/healthz").status_code == 503
