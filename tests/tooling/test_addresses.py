"""A phone in the same network finds the site, and nobody else is asked for it."""

import ipaddress
import socket

import pytest

from tooling import addresses

from .sentences import sentence_of


def test_a_host_that_is_not_this_machine_is_refused_in_one_sentence():
    with pytest.raises(SystemExit) as stopped:
        addresses.ensure_port_is_free("192.0.2.111", 8000)

    assert "choose another --host" in sentence_of(stopped)


@pytest.mark.parametrize("host", ["nowhere.invalid", "a b", "x" * 300, "ü" * 64])
def test_a_host_that_is_no_name_is_refused_in_one_sentence(host):
    with pytest.raises(SystemExit) as stopped:
        addresses.ensure_port_is_free(host, 8000)

    assert "choose another --host" in sentence_of(stopped)


def test_the_machines_own_addresses_are_addresses_one_can_listen_on():
    for address in addresses.own():
        assert not ipaddress.ip_address(address).is_loopback
        addresses.ensure_port_is_free(address, 0)


def test_nothing_is_sent_to_find_them(monkeypatch):
    kinds = []

    class Watched(socket.socket):
        def __init__(self, family, kind):
            kinds.append(kind)
            super().__init__(family, kind)

        def sendto(self, *_):
            pytest.fail("a datagram was sent")

        send = sendall = sendmsg = sendto

    monkeypatch.setattr(addresses.socket, "socket", Watched)
    addresses.own()

    assert set(kinds) == {socket.SOCK_DGRAM}  # whose connect() sends nothing


@pytest.fixture
def two_networks(monkeypatch):
    monkeypatch.setattr(addresses, "own", lambda: ["192.168.1.5", "fd00::5"])


def test_everywhere_means_every_address_of_the_family_that_is_listened_on(two_networks):
    assert addresses.reached_by(addresses.EVERYWHERE[0]) == ["192.168.1.5"]
    assert addresses.reached_by("::") == ["192.168.1.5", "fd00::5"]
    assert addresses.reached_by("127.0.0.1") == []


def test_requests_by_each_of_them_are_accepted(two_networks):
    accepted = addresses.accepted("::")

    assert accepted[:2] == ["192.168.1.5", "[fd00::5]"]
    assert {"localhost", "127.0.0.1", "[::1]", socket.gethostname()} <= set(accepted)


def test_without_everywhere_only_this_machine_is_accepted(two_networks):
    assert addresses.accepted("127.0.0.1") == ["127.0.0.1", "localhost", "[::1]"]


def test_addresses_are_written_as_a_browser_wants_them():
    assert addresses.url("fd00::5", 8000) == "http://[fd00::5]:8000"
    assert addresses.url("192.168.1.5", 8000) == "http://192.168.1.5:8000"
