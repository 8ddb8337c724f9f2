"""Forms that another site has sent in somebody's name: no page takes one."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from tests.factories import administrator

from .test_methods import ADDRESSES, methods_of

pytestmark = pytest.mark.django_db
# These take one from anywhere, and why that harms nobody.
OPEN = {
    "accounts:stop-letters": "mail programs press it, and the link says whose letters they are",
    "articles:reading": "colours and letters of this browser, in a cookie",
    "security-reports": "browsers send them by themselves; few lines of the log",
}
TAKING = [path for path in ADDRESSES if "POST" in methods_of(path)]
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
OF_ANOTHER = "b" * 32


@pytest.fixture
def boss():
    """Who may do everything, in a browser with a session and a token."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(administrator())
    client.get("/accounts/profile/")
    return client


FORGED = {
    "without a token": ({}, {}),
    "with another's token": ({"csrfmiddlewaretoken": OF_ANOTHER}, {}),
    "from a page without an origin": ({"csrfmiddlewaretoken": None}, {"origin": "null"}),
    "from another site": ({"csrfmiddlewaretoken": None}, {"origin": "https://evil.example"}),
    "as plain text": ("x=1", {"content-type": "text/plain"}),
}


@pytest.mark.parametrize("how", FORGED)
def test_none_is_taken_and_nothing_is_written(boss, how):
    fields, headers = FORGED[how]
    token = boss.cookies["csrftoken"].value
    taken = {}
    for path in TAKING:
        if resolve(path).view_name in OPEN:
            continue
        with CaptureQueriesContext(connection) as asked:
            answer = _send(boss, path, fields, headers, token)
        written = [each["sql"] for each in asked if WRITES.match(each["sql"])]
        if answer.status_code != 403 or written:
            taken[path] = (answer.status_code, written)

    assert taken == {}
    assert len(TAKING) > 100


def _send(client, path, fields, headers, token):
    if isinstance(fields, str):
        return client.generic("POST", path, fields, headers["content-type"])
    sent = {name: value or token for name, value in fields.items()}
    return client.post(path, sent, headers=headers)


def test_those_that_take_one_from_anywhere_are_named_here():
    exempt = {
        resolve(path).view_name for path in TAKING if getattr(resolve(path).func, "csrf_exempt", 0)
    }
    own_check = {name for name in exempt if name.startswith("admin:")}  # later, and 403 above

    assert exempt - own_check == set(OPEN)
