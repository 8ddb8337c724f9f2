"""What readers get while something of ours is broken."""

import base64
import errno
import hashlib
import re
from unittest import mock

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import RequestFactory
from django.urls import path

from newsroom.errors import server_error, service_unavailable

pytestmark = pytest.mark.database

PAGES = [(server_error, 500), (lambda request: service_unavailable(), 503)]


@pytest.mark.parametrize(("page", "status"), PAGES)
def test_a_fault_gets_a_page_that_needs_nothing(django_db_blocker, page, status):
    with django_db_blocker.block():
        response = page(RequestFactory().get("/"))

    assert response.status_code == status
    assert "Our presses have stopped for a moment" in response.text
    assert "{{" not in response.text
    assert "{%" not in response.text
    assert not re.findall(r"<(?:script|link|img)\b", response.text)
    assert {'href="/"', 'href="/text/"'} == set(re.findall(r'href="[^"]*"', response.text))


@pytest.mark.parametrize(("page", "status"), PAGES)
def test_its_policy_names_exactly_the_style_it_carries(page, status):
    response = page(RequestFactory().get("/"))
    styles = re.findall("<style>(.*?)</style>", response.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(styles[0].encode()).digest()).decode()

    assert len(styles) == 1
    assert f"style-src 'sha256-{digest}'" in response["Content-Security-Policy"]
    assert "style=" not in response.text


def broken(request):
    raise RuntimeError("The ink is out.")


urlpatterns = [path("broken/", broken)]
handler500 = server_error


def test_the_policy_of_the_page_survives_on_its_way_out(client, settings):
    client.raise_request_exception = False
    settings.ROOT_URLCONF = __name__
    response = client.get("/broken/")

    assert response.status_code == 500
    assert "style-src 'sha256-" in response["Content-Security-Policy"]
    assert response["Permissions-Policy"]


def test_a_full_disk_is_no_fault_and_what_was_typed_comes_back():
    request = RequestFactory().post("/", {"text": "The bridge was never closed."})
    try:
        raise OSError(errno.ENOSPC, "No space left on device")
    except OSError:
        response = server_error(request)

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "The bridge was never closed.</textarea>" in response.text


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
@pytest.mark.parametrize(
    "path", ["/", "/city/1/x/", "/nowhere/", "/search/?q=flood", "/search/?q=%00", "/text/"]
)
def test_while_the_database_is_silent_readers_are_told_to_come_back(client, path, fault):
    client.raise_request_exception = False
    with mock.patch.object(connection, "cursor", side_effect=fault("no route to host")):
        response = client.get(path)

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"
    assert "Our presses have stopped for a moment" in response.text
    assert "no route" not in response.text
