"""A method that a page does not have is refused before anything else is asked."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, resolve

from tests.canary.asking.routes import all_routes
from tests.factories import StoryFactory, UserFactory

pytestmark = pytest.mark.django_db

# One value that each kind of parameter may have; nothing has these numbers and names.
EXAMPLES = {"int": "12", "id": "999999", "word": "nowhere", "section": "nowhere", "str": "x",
            "path": "x", "slug": "x"}  # fmt: skip
PARAMETER = re.compile(r"<(?:(\w+):)?\w+>")
# Of allauth, whose links are regular expressions.
REGULAR = re.compile(r"[\\(^$]")


def address(route):
    return "/" + PARAMETER.sub(lambda found: EXAMPLES[found[1] or "str"], route.address)


ADDRESSES = sorted({address(route) for route in all_routes() if not REGULAR.search(route.address)})


@pytest.fixture
def asking():
    """Somebody whose browser sends no token: what comes first is seen by the answer."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def methods_of(path):
    return set(getattr(resolve(path).func, "allowed_methods", ("GET", "HEAD", "POST")))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO"])
def test_every_page_refuses_what_it_does_not_have_without_a_query(asking, method):
    refusing = [path for path in ADDRESSES if method not in methods_of(path)]
    for path in refusing:
        with CaptureQueriesContext(connection) as asked:
            answer = asking.generic(method, path)
        assert (answer.status_code, len(asked)) == (405, 0), path
        assert set(answer["Allow"].split(", ")) == methods_of(path), path
    assert len(refusing) > (30 if method == "POST" else 150)


def test_a_page_that_only_takes_is_not_opened(asking):
    for path in ADDRESSES:
        if methods_of(path) == {"POST"}:
            assert asking.get(path).status_code == 405, path


def test_reading_pages_take_nothing_whoever_asks(asking):
    story = StoryFactory(published=True).get_absolute_url()
    asking.force_login(UserFactory())
    for path in ("/", story, "/latest.rss", "/topics/nowhere/latest.rss", "/healthz", "/accounts/"):
        answer = asking.post(path)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD"), path


def test_every_page_of_the_paper_says_which_methods_it_has():
    silent = [
        str(pattern.pattern)
        for part in get_resolver().url_patterns
        if getattr(part, "app_name", "") in ("articles", "comments", "accounts")
        for pattern in part.url_patterns
        if not hasattr(pattern.callback, "allowed_methods")
    ]
    assert silent == []


def test_where_there_is_no_page_there_is_none_for_any_method(asking):
    assert {asking.generic(m, "/no/such/page/").status_code for m in ("GET", "PUT", "FOO")} == {404}
