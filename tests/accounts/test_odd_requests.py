"""Requests that no browser sends by itself, to the pages by which people come in and stay in."""

import re
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from accounts import letters
from accounts.models import User
from newsroom import mail
from tests.factories import UserFactory, editor
from tests.factories.people import PASSWORD
from tests.post_offices import opened
from tests.tiers import some_in_a_quick_run

pytestmark = pytest.mark.django_db
LOGIN, RESET, SIGNUP = "/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"
OTHER = "evil.example"
# What browsers, proxies and parsers have been seen to take for another site.
ELSEWHERE = [
    "//evil.example", "///evil.example", "////evil.example/", "https:evil.example",
    "https:/evil.example", "https:///evil.example", "http:evil.example", "HTTPS://EVIL.EXAMPLE",
    "https://evil.example", "https://testserver@evil.example", "https://testserver.evil.example",
    "https://evil.example#testserver", "https://evil.example?testserver",
    "//evil.example\\@testserver",
    "/\\evil.example", "\\/evil.example", "\\\\evil.example", "/\\/evil.example", "\\evil.example",
    "\t//evil.example", "/\t/evil.example", "/\n/evil.example", "/\r/evil.example",
    " //evil.example", "\u00a0//evil.example", "\u2028//evil.example", "\ufeff//evil.example",
    "／／evil.example", "/／evil.example", "//evil。example", "//evil%E3%80%82example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
    "vbscript:x", "//[::1]/", "//0x7f000001/", "ftp://evil.example", "//evil.example:80",
    "x:/evil.example", "//user:pass@evil.example", "/" + "\\" * 9 + "evil.example",
    "%2f%2fevil.example", "//%65vil.example", "?next=//evil.example", "#//evil.example",
]  # fmt: skip


def is_here(location):
    """Whether a browser that follows this stays; as browsers read it, not as Python does."""
    as_read = re.sub(r"[\t\r\n]", "", location).lstrip().replace("\\", "/")
    return as_read.startswith("/") and not as_read.startswith("//") and not urlsplit(as_read).netloc


@pytest.mark.parametrize("elsewhere", some_in_a_quick_run(ELSEWHERE, 4))
def test_no_page_that_leads_on_leads_to_another_site(member, elsewhere):
    """Log in, sign up, log out, ask again, the colours; by the address and by the form."""
    inside = Client()
    inside.force_login(member)
    asked = [
        Client().post(LOGIN, {"login": member.email, "password": PASSWORD, "next": elsewhere}),
        Client().get(LOGIN, {"next": elsewhere}),
        Client().post("/reading/", {"back": elsewhere, "next": elsewhere, "colours": "dark"}),
        inside.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": elsewhere}),
        inside.get("/accounts/reauthenticate/", {"next": elsewhere}),
        inside.get(LOGIN, {"next": elsewhere}),
        inside.get(SIGNUP, {"next": elsewhere}),
        inside.post("/accounts/logout/", {"next": elsewhere}),
    ]
    for answer in asked:
        assert answer.status_code < 500
        assert is_here(answer.get("Location", "/")), answer.request["PATH_INFO"]
        links = re.findall(r'(?:href|action)="([^"]*)"', answer.content.decode())
        assert not [link for link in links if urlsplit(link).netloc == OTHER]


@pytest.mark.parametrize(
    "host",
    [OTHER, "testserver.evil.example", "testserver:80@evil.example", "evil.example:80", "a b", "",
     "testserver, evil.example", "testserver/evil", "[::1", "testserver\\.evil.example", "*",
     "%2f", ".testserver."],
)  # fmt: skip
@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED"])
def test_no_word_of_the_request_about_its_host_gets_into_a_letter(member, mailoutbox, header, host):
    answer = Client().post(RESET, {"email": member.email}, **{header: host})

    assert answer.status_code in (302, 400)
    assert OTHER not in answer.content.decode() + answer.get("Location", "")
    for letter in mailoutbox:
        html = letter.alternatives[0].content
        assert {
            urlsplit(link).netloc for link in re.findall(r'https?://[^\s"<]+', letter.body + html)
        } == {"testserver"}


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\u2028", "\x0b", "%0d%0a"])
def test_no_line_of_a_field_becomes_a_header_at_a_real_mail_server(settings, break_):
    evil = f"Bo{break_}Bcc: all@evil.example{break_}{break_}Click here"
    with opened(settings) as office:
        for email in ("bo@example.org", f"bo@example.org{break_}Bcc: all@evil.example"):
            Client().post(
                SIGNUP, {"name": evil, "email": email, "password1": "four unrelated words"}
            )
            Client().post(RESET, {"email": email})
        person = UserFactory(email="eve@example.org", name=evil)
        settings.SITE_NAME = evil
        letters.tell(person, "app set up")
        mail.send("address_changed", person.email, when=evil, from_email=evil, to_email=evil)

    assert office.letters
    assert {to for receivers in office.receivers for to in receivers} <= {
        "bo@example.org", "eve@example.org",
    }  # fmt: skip
    assert [letter for letter in office.letters if letter["Bcc"] or letter["Cc"]] == []


@pytest.mark.parametrize("email", ["bo+news@example.org", "BO@EXAMPLE.ORG", "bo@bücher.example",
                                   "😀@example.org", "b\u200bo@example.org", "bo@exa\u00admple.org",
                                   "e\u0301@example.org", "bo@example.org\u202e"])  # fmt: skip
@pytest.mark.parametrize("path", [LOGIN, RESET, SIGNUP])
def test_an_odd_address_is_taken_or_refused_in_words(member, path, email):
    sent = {"email": email, "login": email, "name": "Bo", "password": PASSWORD}
    answer = Client().post(path, sent | {"password1": "four unrelated words"})

    assert answer.status_code in (302, 422)
    assert not User.objects.filter(email__regex="[\u200b\u00ad\u202e]").exists()


@pytest.mark.parametrize(
    "cookies",
    [
        "sessionid=garbage", "sessionid=" + "x" * 64_000, "sessionid=../../etc/passwd",
        "csrftoken=\x01", "known_device=" + "a" * 9000, "sessionid=é; sessionid=ü",
        "; ".join(f"c{n}={'x' * 120}" for n in range(500)), 'sessionid="', "=;=;=", "sessionid=%00",
        "typed_address=x:y:z", "messages=[[0]]",
    ],
)  # fmt: skip
def test_a_cookie_that_nobody_gave_makes_nobody_of_anybody(member, cookies):
    for path in (LOGIN, "/accounts/profile/", "/admin/", "/"):
        answer = Client(headers={"cookie": cookies}).get(path)
        assert answer.status_code in (200, 302, 400, 431), path
        assert "Bo Lind" not in answer.content.decode()


def test_a_session_of_somebody_elses_making_opens_nothing(member):
    """What a session says of who it belongs to counts only with the seal of their password."""
    for sealed in ({}, {"_auth_user_hash": "x" * 64}, {"_auth_user_hash": ""}):
        forged = SessionStore()
        forged.update({"_auth_user_id": str(member.pk), "_auth_user_backend":
                       "allauth.account.auth_backends.AuthenticationBackend"} | sealed)  # fmt: skip
        forged.save()
        client = Client()
        client.cookies["sessionid"] = forged.session_key
        assert client.get("/accounts/profile/").status_code == 302
        assert get_user(client).is_anonymous


def test_a_key_that_was_there_before_is_another_one_after_log_in(member):
    client = Client()
    planted = SessionStore()
    planted.save()
    client.cookies["sessionid"] = planted.session_key

    client.post(LOGIN, {"login": member.email, "password": PASSWORD})

    assert client.cookies["sessionid"].value != planted.session_key
    there = Client()
    there.cookies["sessionid"] = planted.session_key
    assert get_user(there).is_anonymous


SMUGGLED = {
    "is_superuser": "on", "is_staff": "on", "is_active": "", "groups": "1", "id": "1", "pk": "1",
    "user_permissions": "1", "password": "x", "date_joined": "2000-01-01", "session_epoch": "7",
    "second_factor_due": "2099-01-01", "story_letters": "", "email": "eve@example.org",
}  # fmt: skip


def test_rights_cannot_be_smuggled_into_any_form_of_an_account(client, member):
    client.force_login(member)
    before = User.objects.filter(pk=member.pk).values().get()
    for path in ("/accounts/profile/", "/accounts/password/change/", "/accounts/data/",
                 "/accounts/sessions/", "/accounts/second-step/totp/activate/"):  # fmt: skip
        client.post(path, SMUGGLED | {"name": "Bo Lind"})

    after = User.objects.filter(pk=member.pk).values().get()
    assert after == before


def test_an_editor_makes_nobody_a_superuser(client):
    ana = editor(email="ana@example.org")
    client.force_login(ana)
    for path in (f"/admin/accounts/user/{ana.pk}/change/", "/admin/accounts/user/add/"):
        assert client.post(path, SMUGGLED).status_code in (302, 403, 404)
    ana.refresh_from_db()
    assert (ana.is_superuser, ana.email) == (False, "ana@example.org")


@pytest.mark.parametrize(
    "ending", ["x.css", "x.js", ";x.css", "%0a.png", "%23", "%3f.css", "%2f..%2fx.css", "..%2fx.js"]
)
def test_an_account_under_the_name_of_a_file_is_kept_by_nobody(client, member, ending):
    client.force_login(member)

    answer = client.get(f"/accounts/profile/{ending}")

    assert answer.status_code in (301, 302, 400, 404)
    assert "no-store" in answer["Cache-Control"]
    assert member.email not in answer.content.decode()


@pytest.mark.parametrize(
    "origin",
    ["null", "https://evil.example", "http://testserver.evil.example", "http://testserver:81"],
)
def test_a_form_that_another_site_sends_is_refused(member, origin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    page = client.get("/accounts/profile/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]

    answer = client.post(
        "/accounts/profile/",
        {"name": "Eve", "csrfmiddlewaretoken": token},
        headers={"origin": origin},
    )

    assert answer.status_code == 403
    member.refresh_from_db()
    assert member.name == "Bo Lind"


def test_a_new_secret_of_the_site_logs_nobody_out_while_the_old_one_is_named(
    client, member, settings
):
    client.post(LOGIN, {"login": member.email, "password": PASSWORD})
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another secret " * 5, [old]
    assert client.get("/accounts/profile/").status_code == 200  # and is sealed anew by it

    settings.SECRET_KEY_FALLBACKS = []
    assert client.get("/accounts/profile/").status_code == 200

    settings.SECRET_KEY = "a third one " * 5
    assert client.get("/accounts/profile/").status_code == 302
