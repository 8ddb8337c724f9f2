"""Logging in: the same words for everybody, few guesses, and never off to another site."""

import time
import unicodedata

import pytest
from django.contrib.auth import get_user
from django.test import Client

from accounts import hashers
from accounts.models import User
from tests.factories import UserFactory
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def member():
    return UserFactory(email="bo@example.org")


def log_in(client, email="bo@example.org", password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password, **extra})


def test_a_member_logs_in_with_address_and_password(client, member):
    response = log_in(client, "Bo@Example.org")

    assert response.url == "/accounts/profile/"
    assert get_user(client) == member


def test_the_session_gets_a_new_key(client, member):
    client.get(LOGIN)
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key

    log_in(client)

    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert get_user(thief).is_anonymous


def test_logging_out_ends_the_session_on_the_server(client, member):
    log_in(client)
    kept = client.cookies["sessionid"].value

    assert client.post("/accounts/logout/").url == "/"

    client.cookies["sessionid"] = kept
    assert client.get("/accounts/profile/").status_code == 302


def test_opening_the_log_out_page_does_not_log_out(client, member):
    log_in(client)

    assert client.get("/accounts/logout/").status_code == 200
    assert get_user(client) == member


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, member):
    wrong = log_in(client, password="not the password")
    unknown = log_in(client, "stranger@example.org", "not the password")

    assert wrong.status_code == unknown.status_code == 422
    assert "do not belong together" in wrong.content.decode()
    assert _without_seals(wrong) == _without_seals(unknown).replace("stranger@", "bo@")
    assert set(wrong.headers) == set(unknown.headers)


def test_an_unknown_address_costs_as_many_hashes_as_a_wrong_password(client, member, hashes_run):
    log_in(client, password="not the password")
    for_member = len(hashes_run)
    log_in(client, "stranger@example.org", "not the password")

    assert for_member == len(hashes_run) - for_member == 1


@pytest.fixture
def hashes_run(settings, monkeypatch):
    """Every run of the real, slow hash."""
    settings.PASSWORD_HASHERS = ["accounts.hashers.Argon2PasswordHasher"]
    User.objects.filter(email="bo@example.org").update(password=_hashed(PASSWORD))
    runs = []
    for name in ("encode", "verify"):
        real = getattr(hashers.Argon2PasswordHasher, name)

        def counted(self, *args, real=real):
            runs.append(args)
            return real(self, *args)

        monkeypatch.setattr(hashers.Argon2PasswordHasher, name, counted)
    return runs


def test_a_megabyte_of_password_is_refused_at_once_and_never_hashed(client, member, hashes_run):
    started = time.process_time()
    response = log_in(client, password="x" * 1_000_000)

    assert response.status_code == 422
    assert "at most 256 characters" in response.content.decode()
    assert hashes_run == []
    assert time.process_time() - started < 1


def test_a_password_is_the_same_however_the_keyboard_writes_it(client, settings):
    settings.PASSWORD_HASHERS = ["accounts.hashers.Argon2PasswordHasher"]
    password = "correct horse 🐎 é Ǻ"
    UserFactory(email="bo@example.org", password=unicodedata.normalize("NFD", password))

    assert log_in(client, password=unicodedata.normalize("NFC", password)).status_code == 302
    assert log_in(Client(), password=unicodedata.normalize("NFD", password)).status_code == 302
    assert log_in(Client(), password=password.replace("é", "e")).status_code == 422


def test_spaces_and_sixty_four_characters_are_part_of_a_password(client):
    password = " four score and seven years ago our fathers brought forth, upon "
    UserFactory(email="bo@example.org", password=password)

    assert log_in(client, password=password.strip()).status_code == 422
    assert log_in(client, password=password).status_code == 302


@pytest.mark.parametrize(
    "email",
    [
        "",
        "bo",
        "bo@example.org\r\nX: y",
        "bo@example\0.org",
        "b" * 300 + "@example.org",
        "' OR 1=1--",
    ],
)
def test_an_address_that_is_none_comes_back_with_words(client, email):
    response = log_in(client, email)

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert 'href="#id_login"' in response.content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "https:evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "javascript:alert(1)",
        "\t//evil.example",
        "/\t/evil.example",
        "https://testserver@evil.example",
        "https://evil.example/",
        "http://testserver.evil.example/",
        "/\r\nSet-Cookie:x=y",
        "/%0d%0aSet-Cookie:x",
        "///evil.example",
        "/x" * 2000,
        "/\0",
        "evil.example",
        " //evil.example",
    ],
)
def test_nobody_is_sent_to_another_site(client, member, elsewhere):
    response = log_in(client, next=elsewhere)

    assert response.status_code == 302
    assert response.url in {"/accounts/profile/", "/%0d%0aSet-Cookie:x"}
    assert "x" not in response.cookies


def test_one_is_sent_on_to_where_one_wanted_to_go(client, member):
    page = client.get(LOGIN, {"next": "/quotes/?page=2"})

    assert 'name="next" value="/quotes/?page=2"' in page.content.decode()
    assert log_in(client, next="/quotes/?page=2").url == "/quotes/?page=2"


def test_a_closed_account_cannot_be_used_and_its_sessions_end(client, member):
    log_in(client)
    User.objects.update(is_active=False)

    assert get_user(client).is_anonymous
    assert log_in(Client()).url == "/accounts/inactive/"
    assert log_in(Client(), password="not the password").status_code == 422


def test_no_cache_may_keep_a_page_of_an_account(client, member):
    for page in ["login/", "signup/", "password/reset/", "password/reset/done/", "confirm-email/"]:
        answer = client.get(f"/accounts/{page}")
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace", "options"])
def test_other_methods_are_not_allowed(client, method):
    assert getattr(client, method)(LOGIN).status_code == 405


def test_there_is_no_second_way_in_that_speaks_json(client, member):
    response = client.post(
        LOGIN, {"login": "bo@example.org", "password": "x"}, headers={"accept": "application/json"}
    )

    assert response.status_code == 422
    assert response["Content-Type"].startswith("text/html")


def test_a_form_without_its_seal_is_refused(member):
    strict = Client(enforce_csrf_checks=True)

    assert log_in(strict).status_code == 403


def _hashed(password):
    from django.contrib.auth.hashers import make_password

    return make_password(password)


def _without_seals(response):
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def test_the_way_to_a_new_password_stands_on_the_page_once(client):
    assert client.get(LOGIN).text.count('href="/accounts/password/reset/"') == 1
