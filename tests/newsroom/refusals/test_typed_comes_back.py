"""Whatever becomes of a reader's form, what was typed into it stands on the answer.

Every public route that takes a form is refused in every way; one added later is, or fails here.
"""

from unittest import mock

import pytest
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404
from django.test import Client
from django.urls import resolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.exceptions import ConnectionError as RedisIsAway

from newsroom import typed
from tests.canary.asking.routes import PARAMETER, all_routes
from tests.canary.needs import SECOND_STEP
from tests.factories import CommentFactory, StoryFactory, UserFactory
from tests.factories.people import PASSWORD
from tests.tiers import some_in_a_quick_run
from tests.typed import as_browsers_read, given_back_on

pytestmark = pytest.mark.django_db

TEXT = '\n "Eleven years" </textarea><b>&amp; كلمة 🚢\r\n\r\n '
ADDRESS = "bo@example.org"
# What each form carries; a route that takes one and is not here fails the build.
VIEW = {"text": TEXT, "name": "Bo <Lind>", "email": ADDRESS}
FORMS = {
    "comments:share": VIEW,
    "comments:report": {"reason": "attack", "words": TEXT},
    "accounts:profile": {"name": "Bo <Lind>"},
    "accounts:delete": {"password": PASSWORD},
    "account_login": {"login": ADDRESS, "password": PASSWORD},
    "account_signup": {"name": "Bo <Lind>", "email": ADDRESS, "password1": PASSWORD},
    "account_reauthenticate": {"password": PASSWORD},
    "account_change_password": {"oldpassword": PASSWORD, "password1": PASSWORD},
    "account_set_password": {"password1": PASSWORD},
    "account_email": {"email": ADDRESS, "action_add": ""},
    "account_reset_password": {"email": ADDRESS},
    "account_reset_password_from_key": {"password1": PASSWORD},
    "invited": {"name": "Bo <Lind>", "password1": PASSWORD},
} | {f"mfa_{verb}_webauthn": {"name": "Key <ring>"} for verb in ("add", "edit")}
# Buttons without a word in their form, redirects, and the choice of colours.
NOTHING_IS_TYPED = {
    *("account_logout", "account_confirm_email", "account_confirm_login_code", "articles:reading"),
    *(f"accounts:{name}" for name in ("sessions", "data", "stop-letters")), "security-reports",
    "mfa_remove_webauthn", *set(SECOND_STEP) - {"mfa_add_webauthn"},
}  # fmt: skip
# Of routes that are regular expressions.
BY_PATTERN = {
    "account_confirm_email": "/accounts/confirm-email/1/",
    "account_reset_password_from_key": "/accounts/password/reset/key/1-1/",
    "articles:archive-year": "/archive/2026/",
    "articles:archive-month": "/archive/2026/1/",
    "articles:archive-day": "/archive/2026/1/1/",
}


class RefuseMiddleware:
    """Raises what stands in `fault` in place of the view's answer."""

    fault = None

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, *_):
        if self.fault:
            raise self.fault


@pytest.fixture
def refused(monkeypatch, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.RefuseMiddleware"]

    def by(fault):
        monkeypatch.setattr(RefuseMiddleware, "fault", fault)
        return Client(raise_request_exception=False)

    return by


def browser(**options):
    """Of somebody who has logged in."""
    client = Client(raise_request_exception=False, **options)
    client.force_login(UserFactory(email="ana@example.org"))
    return client


def address_of(name):
    """An address of the route; of a story and a view where it needs them."""
    if name in BY_PATTERN:
        return BY_PATTERN[name]
    route = next(route for route in all_routes() if route.name == name)
    if name in ("comments:share", "comments:report"):
        comment = CommentFactory(story=StoryFactory(published=True))
        path = f"{comment.story.get_absolute_url()}views/"
        return path if name == "comments:share" else f"{path}{comment.pk}/report/"
    return "/" + PARAMETER.sub("1", route.address)


def takes_a_form(route):
    if route.is_of_the_desk:
        return False
    path = address_of(route.name)
    assert resolve(path).view_name == route.name
    return Client(raise_request_exception=False).post(path).status_code != 405


def comes_back(answer, sent):
    """Whether all that was typed stands on the answer, and no password."""
    shown = given_back_on(answer)
    written = [
        as_browsers_read(text)
        for name, text in sent.items()
        if text and "password" not in name and name != "reason"
    ]
    assert [text for text in written if text not in shown] == []
    assert PASSWORD not in answer.text
    assert not written or "no-store" in answer["Cache-Control"]
    return True


forms = pytest.mark.parametrize("name", FORMS)


def test_every_route_that_takes_a_form_is_known_here():
    taking = {route.name for route in all_routes() if takes_a_form(route)}

    assert taking == FORMS.keys() | NOTHING_IS_TYPED


@forms
def test_it_does_without_a_seal(name):
    answer = browser(enforce_csrf_checks=True).post(address_of(name), FORMS[name])

    assert answer.status_code == 403
    assert comes_back(answer, FORMS[name])


FAULTS = [
    (Http404(), 404), (PermissionDenied(), 403), (BadRequest(), 400), (SuspiciousOperation(), 400),
    (RedisIsAway(), 503), (OperationalError(), 503), (InterfaceError(), 503),
    (RuntimeError("The ink is out."), 500),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "fault", "status"),
    some_in_a_quick_run([(name, *fault) for name in FORMS for fault in FAULTS], 5),
)
def test_it_does_whatever_the_view_says(name, fault, status, refused):
    path = address_of(name)
    answer = refused(fault).post(path, FORMS[name])

    assert answer.status_code == status
    assert comes_back(answer, FORMS[name])


@forms
def test_it_does_while_the_database_is_silent(name):
    path, client = address_of(name), browser()
    with mock.patch.object(connection, "cursor", side_effect=OperationalError("no route")):
        answer = client.post(path, FORMS[name])

    assert answer.status_code == 503
    assert comes_back(answer, FORMS[name])


@forms
def test_it_does_while_the_paper_is_closed(name, settings, tmp_path):
    if name == "account_login":
        pytest.skip("Whoever works here may log in.")
    path = address_of(name)
    settings.VAR_DIR = tmp_path
    (tmp_path / "maintenance").touch()
    answer = browser().post(path, FORMS[name])

    assert answer.status_code == 503
    assert comes_back(answer, FORMS[name])


@forms
def test_it_does_in_an_encoding_that_nobody_means(name):
    kind = "multipart/form-data; boundary=B; charset=utf-7"
    body = "".join(
        f'--B\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{text}\r\n'
        for field, text in FORMS[name].items()
    )
    path = address_of(name)
    answer = browser().generic("POST", path, (body + "--B--\r\n").encode(), kind)

    assert answer.status_code == 400
    assert comes_back(answer, FORMS[name])


@forms
def test_what_is_larger_than_the_site_reads_is_refused_in_words(name, settings):
    path = address_of(name)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    body = "text=" + "a" * 1000
    kind = "application/x-www-form-urlencoded"
    answer = browser(enforce_csrf_checks=True).post(path, body, content_type=kind)

    assert answer.status_code == 413
    assert "This is too large to be sent" in answer.text


@pytest.mark.parametrize("fault", [RequestDataTooBig()])
def test_what_nobody_has_sent_is_nowhere_given_back(fault, refused):
    answer = refused(fault).get("/accounts/login/")

    assert "Nothing you wrote" not in answer.text


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_it_does_once_the_limit_is_reached(name, settings, client):
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(("login", "signup", "reset_password"), "1/m/ip")
    answers = [client.post(address_of(name), FORMS[name]) for _ in range(2)]

    assert answers[1].status_code == 429
    assert comes_back(answers[1], FORMS[name])


WRONG = {
    "comments:share": {"text": TEXT + "a" * 5001},
    "comments:report": {"reason": "attack", "words": TEXT + "a" * 1001},
    "accounts:profile": {"name": "Bo" * 41},
    "account_signup": {"name": "Bo", "email": "bo@", "password1": "short"},
    "account_login": {"login": "bo@", "password": PASSWORD},
    "account_reset_password": {"email": "bo@"},
}


@pytest.mark.parametrize("name", WRONG)
def test_it_does_if_it_cannot_be_kept(name, client):
    if name in ("comments:share", "accounts:profile"):
        client = browser()
    answer = client.post(address_of(name), WRONG[name])

    assert answer.status_code == 422
    assert comes_back(answer, WRONG[name])


@forms
def test_nothing_is_said_of_a_form_that_carried_nothing(name, refused):
    assert "Nothing you wrote" not in refused(Http404()).post(address_of(name), {}).text


def test_words_to_look_for_come_back_from_a_search_that_is_no_request(client):
    words = "ferry \x00" + "a" * 9000
    answer = client.get("/search/", {"q": words})

    assert answer.status_code == 400
    assert any("a" * 9000 in text for text in given_back_on(answer))


def test_the_words_of_an_address_are_not_put_on_other_pages(client):
    assert "Call this number" not in client.get("/nowhere/?q=Call this number").text


# NUL and half characters cannot be shown in HTML at all; they are shown as �.
anything = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


odd = st.sampled_from(
    ["\n", "\n\n x", "\r\n", " \t ", "</textarea>", "\u200b", "{{ x }}{% y %}", "مرحبا", "🚢" * 90]
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(odd | anything)
def test_any_text_comes_back_as_it_was_typed(refused, text):
    for fault in (Http404(), RuntimeError()):
        refused(fault)
        answer = Client(raise_request_exception=False).post("/accounts/login/", {"text": text})
        assert answer.status_code >= 400
        assert as_browsers_read(text) in given_back_on(answer)


def test_no_field_for_a_secret_is_ever_given_back(rf):
    sent = {
        "password": "a", "oldpassword": "b", "password1": "c", "New_Password": "d", "token": "e",
        "csrfmiddlewaretoken": "f", "code": "g", "secret": "h", "next": "/x/", "website": "i",
        "text": "kept",
    }  # fmt: skip

    assert [field.text for field in typed.fields(rf.post("/", sent))] == ["kept"]
