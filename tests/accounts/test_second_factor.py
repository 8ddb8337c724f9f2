"""The second step at log-in: who needs it, that it is asked for, that a code is good once."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.second_factor import secrets
from tests.factories import StoryFactory, UserFactory, editor
from tests.factories.people import PASSWORD

from .second_steps import CODE, code, log_in, recovery_codes, set_up

pytestmark = pytest.mark.django_db
INDEX = "/accounts/second-step/"


@pytest.fixture
def ed():
    return editor(email="ed@example.org", name="Ed Marlow")


@pytest.fixture
def strict(settings):
    settings.STAFF_SECOND_FACTOR = "required"
    settings.STAFF_SECOND_FACTOR_GRACE_DAYS = 0
    return settings


def test_the_password_alone_opens_nothing_once_there_is_a_second_step(client, ed):
    secret = set_up(ed)

    assert log_in(client, ed, next="/admin/articles/").url == CODE
    assert get_user(client).is_anonymous
    # Half-way in is not in: no desk, no account, and no way to do away with the step.
    for page in (
        "/admin/",
        "/accounts/profile/",
        "/accounts/sessions/",
        INDEX,
        f"{INDEX}totp/deactivate/",
    ):
        assert client.get(page).status_code == 302, page
        assert "/login/?next=" in client.get(page).url, page
    assert client.post(f"{INDEX}totp/deactivate/").status_code == 403

    assert client.post(CODE, {"code": "000000"}).status_code == 422
    answer = client.post(CODE, {"code": code(secret)})

    assert answer.url == "/admin/articles/"
    assert get_user(client) == ed


def test_a_code_is_good_for_once_whatever_becomes_of_the_cache(ed):
    secret = set_up(ed)
    shown = code(secret)
    first, thief = Client(), Client()
    log_in(first, ed)
    log_in(thief, ed)

    assert first.post(CODE, {"code": shown}).status_code == 302
    cache.clear()
    refused = thief.post(CODE, {"code": shown})

    assert refused.status_code == 422
    assert "has been used" in refused.content.decode()
    assert thief.post(CODE, {"code": code(secret, step=-1)}).status_code == 422, (
        "older than the last"
    )
    assert thief.post(CODE, {"code": code(secret, step=1)}).status_code == 302


def test_a_recovery_code_takes_its_place_once_and_the_owner_hears_of_it(client, ed, mailoutbox):
    set_up(ed)
    one = recovery_codes(ed)[3]
    log_in(client, ed)
    assert client.post(CODE, {"code": f"{one[:4]} {one[4:]}"}).status_code == 302

    assert "A recovery code was used." in mailoutbox[-1].body
    again = Client()
    log_in(again, ed)
    assert again.post(CODE, {"code": one}).status_code == 422
    assert len(recovery_codes(ed)) == 9


def test_the_eleventh_wrong_code_has_to_wait(client, ed):
    secret = set_up(ed)
    log_in(client, ed)
    for _ in range(10):
        assert client.post(CODE, {"code": "000000"}).status_code == 422

    refused = client.post(CODE, {"code": code(secret)})

    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert get_user(client).is_anonymous


def test_a_new_password_by_letter_does_not_do_away_with_the_second_step(client, ed, mailoutbox):
    from tests.accounts.test_password_reset import NEW, ask, choose, link_in, open_link

    set_up(ed)
    ask(client, ed.email)
    choose(client, open_link(client, link_in(mailoutbox[0])))

    assert log_in(client, ed, password=NEW).url == CODE
    assert get_user(client).is_anonymous


def test_the_desk_opens_during_the_days_of_grace_and_says_until_when(client, ed, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    client.force_login(ed)

    page = client.get("/admin/").content.decode()

    assert "opens only with a second step" in page
    ed.refresh_from_db()
    assert 13 < (ed.second_factor_due - timezone.now()).total_seconds() / 86400 < 14.01
    ed.second_factor_due = timezone.now()
    ed.save()
    assert client.get("/admin/articles/story/").status_code == 302


def test_then_it_is_shut_with_all_that_staff_may_see_until_there_is_one(client, ed, strict):
    draft = StoryFactory()
    client.force_login(ed)

    assert client.get("/admin/?x=1").url == f"{INDEX}?next=%2Fadmin%2F%3Fx%3D1"
    assert client.get(draft.get_absolute_url()).status_code == 404, "a draft is the desk's"
    asked = client.post("/admin/find/", {"q": "x"}, headers={"accept": "application/json"})
    assert asked.status_code == 401
    refused = client.post("/admin/articles/story/add/", {"version-title": "What I typed"})
    assert refused.status_code == 403
    assert "What I typed" in refused.content.decode()
    assert "no longer opens without" in client.get(INDEX).content.decode()

    set_up(ed)

    assert client.get("/admin/").status_code == 200


def test_readers_need_none(client, strict):
    client.force_login(UserFactory())

    assert client.get("/accounts/profile/").status_code == 200


@pytest.mark.parametrize(
    ("address", "headers", "is_let_in"),
    [
        ("127.0.0.1", {}, True),
        ("192.0.2.7", {}, False),
        ("127.0.0.1", {"x-forwarded-for": "192.0.2.7"}, False),
        ("::1", {}, True),
    ],
)
def test_only_who_sits_at_the_machine_is_let_into_a_demo_without(
    ed, settings, address, headers, is_let_in
):
    settings.STAFF_SECOND_FACTOR_GRACE_DAYS = 0
    client = Client(REMOTE_ADDR=address)
    client.force_login(ed)

    answer = client.get("/admin/", headers=headers)

    assert answer.status_code == (200 if is_let_in else 302)
    if is_let_in:
        assert "comes in without a second step" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_and_removed_and_letters_say_so(client, ed, mailoutbox):
    stranger = Client()
    stranger.force_login(ed)
    log_in(client, ed)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get(f"{INDEX}totp/activate/")
    secret = page.context["form"].secret
    assert page.content.decode().count('<svg class="qr"') == 1

    assert client.post(f"{INDEX}totp/activate/", {"code": "12"}).status_code == 422
    done = client.post(f"{INDEX}totp/activate/", {"code": code(secret)})

    assert done.url == f"{INDEX}recovery-codes/"
    assert secret not in str(Authenticator.objects.values_list("data"))
    assert "An app for codes was set up." in mailoutbox[-1].body
    assert get_user(stranger).is_anonymous, "who knew the password alone is put out"
    listed = client.get(done.url).content.decode()
    one = recovery_codes(ed)[0]
    assert f"{one[:4]} {one[4:]}" in listed
    assert one[:4] in client.get(f"{INDEX}recovery-codes/download/").content.decode()

    assert client.post(f"{INDEX}totp/deactivate/").status_code == 302
    assert "The app for codes was removed." in mailoutbox[-1].body
    assert not Authenticator.objects.exists()


def test_who_has_lost_everything_is_let_in_again_at_the_command_line(
    client, ed, mailoutbox, capsys
):
    set_up(ed)
    client.force_login(ed)

    call_command("remove_second_factor", "Ed@Example.org")

    assert "ed@example.org logs in with the password alone" in capsys.readouterr().out
    assert "The newsroom has removed it." in mailoutbox[-1].body
    assert get_user(client).is_anonymous
    assert log_in(client, ed).url != CODE


def test_secrets_follow_a_new_key_of_the_site_and_one_that_is_lost_lets_nobody_in(
    client, ed, settings
):
    secret = set_up(ed)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key " * 5
    settings.SECRET_KEY_FALLBACKS = [old]
    secrets.rotate_all()
    settings.SECRET_KEY_FALLBACKS = []
    log_in(client, ed)
    assert client.post(CODE, {"code": code(secret)}).status_code == 302

    settings.SECRET_KEY = "a third that nobody told us the second of, alas"
    log_in(other := Client(), ed)
    assert other.post(CODE, {"code": code(secret, step=1)}).status_code == 422


FORGED = [
    "", "null", "[]", "{", '"x"', "1e999", "[" * 10_000, "{}",
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}',
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {
        "clientDataJSON": "AA", "attestationObject": "_w", "authenticatorData": "AA",
        "signature": "AA", "userHandle": "MQ"}}),
    json.dumps({"id": 1, "rawId": [], "response": {"userHandle": {"a": "\0"}}}),
    "x" * 200_000,
]  # fmt: skip


@pytest.mark.parametrize("page", ["add", "authenticate", "login"])
def test_no_forged_passkey_is_taken_and_none_breaks_the_page(client, ed, page):
    set_up(ed)
    address = f"{INDEX}webauthn/{page}/"
    if page == "add":
        log_in(client, ed)
        client.post(CODE, {"code": recovery_codes(ed)[0]})
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    elif page == "authenticate":
        address = CODE
        log_in(client, ed)
    for number, forged in enumerate(FORGED):
        if page == "authenticate" and number % 8 == 7:
            cache.clear()
        if page == "login":
            client.get(address, headers={"accept": "application/json"})  # the challenge
        answer = client.post(address, {"credential": forged, "name": "x"})
        assert answer.status_code == (302 if page == "login" else 422), forged[:80]
    assert not Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).exists()
    assert page == "add" or get_user(client).is_anonymous


def test_a_passkey_that_somebody_found_is_not_enough(client, ed):
    """Browsers are told to ask for a finger, a face or a PIN, and answers without are refused."""
    client.force_login(ed)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get(f"{INDEX}webauthn/add/").text
    options = json.loads(re.search(r'id="passkey-options"[^>]*>(.*?)</script>', page, re.DOTALL)[1])
    chosen = options["publicKey"]["authenticatorSelection"]
    login = reverse("mfa_login_webauthn")
    way_in = Client().get(login, headers={"accept": "application/json"}).json()

    assert chosen["userVerification"] == "required"
    assert way_in["request_options"]["publicKey"]["userVerification"] == "required"
