"""Mozilla's Observatory would give every answer of ours 130 points or more, whatever its status."""

from unittest import mock

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.test import Client

from newsroom.requests import CleanRequestMiddleware
from tests.factories import StoryFactory, UserFactory, editor
from tests.factories.people import PASSWORD

from . import observatory

pytestmark = pytest.mark.django_db
LEAST = 130


@pytest.fixture
def site(settings):
    """As in production: everything over https."""
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 63_072_000
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    return Browser(raise_request_exception=False)


class Browser(Client):
    def ask(self, path, method="get", **more):
        return getattr(self, method)(path, secure=True, **more)


def assert_earns(*answers):
    earned = {
        (answer.status_code, answer.request["PATH_INFO"]): observatory.score(answer)
        for answer in answers
    }
    assert {which: found for which, found in earned.items() if found[0] < LEAST} == {}


def test_the_rules_find_what_is_wrong():
    """Each defence taken away costs its points, or the test below could not fail."""
    good = {
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Strict-Transport-Security": "max-age=63072000",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    assert observatory.score(HttpResponse(headers=good))[0] == LEAST
    for name in good:
        less = {each: value for each, value in good.items() if each != name}
        assert observatory.score(HttpResponse(headers=less))[0] < LEAST, name
    loose = good | {"Content-Security-Policy": "default-src 'self' 'unsafe-inline'"}
    assert observatory.score(HttpResponse(headers=loose))[0] < 100
    strange = '<script src="https://evil.example/x.js"></script>'
    assert observatory.score(HttpResponse(strange, headers=good))[0] < 100
    with_cookie = HttpResponse(headers=good)
    with_cookie.set_cookie("sessionid", "x")
    assert observatory.score(with_cookie)[0] < 100


def test_pages_that_are_there(site):
    # Pictures are for other sites' pages too (a reader of feeds), and let themselves be embedded.
    story = StoryFactory(published=True)
    member = Browser()
    member.force_login(editor())
    for client in (site, member):
        page = client.ask(story.get_absolute_url())
        seen = page.headers.get("ETag")
        answers = [
            page,
            client.ask(story.get_absolute_url(), headers={"If-None-Match": seen or ""}),
            *map(client.ask, ("/", "/search/?q=bridge", "/latest.rss", "/robots.txt", "/healthz")),
            *map(client.ask, ("/accounts/login/", "/accounts/signup/", "/admin/")),
            *map(client.ask, ("/.well-known/security.txt", "/icon.svg", "/theme/0.css")),
        ]
        assert_earns(*answers)
        assert page.status_code == 200


def test_ways_to_elsewhere(site):
    story = StoryFactory(published=True)
    moved = f"/{story.section.slug}/{story.pk}/another-name/"
    answers = [site.ask(moved), site.ask("/accounts/"), site.ask("/admin/"), site.get("/")]
    member = UserFactory()
    data = {"login": member.email, "password": PASSWORD}
    answers.append(site.ask("/accounts/login/", "post", data=data))

    assert [answer.status_code for answer in answers] == [301, 302, 302, 301, 302]
    assert_earns(*answers)


def test_refusals(site, settings):
    gone = StoryFactory(published=True)
    gone.take_down(by=None, reason="A mistake.")
    sealed = Browser(enforce_csrf_checks=True)
    answers = [
        site.ask("/search/?q=%00"),
        site.ask("/", headers={"host": "evil.example"}),
        site.get("/", headers={"host": "evil.example"}),
        site.ask("/nowhere/"),
        site.ask("/\0"),
        site.ask("/", "put"),
        site.ask("/security-reports/"),
        site.ask("/accounts/login/", "post", data={"login": "nobody", "password": ""}),
        site.ask("/accounts/confirm-email/nowhere/"),
        sealed.ask("/accounts/login/", "post", data={}),
        site.ask(gone.get_absolute_url()),
    ]
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answers.append(site.ask("/accounts/login/", "post", data={"login": "x" * 99}))
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = None
    for _ in range(4):
        answers.append(site.ask("/accounts/password/reset/", "post", data={"email": "a@b.example"}))

    statuses = {answer.status_code for answer in answers}
    assert {400, 403, 404, 405, 410, 413, 422, 429} <= statuses
    assert_earns(*answers)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (RuntimeError("The ink is out."), 500),
        (OperationalError("no route to host"), 503),
        (OSError(28, "No space left on device"), 503),
        (RequestDataTooBig(), 413),
        (BadRequest(), 400),
        (PermissionDenied(), 403),
        (Http404(), 404),
    ],
)
def test_faults_wherever_they_happen(site, fault, status):
    with mock.patch.object(CleanRequestMiddleware, "process_request", side_effect=fault):
        answer = site.ask("/")

    assert answer.status_code == status
    assert_earns(answer)


def test_a_paper_that_is_closed(site, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    (tmp_path / "maintenance").touch()

    answer = site.ask("/")
    assert answer.status_code == 503
    assert_earns(answer)


def test_no_text_becomes_html_or_a_script_but_in_the_desks_editor(site):
    """Trusted Types: where readers are, no script may do it at all."""
    for path in ("/", "/accounts/login/", "/accounts/signup/", "/nowhere/"):
        policy = observatory.directives(site.ask(path))
        assert policy["require-trusted-types-for"] == ["'script'"], path
        assert policy["trusted-types"] == ["'none'"], path
    member = Browser()
    member.force_login(editor())
    policy = observatory.directives(member.ask("/admin/"))
    assert "require-trusted-types-for" not in policy
    assert policy["default-src"] == ["'none'"]
