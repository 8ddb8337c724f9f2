"""The desk's pages about colleagues."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts import roles
from accounts.models import User
from articles import colleagues, rights
from articles.admin.colleagues import table
from articles.models import Invitation
from tests.accounts.second_steps import set_up
from tests.factories import (
    SectionFactory,
    administrator,
    chief_editor,
    editor,
    moderator,
    reporter,
    section_editor,
)
from tests.factories.people import PASSWORD
from tests.html import on_one_line

from .desk import address

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/colleague/"


@pytest.fixture
def boss(client):
    boss = administrator(name="Odile")
    client.force_login(boss)
    prove(client)
    return boss


def prove(client):
    """Give the password once more, as is asked before rights are given or taken."""
    return client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def row_of(page, name):
    return next(row for row in page.split("<tr>")[2:] if name in row)


def test_the_list_says_who_works_here_as_what_and_who_lacks_a_second_step(client, boss):
    city = SectionFactory(name="City")
    set_up(section_editor(city, name="Mara"))
    editor(name="Bo")
    page = on_one_line(client.get(LIST).text)

    mara, bo, odile = (row_of(page, name) for name in ("Mara", "Bo", "Odile"))
    assert all(word in mara for word in ("Section editor", "City", "Yes", "Never"))
    assert all(word in bo for word in ("Editor", ">All<", ">No<"))
    assert "Administrator" in odile
    assert "Remove" not in odile


def test_the_list_asks_the_same_for_few_and_for_many(client, boss, django_assert_max_num_queries):
    with django_assert_max_num_queries(25) as few:
        client.get(LIST)
    before = len(few)
    for number in range(5):
        section_editor(SectionFactory())
        data = {"email": f"n{number}@example.org", "role": "Reporter"}
        client.post(address("colleague_add"), data)
    with django_assert_max_num_queries(before + 3):
        client.get(LIST)


def test_an_invitation_goes_out_is_sent_again_and_withdrawn(client, boss, mailoutbox):
    form = {"email": "Jo@Example.org", "role": "Reporter"}
    assert client.post(address("colleague_add"), form).url == LIST
    invitation = Invitation.objects.get()
    assert "jo@example.org" in client.get(LIST).text
    client.post(address("colleague_again", invitation.pk))
    assert [letter.to for letter in mailoutbox] == [["jo@example.org"]] * 2

    client.post(address("colleague_withdraw", invitation.pk))
    assert "jo@example.org</th>" not in client.get(LIST).text


def test_more_than_three_letters_an_hour_go_to_no_address(client, boss, mailoutbox):
    client.post(address("colleague_add"), {"email": "jo@example.org", "role": "Reporter"})
    invitation = Invitation.objects.get()
    for _ in range(4):
        page = client.post(address("colleague_again", invitation.pk), follow=True)
    assert len(mailoutbox) == 3
    assert "Three letters went to this address" in page.text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"email": "nobody", "role": "Reporter"}, "Enter one e-mail address"),
        ({"email": "jo@example.org"}, "Choose a role."),
        ({"email": "jo@example.org", "role": "Root"}, "Choose one of the roles"),
        ({"email": "jo@example.org", "role": "Section editor"}, "Choose the sections"),
        ({"email": "jo@example.org", "role": "Editor", "sections": "99"}, "Choose sections of"),
        ({"email": "ed@example.org", "role": "Reporter"}, "works here already"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_comes_back(client, boss, form, words):
    editor(email="ed@example.org")
    answer = client.post(address("colleague_add"), form)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{form["email"]}"' in answer.text
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "email",
    [
        "jo@example.org\r\nBcc: mallory@example.org",
        "jo\x00@example.org",
        "\ud800@example.org",
        "😀@😀.example",
        "a" * 100_000,
        "jo@example.org, mo@example.org",
        '"<script>"@example.org',
    ],
)
def test_no_address_breaks_the_form_or_a_letter(client, boss, mailoutbox, email):
    form = {"email": email.encode("utf-8", "replace").decode(), "role": "Reporter"}
    assert client.post(address("colleague_add"), form).status_code in (302, 422)
    for letter in mailoutbox:
        assert len(letter.recipients()) == 1
        assert "mallory" not in str(letter.message()["To"])


@pytest.mark.parametrize("number", ["0", "-1", "9" * 30, "1e3", "x"])
def test_a_number_of_nobody_leads_nowhere(client, boss, number):
    for page in ("change", "remove"):
        assert client.get(f"{LIST}{number}/{page}/").status_code == 404


def test_a_role_is_changed_and_somebody_removed(client, boss):
    ed, city = editor(name="Ed"), SectionFactory()
    form = {"role": "Section editor", "sections": [city.pk]}
    client.post(address("colleague_change", ed.pk), form)
    ed = User.objects.get(pk=ed.pk)
    assert roles.roles_of(ed) == ("Section editor",)
    assert rights.sections_of(ed) == {city.pk}

    assert "is logged out everywhere at once" in client.get(address("colleague_remove", ed.pk)).text
    client.post(address("colleague_remove", ed.pk))
    assert not User.objects.get(pk=ed.pk).is_staff
    assert client.get(address("colleague_change", ed.pk)).status_code == 404


REAUTHENTICATE = "/accounts/reauthenticate/"


@pytest.mark.parametrize("page", ["add", "change", "remove", "again"])
def test_at_a_screen_that_was_left_unlocked_nobody_gives_or_takes_a_role(client, page):
    boss, ed = administrator(), editor(name="Ed")
    invitation = colleagues.invite("jo@example.org", "Reporter", by=boss)
    client.force_login(boss)
    path = {"add": (), "again": (invitation.pk,)}.get(page, (ed.pk,))
    path = address(f"colleague_{page}", *path)
    for answer in (client.get(path), client.post(path, {"email": "mo@example.org",
                                                        "role": "Chief editor"})):  # fmt: skip
        assert answer.status_code == 405 or answer.url.startswith(REAUTHENTICATE)

    ed = User.objects.get(pk=ed.pk)
    assert roles.roles_of(ed) == ("Editor",)
    assert list(Invitation.objects.values_list("email", "letters")) == [("jo@example.org", 1)]


def test_what_was_sent_waits_for_the_password_and_is_done_once_it_is_given(client):
    client.force_login(administrator())
    form = {"email": "jo@example.org", "role": "Section editor", "sections": SectionFactory().pk}
    asked = client.post(address("colleague_add"), form).url
    assert asked == f"{REAUTHENTICATE}?next=%2Fadmin%2Farticles%2Fcolleague%2Fadd%2F"

    again = {"password": "a guess", "next": address("colleague_add")}
    assert client.post(REAUTHENTICATE, again).status_code == 422
    assert not Invitation.objects.exists()
    assert (
        client.post(REAUTHENTICATE, again | {"password": PASSWORD}, follow=True).status_code == 200
    )
    assert Invitation.objects.get().email == "jo@example.org"


def test_after_a_while_the_password_is_asked_for_once_more(client, boss):
    assert client.get(address("colleague_add")).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert client.get(address("colleague_add")).url.startswith(REAUTHENTICATE)


def test_a_chief_editor_finds_the_page_and_is_offered_what_is_below_them(client):
    client.force_login(chief_editor())
    prove(client)
    boss = administrator()
    assert "Colleagues" in client.get("/admin/").text
    page = client.get(address("colleague_add")).text
    assert 'value="Editor"' in page
    assert 'value="Chief editor"' not in page
    answer = client.post(
        address("colleague_add"), {"email": "jo@example.org", "role": "Administrator"}
    )
    assert answer.status_code == 422
    for page in ("change", "remove"):
        assert client.post(address(f"colleague_{page}", boss.pk)).status_code == 403


@pytest.mark.parametrize("of_role", [editor, section_editor, moderator, reporter])
def test_nobody_else_opens_any_of_it(client, of_role):
    boss = administrator()
    pages = [LIST, address("colleague_add"), address("colleague_roles")]
    pages += [address(f"colleague_{page}", boss.pk) for page in ("change", "remove")]
    client.force_login(of_role())
    for page in pages:
        assert client.get(page).status_code == 403, page
    for page in ("again", "withdraw"):
        assert client.post(address(f"colleague_{page}", 1)).status_code == 403
    assert LIST not in client.get("/admin/").text


def test_the_table_of_roles_is_made_from_the_rights_themselves(client, boss, monkeypatch):
    monkeypatch.setitem(
        rights.VERBS["articles.story"], "read_aloud", lambda user, story: user.role == "Reporter"
    )
    told = {(what, words): answers for what, words, answers in table.rows()}
    by_role = dict(zip(roles.IN_ORDER, told["Stories", "read aloud"], strict=True))

    assert by_role == dict.fromkeys(roles.IN_ORDER, "") | {
        "Reporter": "yes", "Administrator": "yes"
    }  # fmt: skip
    page = on_one_line(client.get(address("colleague_roles")).text)
    assert "read aloud" in page


def test_it_says_what_the_rights_say():
    rows = list(table.rows())
    [publish] = [answers for what, words, answers in rows if "publish" in words.split(", ")
                 and what == "Stories"]  # fmt: skip
    assert dict(zip(roles.IN_ORDER, publish, strict=True)) == {
        "Contributor": "", "Reporter": "", "Moderator": "", "Section editor": "in their sections",
        "Editor": "yes", "Chief editor": "yes", "Administrator": "yes",
    }  # fmt: skip
    assert ("Colleagues", "invite, change, remove", ("", "", "", "", "", "yes", "yes")) in rows


def test_none_of_djangos_pages_is_there_beside_them(client, boss):
    for path in (f"{LIST}{boss.pk}/delete/", f"{LIST}{boss.pk}/history/"):
        assert client.get(path).status_code == 404
    assert reverse("admin:articles_colleague_changelist") == LIST
