"""Where the site listens, and the addresses by which a phone in the same network finds it."""

import argparse
import errno
import ipaddress
import socket

from tooling.places import stop

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104
# Addresses of documentation (RFC 5737, RFC 3849) and of private networks: on the way to one of
# them this machine would speak with an address of its own.
FAR_AWAY = {
    socket.AF_INET: ("192.0.2.1", "192.168.255.254", "10.255.255.254", "172.31.255.254"),
    socket.AF_INET6: ("2001:db8::1", "fd00::1"),
}


def port(text):
    """The number of a port that a program may ask for, from what was typed."""
    if text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text[:60]}” is no port, which is a number to 65535")


def ensure_port_is_free(host, number):
    try:
        family, _, _, _, address = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except (OSError, ValueError) as problem:
        if getattr(problem, "errno", None) == errno.EADDRINUSE:
            stop(f"port {number} is taken: stop what runs there or choose another with --port.")
        if getattr(problem, "errno", None) == errno.EACCES:
            stop(f"port {number} is kept for the system: choose one from 1024 with --port.")
        reason = getattr(problem, "strerror", None) or problem
        stop(f"cannot listen on {host} port {number} ({reason}): choose another --host or --port.")


def own():
    """This machine's addresses in the networks it is in, IPv4 first; no traffic is sent.

    A datagram socket that is connected sends nothing: the system only chooses the address that
    it would send from (connect(2)).
    """
    found = []
    for family, places in FAR_AWAY.items():
        for place in places:
            try:
                with socket.socket(family, socket.SOCK_DGRAM) as asked:
                    asked.connect((place, 9))
                    address = ipaddress.ip_address(asked.getsockname()[0].partition("%")[0])
            except (OSError, ValueError):  # no such network here
                continue
            if not (address.is_loopback or address.is_unspecified or address.is_link_local):
                found.append(str(address))
    return list(dict.fromkeys(found))


def reached_by(host):
    """The hosts by which others reach a site that listens on `host`, best first; may be none."""
    if host not in EVERYWHERE:
        return []
    return [each for each in own() if host == "::" or ":" not in each]


def accepted(host):
    """Every host that a request to a site on this machine may name."""
    names = [in_url(host), "localhost", "127.0.0.1", "[::1]"]
    if host in EVERYWHERE:
        name = socket.gethostname()
        names[0:1] = [in_url(each) for each in reached_by(host)]
        names += [name, f"{name.partition('.')[0]}.local"]
    return list(dict.fromkeys(names))


def from_here(host):
    """The host by which this machine itself reaches what listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def in_url(host):
    return f"[{host}]" if ":" in host else host


def url(host, number):
    return f"http://{in_url(host)}:{number}"
