"""Who is invited sets up everything from the letter alone, and nothing works without it."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from accounts import roles
from accounts.models import Restriction, User
from articles import colleagues
from articles.models import Invitation, Record
from tests.accounts.second_steps import set_up
from tests.factories import SectionFactory, UserFactory, administrator, chief_editor, reporter
from tests.factories.people import PASSWORD

from . import link_in, link_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked_for_a_second_step(settings):
    settings.STAFF_SECOND_FACTOR = "required"


GOOD = "cobalt ferry umbrella ninety"
FORM = {"name": "Jo Lindqvist", "password1": GOOD}
ADDRESS = "jo@example.org"


def invited(role="Reporter", sections=(), by=None):
    return colleagues.invite(ADDRESS, role, sections, by=by or administrator(name="Odile"))


def test_a_letter_leads_to_name_password_and_second_step(client, mailoutbox, settings):
    settings.SITE_URL = "https://paper.example"
    invited()
    [letter] = mailoutbox
    assert letter.to == [ADDRESS]
    assert "Odile" in letter.body
    assert "https://paper.example/accounts/invited/" in letter.body
    path = link_in(letter)

    page = client.get(path)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    answer = client.post(path, FORM)

    assert answer.url == "/accounts/second-step/"
    jo = User.objects.get(email=ADDRESS)
    assert (jo.name, jo.is_staff, roles.roles_of(jo)) == ("Jo Lindqvist", True, ("Reporter",))
    assert jo.emailaddress_set.get().verified
    assert client.get("/admin/").status_code == 200
    # To set up a second step they are not asked for the password again.
    assert client.get("/accounts/second-step/totp/activate/").status_code == 200


def test_where_the_desk_asks_for_one_at_once_it_stays_shut_until_it_is_set_up(client, settings):
    settings.STAFF_SECOND_FACTOR_GRACE_DAYS = 0
    assert client.post(link_of(invited()), FORM).url == "/accounts/second-step/"
    assert client.get("/admin/").status_code == 302

    set_up(User.objects.get(email=ADDRESS))
    assert client.get("/admin/").status_code == 200


def test_a_link_is_answered_once(client):
    path = link_of(invited())
    client.post(path, FORM)
    client.logout()

    assert client.get(path).status_code == 410
    assert client.post(path, FORM | {"password1": "another good pass phrase"}).status_code == 410
    assert User.objects.get(email=ADDRESS).check_password(GOOD)


def test_nothing_is_given_before_it_is_answered():
    invited("Editor")
    assert not User.objects.filter(email=ADDRESS).exists()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"name": "", "password1": GOOD}, "Enter your name."),
        ({"name": "Jo", "password1": "fourteen chars"}, "at least 15 characters; these are 14"),
        ({"name": "Jo Lindqvist", "password1": "JoLindqvistJoLindqvist"}, "your name"),
    ],
)
def test_what_is_not_good_enough_is_refused_in_words_and_what_was_typed_comes_back(
    client, form, words
):
    answer = client.post(link_of(invited()), form)
    assert answer.status_code == 422
    assert words in answer.text
    if form["name"]:
        assert f'value="{form["name"]}"' in answer.text
    assert not User.objects.filter(email=ADDRESS).exists()


def _too_old(invitation):
    Invitation.objects.update(ends_at=timezone.now() - timedelta(seconds=1))


def _withdrawn(invitation):
    colleagues.withdraw(invitation, by=administrator())


def _sent_again(invitation):
    colleagues.send_again(invitation, by=administrator())


def _inviter_has_left(invitation):
    colleagues.remove(invitation.invited_by, by=administrator())


def _inviter_gives_it_no_more(invitation):
    colleagues.give_role(invitation.invited_by, "Editor", by=administrator())


@pytest.mark.parametrize(
    "became", [_too_old, _withdrawn, _sent_again, _inviter_has_left, _inviter_gives_it_no_more]
)
def test_a_link_that_opens_nothing_any_more_says_so(client, became):
    invitation = invited(by=chief_editor())
    path = link_of(invitation)
    became(invitation)

    answer = client.post(path, FORM)
    assert answer.status_code == 410
    assert "This link no longer works" in answer.text
    assert not User.objects.filter(email=ADDRESS).exists()


@pytest.mark.parametrize("key", ["x", "WzEsMV0:1abc:forged", "%00", "a" * 3000, "é"])
def test_a_forged_link_opens_nothing(client, key):
    invited()
    assert client.get(f"/accounts/invited/{key}/").status_code in (404, 410)


def test_the_letter_that_was_sent_again_opens_it(client, mailoutbox):
    invitation = invited()
    colleagues.send_again(invitation, by=administrator())
    first, second = map(link_in, mailoutbox)
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_forged_fields_give_no_more_than_was_offered(client):
    client.post(link_of(invited()), FORM | {"is_superuser": "1", "role": "Administrator"})
    jo = User.objects.get(email=ADDRESS)
    assert not jo.is_superuser
    assert roles.roles_of(jo) == ("Reporter",)


# Who has an account already


def test_a_reader_logs_in_and_says_yes_and_keeps_name_and_password(client):
    jo = UserFactory(email=ADDRESS, name="Jo")
    city = SectionFactory()
    path = link_of(invited("Section editor", [city]))

    page = client.get(path)
    assert f"/accounts/login/?next={quote(path)}" in page.text
    assert client.post(path, FORM).status_code == 200  # nobody has said who they are
    assert not User.objects.get(pk=jo.pk).is_staff

    client.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    assert client.post(path).url == "/accounts/second-step/"
    jo.refresh_from_db()
    assert (jo.name, jo.is_staff) == ("Jo", True)
    assert jo.check_password(PASSWORD)
    assert list(jo.edited_sections.all()) == [city]
    assert client.get("/admin/").status_code == 200


def test_an_account_that_a_stranger_opened_with_their_address_is_theirs_from_then_on(client):
    stranger = UserFactory(email=ADDRESS, name="Mallory", password="of a stranger", confirmed=False)
    stranger.emailaddress_set.all().delete()
    set_up(stranger)

    client.post(link_of(invited()), FORM)

    jo = User.objects.get(email=ADDRESS)
    assert jo.check_password(GOOD)
    assert jo.name == "Jo Lindqvist"
    assert not jo.authenticator_set.exists()


def test_whoever_is_logged_in_as_somebody_else_answers_nothing(client):
    path = link_of(invited())
    client.force_login(UserFactory(name="Mallory"))
    page = client.post(path, FORM)
    assert "you are logged in as" in page.text
    assert not User.objects.filter(email=ADDRESS).exists()


def test_an_old_letter_takes_no_role_from_who_has_come_another_way(client):
    invitation = invited("Contributor")
    User.objects.create_superuser(ADDRESS, PASSWORD)
    client.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    assert client.post(link_of(invitation)).status_code == 410
    assert User.objects.get(email=ADDRESS).is_superuser


def test_a_banned_reader_who_is_asked_to_work_here_is_free():
    jo = UserFactory(email=ADDRESS)
    jo.restrict(Restriction.BANNED, until=timezone.now() + timedelta(days=1), because="Rude")
    colleagues.join(invited())
    jo.refresh_from_db()
    assert not jo.is_banned


# The log


def test_it_all_stands_in_the_log_without_the_address():
    boss = administrator(name="Odile")
    first = invited(by=boss)
    colleagues.send_again(first, by=boss)
    colleagues.withdraw(first, by=boss)
    jo = colleagues.join(invited("Editor", by=boss), name="Jo", password=GOOD)
    colleagues.give_role(jo, "Reporter", by=boss)
    colleagues.remove(jo, by=boss)

    lines = Record.objects.filter(kind="invitation").order_by("pk")
    assert [(line.action, line.by) for line in lines] == [
        ("invited", boss), ("invitation sent again", boss), ("invitation withdrawn", boss),
        ("invited", boss), ("joined", jo),
    ]  # fmt: skip
    assert {line.title for line in lines} == {"j…@example.org"}
    lines = Record.objects.filter(kind="user", object_id=jo.pk, action="rights changed")
    assert {line.by for line in lines} == {boss}
    told = [line.details.get("groups") for line in lines.order_by("pk")]
    assert [[], ["Editor"]] in told
    assert [["Reporter"], []] in told


def test_somebody_who_works_here_is_not_invited_again_nor_anybody_twice():
    reporter(email=ADDRESS)
    with pytest.raises(colleagues.Refused, match="works here already"):
        invited()
    boss = administrator()
    colleagues.invite("mo@example.org", "Reporter", by=boss)
    with pytest.raises(colleagues.Refused, match="has been invited already"):
        colleagues.invite("MO@example.org", "Editor", by=boss)
