"""Log-ins: how long they last, where they are, and how they end on the server."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import sessions
from accounts.sessions.browsers import browser_of, system_of
from tests.factories import UserFactory, editor
from tests.factories.people import PASSWORD

from .second_steps import log_in

pytestmark = pytest.mark.django_db
PAGE = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
    "like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
)


@pytest.fixture
def member():
    return UserFactory(email="bo@example.org")


@pytest.fixture
def computer(member):
    computer = Client(headers={"user-agent": FIREFOX})
    log_in(computer, member)
    return computer


@pytest.fixture
def telephone(member):
    telephone = Client(headers={"user-agent": SAFARI})
    log_in(telephone, member)
    return telephone


@pytest.mark.parametrize(
    ("agent", "browser", "system"),
    [
        (FIREFOX, "Firefox", "Windows"),
        (SAFARI, "Safari", "iPhone"),
        (EDGE, "Edge", "Windows"),
        ("curl/8", "", ""),
    ],
)
def test_a_browser_is_called_what_its_owner_calls_it(agent, browser, system):
    assert (browser_of(agent), system_of(agent)) == (browser, system)


def test_one_sees_where_one_is_logged_in_and_ends_one_or_all(computer, telephone, member):
    page = computer.get(PAGE).content.decode()
    assert "Firefox, Windows" in page
    assert "Safari, iPhone" in page
    other = UserSession.objects.get(user_agent=SAFARI)
    stranger = Client()
    log_in(stranger, UserFactory())
    stranger.post("/accounts/reauthenticate/", {"password": PASSWORD})
    stranger.post(PAGE, {"session": other.pk})
    assert get_user(telephone) == member, "nobody ends another's"

    asked = computer.post(PAGE, {"session": other.pk})
    assert asked.url.startswith("/accounts/reauthenticate/"), "first the password again"
    assert computer.post(asked.url, {"password": PASSWORD}).status_code == 302
    assert get_user(telephone).is_anonymous

    log_in(telephone, member)
    assert computer.post(PAGE, {"session": "others"}).url == PAGE
    assert get_user(telephone).is_anonymous
    assert get_user(computer) == member
    for nonsense in ("", "x", "9" * 30, "-1", "\0"):
        assert computer.post(PAGE, {"session": nonsense}).status_code == 302


def at(**since):
    return time_machine.travel(timezone.now() + timedelta(**since), tick=False)


def is_in(client):
    return client.get("/accounts/profile/").status_code == 200


def test_staff_are_logged_out_half_a_day_after_their_last_use_and_a_week_after_the_first():
    ed = editor()
    idle, busy = Client(), Client()
    log_in(idle, ed)
    log_in(busy, ed)

    for hours in range(11, 7 * 24, 11):
        with at(hours=hours):
            assert is_in(busy), hours
    with at(hours=13):
        assert not is_in(idle)
    with at(days=7, minutes=1):
        assert not is_in(busy)


@pytest.mark.parametrize(("of_role", "days"), [(editor, 7), (UserFactory, 30)])
def test_a_row_that_stays_longer_than_it_should_opens_nothing(of_role, days):
    """Whatever else sets the end of a session: the time since the log-in is asked for itself."""
    client = Client()
    log_in(client, of_role())
    Session.objects.update(expire_date=timezone.now() + timedelta(days=365))

    with at(days=days, minutes=1):
        assert not is_in(client)
    assert not Session.objects.exists()


def test_readers_stay_logged_in_for_thirty_days(computer):
    with at(days=29):
        assert is_in(computer)
    with at(days=30, minutes=1):
        assert not is_in(computer)


def test_a_use_is_written_down_now_and_then(computer, django_assert_num_queries):
    with at(minutes=11):
        is_in(computer)
        assert UserSession.objects.get().last_seen_at == timezone.now()
        with django_assert_num_queries(4):
            is_in(computer)


@pytest.mark.parametrize("change", ["role", "role of a group", "desk", "closed"])
def test_another_role_or_none_ends_every_session(change):
    ed = editor()
    client = Client()
    client.force_login(ed)
    assert get_user(client) == ed
    group = Group.objects.get(name="Reporter")

    if change == "role":
        ed.groups.set([group])
    elif change == "role of a group":
        group.user_set.add(ed)
    elif change == "desk":
        ed.is_staff = False
        ed.save()
    else:
        ed.is_active = False
        ed.save(update_fields=["is_active"])
        ed.is_active = True  # back again, and the old session stays dead
        ed.save(update_fields=["is_active"])

    assert get_user(client).is_anonymous


def test_each_change_ends_those_that_began_after_the_last_one():
    ed = editor()
    for _ in range(3):
        client = Client()
        client.force_login(ed)
        ed.end_sessions()
        assert get_user(client).is_anonymous


def test_another_password_ends_them_also_of_who_was_put_out_before():
    ed = editor()
    ed.end_sessions()
    client = Client()
    client.force_login(ed)
    assert get_user(client) == ed
    ed.set_password("four unrelated words of mine")
    ed.save()
    assert get_user(client).is_anonymous


def test_another_name_ends_none(computer, member):
    member.refresh_from_db()
    member.name = "Another"
    member.save()

    assert get_user(computer) == member


def test_the_worker_clears_what_is_over(computer, telephone):
    with at(days=20):
        log_in(Client(), UserFactory())
    with at(days=31):
        sessions.clear_old()

    assert Session.objects.count() == UserSession.objects.count() == 1
