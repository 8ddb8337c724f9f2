"""What readers notice while the log-in is flooded.

    .venv/bin/python -m benchmarks.floods [--database URL] [--seconds 10] [--rounds 2]

Makes its own database as benchmarks.pages does, and serves it with granian (one worker, four
threads), with its page store and no other cache. Two readers ask for the front page again and
again, with nobody else and with sixteen who log in without a pause, from two hundred addresses, to
accounts that are not there. Rounds take turns. Ends with 1 if a reader got no page within five
seconds.
"""

import contextlib
import http.client
import itertools
import statistics
import sys
import threading
import time
from collections import Counter
from urllib.parse import urlencode

from benchmarks.demo_site import free_port, serving
from benchmarks.own_site import own_site, parse_arguments

READERS, INTRUDERS, ADDRESSES = 2, 16, 200
PATIENCE = 5  # seconds
TOKEN = "a" * 32  # of a browser, against forged requests
numbers = itertools.count()


def main():
    chosen = parse_arguments(rounds=2, seconds=10.0)
    commands = (["load_demo"], ["collectstatic", "--no-input"])
    found = {"quiet": ([], Counter()), "flooded": ([], Counter())}
    with own_site(chosen.database, *commands, TRUSTED_PROXIES="1", PAGE_STORE_MB="64"):
        port = free_port()
        with serving(port, "--blocking-threads", "4"):
            for _ in range(chosen.rounds):
                for name, (waits, log_ins) in found.items():
                    ask_for(chosen.seconds, port, waits, log_ins, is_flooded=name == "flooded")
    print(f"{'':<10}{'pages':>8}{'failed':>8}{'median':>10}{'99 of 100':>12}  log-ins, by status")
    for name, (waits, log_ins) in found.items():
        print(row(name, waits, log_ins))
    sys.exit(any(wait is None for wait in found["flooded"][0]))


def ask_for(seconds, port, waits, log_ins, *, is_flooded):
    """Add what each reader waited (None: in vain), and how log-ins were answered."""
    end = time.monotonic() + seconds
    crowd = [threading.Thread(target=read, args=(port, end, waits)) for _ in range(READERS)]
    if is_flooded:
        crowd += [
            threading.Thread(target=log_in, args=(port, end, log_ins)) for _ in range(INTRUDERS)
        ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()


def read(port, end, waits):
    while (began := time.monotonic()) < end:
        is_there = ask(port, "GET", "/") == 200
        waits.append(time.monotonic() - began if is_there else None)


def log_in(port, end, log_ins):
    while time.monotonic() < end:
        number = next(numbers)
        fields = {"login": f"reader{number}@example.org", "password": "a guess"}
        headers = {
            "X-Forwarded-For": f"203.0.113.{number % ADDRESSES}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"csrftoken={TOKEN}",
        }
        body = urlencode(fields | {"csrfmiddlewaretoken": TOKEN})
        log_ins[ask(port, "POST", "/accounts/login/", body, headers)] += 1


def ask(port, method, path, body=None, headers=None):
    """The status of the answer, or "none" if there is none in time."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with contextlib.closing(connection):
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            answer.read()
        except OSError:
            return "none"
    return answer.status


def row(name, waits, log_ins):
    came = [wait * 1000 for wait in waits if wait is not None]
    hundredths = statistics.quantiles(came, n=100)
    statuses = ", ".join(f"{status}: {times}" for status, times in sorted(log_ins.items(), key=str))
    return (
        f"{name:<10}{len(waits):>8}{len(waits) - len(came):>8}"
        f"{hundredths[49]:>7.0f} ms{hundredths[98]:>9.0f} ms  {statuses}"
    )


if __name__ == "__main__":
    main()
