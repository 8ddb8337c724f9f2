import pytest
from django.test import RequestFactory

from newsroom.throttling import seconds_to_wait, visitor_address

pytestmark = pytest.mark.django_db


def test_the_sixth_try_of_five_has_to_wait():
    waits = [seconds_to_wait("login", "ana", times=5, seconds=600) for _ in range(6)]

    assert waits[:5] == [0] * 5
    assert 0 < waits[5] <= 600


def test_one_persons_tries_are_not_anothers():
    for _ in range(9):
        seconds_to_wait("login", "ana", times=5, seconds=600)

    assert seconds_to_wait("login", "bo", times=5, seconds=600) == 0
    assert seconds_to_wait("signup", "ana", times=5, seconds=600) == 0


@pytest.mark.parametrize(
    ("proxies", "claimed", "believed"),
    [
        (0, "1.1.1.1", "127.0.0.1"),
        (1, "6.6.6.6, 2.2.2.2", "2.2.2.2"),
        (2, "6.6.6.6, 2.2.2.2, 10.0.0.1", "2.2.2.2"),
        (1, "", "127.0.0.1"),
        (3, "2.2.2.2", "127.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(settings, proxies, claimed, believed):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"x-forwarded-for": claimed})

    assert visitor_address(request) == believed


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("2001:db8:0:1::1", "2001:db8:0:1::"),
        ("2001:db8:0:1:ffff:ffff:ffff:ffff", "2001:db8:0:1::"),
        ("2001:0DB8:0000:0001:0000:0000:0000:0002", "2001:db8:0:1::"),
        ("2001:db8:0:2::1", "2001:db8:0:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("::1", "::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::ffff:c000:201", "192.0.2.1"),
        ("::ffff:192.0.2.2", "192.0.2.2"),
        ("192.0.2.1", "192.0.2.1"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_whoever_has_a_network_is_counted_as_one_visitor(settings, address, counted):
    assert visitor_address(RequestFactory().get("/", REMOTE_ADDR=address)) == counted

    settings.TRUSTED_PROXIES = 1
    request = RequestFactory().get("/", headers={"x-forwarded-for": address}, REMOTE_ADDR=address)
    assert visitor_address(request) == counted
