"""Asking at an address that a stranger named, guarded against request forgery (SSRF).

Only http and https to public addresses. The name is resolved once, each of its addresses must be
public, and the connection goes to the address that was checked, so that the name cannot mean
another machine a moment later (DNS rebinding).
"""

import http.client
import ipaddress
import socket
import ssl
from contextlib import closing, suppress
from functools import partial
from threading import Timer
from urllib.parse import quote, urljoin, urlsplit

TIMEOUT = 5  # seconds, for each wait
DEADLINE = 60  # seconds, for the whole response: a server may drip
MAX_REDIRECTS = 3
PORTS = {"http": 80, "https": 443}
# IPv6 addresses with an IPv4 address inside: NAT64 (RFC 6052), 6to4 (RFC 3056), Teredo (RFC 4380)
# and the deprecated IPv4-compatible ones (RFC 4291).
IPV4_IN_IPV6 = [
    ipaddress.ip_network(net) for net in ("64:ff9b::/96", "2002::/16", "2001::/32", "::/96")
]
REDIRECTS = (301, 302, 303, 307, 308)
HEADERS = {"Accept-Encoding": "identity", "Connection": "close"}
FOR_A_PICTURE = HEADERS | {"User-Agent": "HarbourImport/1.0", "Accept": "image/*"}
# Some sites answer nobody who says less than a browser does.
FOR_A_LINK = HEADERS | {
    "User-Agent": "Mozilla/5.0 (compatible; HarbourLinkCheck/1.0)",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
}


class NotFetched(Exception):
    """Why there is no file, as a clause for a report."""


def fetch(address, *, max_bytes):
    """The bytes at `address`, an http or https URL; follows at most three redirects.

    Raises NotFetched, NoAnswer if the host is not known or does not answer within DEADLINE.
    """
    return _followed(address, partial(_body, max_bytes=max_bytes), FOR_A_PICTURE)


def status(address):
    """The status of the answer at `address` or where it leads, an int; nothing of it is read.

    Raises NotFetched and NoAnswer as `fetch` does.
    """
    return _followed(address, lambda response, host: response.status, FOR_A_LINK)


def _followed(address, read, headers):
    for _ in range(MAX_REDIRECTS + 1):
        found = _request(address, read, headers)
        if not isinstance(found, _Redirect):
            return found
        address = found.location
    raise NotFetched("it is redirected too often")


class NoAnswer(NotFetched):
    """The host did not answer; for its next file it will hardly do so either."""


class _Redirect:
    def __init__(self, location):
        self.location = location


def _request(address, read, headers):
    """What `read` makes of the response at this one address, or a _Redirect to the next."""
    scheme, host, port, path = _parts(address)
    ip = public_address(host, port)
    try:
        with (
            closing(socket.create_connection((ip, port), timeout=TIMEOUT)) as sock,
            # A duplicate to shut the connection down by: TLS detaches the first.
            closing(sock.dup()) as duplicate,
        ):
            timer = Timer(DEADLINE, _shut_down, [duplicate])
            timer.start()
            try:
                return _response(_with_tls(sock, scheme, host), address, path, read, headers)
            finally:
                timer.cancel()
    except (OSError, http.client.HTTPException, UnicodeError) as problem:
        raise NoAnswer(f"{host} did not answer ({_reason(problem)})") from problem


def _with_tls(sock, scheme, host):
    if scheme == "http":
        return sock
    return ssl.create_default_context().wrap_socket(sock, server_hostname=host)


def _response(sock, address, path, read, headers):
    connection = http.client.HTTPConnection(urlsplit(address).hostname, timeout=TIMEOUT)
    connection.sock = sock
    with closing(connection):
        connection.request("GET", path, headers=headers)
        # Itself too: it holds the socket, and what it is refused with may be kept for long.
        with closing(connection.getresponse()) as response:
            if response.status in REDIRECTS:
                return _Redirect(_joined(address, response.getheader("Location", "")))
            return read(response, connection.host)


def _joined(address, location):
    try:
        return urljoin(address, location)
    except ValueError as problem:  # "http://[half an address"
        raise NotFetched("its address is damaged") from problem


def _body(response, host, max_bytes):
    if response.status != 200:
        raise NotFetched(f"{host} answered {response.status}")
    data = bytearray()
    # One wait at a time; read() would wait for all of it.
    while chunk := response.read1(64 * 1024):
        data += chunk
        if len(data) > max_bytes:
            raise NotFetched(f"it is larger than {max_bytes // 1024 // 1024} MB")
    if response.length:
        raise NotFetched(f"{host} hung up before the end")
    return bytes(data)


def _parts(address):
    """(scheme, host, port, path with query), fit to be asked for. Raises NotFetched."""
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname, parts.port
        host = host and host.encode("idna").decode("ascii")
    except ValueError as problem:
        raise NotFetched("its address is damaged") from problem
    if parts.scheme not in PORTS:
        raise NotFetched("its address is not an http or https address")
    if not host or parts.username is not None or parts.password is not None:
        raise NotFetched("its address is damaged")
    if port is not None and port != PORTS[parts.scheme]:
        raise NotFetched(f"port {port} is asked for nothing")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return parts.scheme, host, PORTS[parts.scheme], path


def public_address(host, port):
    """An IP address of `host`, all of whose addresses are public. Raises NotFetched."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise NoAnswer(f"{host} is not known") from problem
    addresses = [sockaddr[0] for *_, sockaddr in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise NotFetched(f"{host} is not a public address")
    return addresses[0]


def is_public(address):
    """Whether an IP address, as text, is globally reachable and stands for no other address."""
    ip = ipaddress.ip_address(address)
    if ip.version == 6 and (
        ip.ipv4_mapped or ip.is_site_local or any(ip in net for net in IPV4_IN_IPV6)
    ):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _shut_down(sock):
    with suppress(OSError):  # it may have ended by itself
        sock.shutdown(socket.SHUT_RDWR)


def _reason(problem):
    return getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
