"""Who may enter the desk, and who may say so."""

import io

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from accounts.models import User
from tests.factories import UserFactory, editor
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def boss(client):
    boss = User.objects.create_superuser("boss@example.org", PASSWORD, name="The boss")
    client.force_login(boss)
    return boss


def form(person, **changes):
    """What the desk's form sends for this person."""
    sent = {"email": person.email, "name": person.name}
    sent |= {name: "on" for name in ("is_staff", "is_active") if getattr(person, name)}
    return sent | changes


def test_the_desk_sends_people_to_the_one_log_in_page(client):
    response = client.get("/admin/", follow=True)

    assert response.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    assert 'name="next"' in response.content.decode()


def test_from_there_an_editor_gets_to_the_desk(client):
    someone = editor(email="ed@example.org")

    response = client.post(
        "/accounts/login/", {"login": someone.email, "password": PASSWORD, "next": "/admin/"}
    )

    assert response.url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_reader_who_asks_for_the_desk_is_told_no_and_sent_nowhere(client):
    client.force_login(UserFactory())

    response = client.get("/admin/", follow=True)

    assert response.status_code == 403
    assert len(response.redirect_chain) == 1


def test_the_first_superuser_needs_an_address_only_and_can_log_in(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command(
        "createsuperuser", email="Boss@Example.org", interactive=False, stdout=io.StringIO()
    )

    response = client.post(
        "/accounts/login/", {"login": "boss@example.org", "password": PASSWORD, "next": "/admin/"}
    )

    assert response.url == "/admin/"


def test_an_editor_sees_neither_people_nor_roles(client):
    client.force_login(editor())

    front = client.get("/admin/").content.decode()
    assert "/admin/accounts/" not in front
    for address in [PEOPLE, f"{PEOPLE}add/"]:
        assert client.get(address).status_code == 403
    for address in ["/admin/auth/group/", "/admin/auth/group/add/"]:
        assert client.get(address).status_code == 404


def test_an_editor_cannot_give_rights_even_with_every_permission_of_the_table(client):
    from django.contrib.auth.models import Permission

    someone = editor()
    someone.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
    client.force_login(someone)

    response = client.post(f"{PEOPLE}{someone.pk}/change/", form(someone, is_superuser="on"))

    assert response.status_code == 403
    someone.refresh_from_db()
    assert not someone.is_superuser


def test_an_address_moved_at_the_desk_tells_the_old_one(client, boss, mailoutbox):
    person = UserFactory(email="bo@example.org")

    client.post(f"{PEOPLE}{person.pk}/change/", form(person, email="bo@elsewhere.example"))

    person.refresh_from_db()
    assert person.email == person.emailaddress_set.get().email == "bo@elsewhere.example"
    assert [letter.to for letter in mailoutbox] == [["bo@example.org"]]


def test_the_desk_never_shows_or_sorts_by_a_password(client, boss):
    page = client.get(f"{PEOPLE}{boss.pk}/change/").content.decode()

    assert boss.password not in page
    assert "md5$" not in page
    assert client.get(PEOPLE, {"password__startswith": "md5"}).status_code == 400
    assert client.get(PEOPLE, {"q": "boss"}).status_code == 200


def test_no_form_of_djangos_gives_a_role_or_takes_a_colleague_away(client, boss):
    other, colleague = UserFactory(), editor()
    roles = {"groups": Group.objects.get(name="Editor").pk, "is_superuser": "on"}
    client.post(f"{PEOPLE}{boss.pk}/change/", {"email": boss.email, "name": "Me"})
    client.post(f"{PEOPLE}{other.pk}/change/", form(other, **roles, is_staff="on"))
    client.post(f"{PEOPLE}{colleague.pk}/change/", {"email": colleague.email, "name": "Ed"})
    selected = {"action": "delete_selected", "_selected_action": [colleague.pk], "post": "yes"}
    client.post(PEOPLE, selected)

    for person in (boss, other, colleague):
        person.refresh_from_db()
    assert [boss.is_staff, boss.is_active, boss.is_superuser] == [True, True, True]
    assert [other.is_staff, other.is_superuser, other.groups.count()] == [False, False, 0]
    assert (colleague.name, colleague.is_active, colleague.groups.count()) == ("Ed", True, 1)
    for person in (boss, colleague):
        gone = client.post(f"{PEOPLE}{person.pk}/delete/", {"post": "yes"})
        assert gone.status_code == 403
    assert client.get(f"{PEOPLE}add/").status_code == 403


def test_a_readers_account_is_closed_and_deleted_there(client, boss):
    other = UserFactory()
    client.post(f"{PEOPLE}{other.pk}/change/", {"email": other.email, "name": other.name})
    other.refresh_from_db()
    assert not other.is_active

    client.post(f"{PEOPLE}{other.pk}/delete/", {"post": "yes"})
    assert not User.objects.filter(pk=other.pk).exists()


def test_the_letter_can_be_sent_again_from_the_list(client, boss, mailoutbox):
    people = [UserFactory(), UserFactory(), UserFactory(is_active=False)]

    client.post(
        PEOPLE, {"action": "send_password_letter", "_selected_action": [p.pk for p in people]}
    )

    assert sorted(letter.to[0] for letter in mailoutbox) == sorted(p.email for p in people[:2])
