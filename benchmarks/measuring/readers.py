"""Readers who come by the clock, and how long they wait."""

import contextlib
import http.client
import itertools
import ssl
import statistics
import time

PATIENCE = 5  # seconds
SITE = "testserver"
# Nobody vouches for the proxy's certificate.
TRUSTING = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
TRUSTING.check_hostname, TRUSTING.verify_mode = False, ssl.CERT_NONE


class Waits:
    """Seconds that readers waited for their pages; None for one in vain."""

    def __init__(self, name):
        self.name, self.waits = name, []

    def hundredth(self, number):
        """The milliseconds within which so many of a hundred had their page."""
        came = [wait * 1000 for wait in self.waits if wait is not None]
        return statistics.quantiles(came, n=100)[number - 1] if len(came) > 1 else 0.0

    def in_vain(self):
        return self.waits.count(None)


def at_rate(crowd, rate, began, is_over, do):
    """Have `do` done so often a second, each time at its moment, however long the others take,
    until a moment of which `is_over` is true."""
    for number in itertools.count():
        at = began + number / rate
        if is_over(at):
            return
        time.sleep(max(at - time.monotonic(), 0))
        crowd.submit(do, at)


def ask(door, method, path, *, body=None, headers=None, network=0):
    """The status of the answer and its headers, named in small letters; "none" for none in time.

    Of the networks that this machine is, 127.0.1.1, 127.0.2.1 …, the proxy sees which it was.
    """
    port, is_https = door
    source = (f"127.0.{network + 1}.1", 0)
    said = {"Host": SITE, "X-Forwarded-For": source[0]} | (headers or {})
    connection = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=PATIENCE, source_address=source
    )
    with contextlib.closing(connection):
        try:
            connection.connect()
            if is_https:
                connection.sock = TRUSTING.wrap_socket(connection.sock, server_hostname=SITE)
            connection.request(method, path, body, said)
            answer = connection.getresponse()
            answer.read()
        except OSError:
            return "none", []
    return answer.status, [(name.lower(), value) for name, value in answer.getheaders()]
