"""Whether the time of an answer tells who has an account.

    .venv/bin/python -m benchmarks.timing [--database URL] [--rounds 100]

Makes its own database as benchmarks.pages does, and serves it with granian and a worker. A stranger
asks for a new password, logs in and signs up in turns with addresses that have an account and
others that have none, so many of each, from as many networks; once while a mail server takes the
letters, once while nobody listens there. What is printed is the area under the curve (AUC) of a
classifier that knows the time alone: 0.5 is a coin, 1.0 is certainty. The control, a password too
long to be hashed, shows what it finds where there is something. Ends with 1 above 0.60.
"""

import http.client
import itertools
import os
import random
import signal
import statistics
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from urllib.parse import urlencode

from benchmarks.floods import TOKEN
from benchmarks.sites.demo import ROOT, free_port, serving
from benchmarks.sites.own import own_site, parse_arguments

MOST = 0.60
PASSWORD = "four unrelated short words"  # noqa: S105 of accounts that nobody else has
PAUSE = 0.05  # seconds, for the worker to begin with the letter before
numbers = itertools.count(1)


def main():
    chosen = parse_arguments(rounds=100)
    found = {}
    site = own_site(
        chosen.database, ["collectstatic", "--no-input"], TRUSTED_PROXIES="1", SMTP_TLS="off",
        SMTP_HOST="127.0.0.1", TASKS_BACKEND="django_tasks_db.DatabaseBackend",
    )  # fmt: skip
    with site:
        emails = members(6 * chosen.rounds)
        port = free_port()
        with serving(port, "--blocking-threads", "4"):
            for name, is_listening in (("letters go out", True), ("mail server down", False)):
                with post_office(is_listening) as smtp, worker(smtp):
                    for what, times in asked(port, chosen.rounds, emails):
                        found[f"{what}, {name}"] = times
    print(f"{'':<32}{'member':>10}{'stranger':>10}{'AUC':>7}")
    for what, times in found.items():
        one, other = (f"{statistics.median(each) * 1000:.1f} ms" for each in times)
        print(f"{what:<32}{one:>10}{other:>10}{auc(*times):>7.2f}")
    told = [auc(*times) for what, times in found.items() if not what.startswith("control")]
    sys.exit(max(told) > MOST)


def auc(ours, theirs):
    """How often a member's time is on the same side of a stranger's; of either side the better."""
    pairs = itertools.product(ours, theirs)
    above = sum((one > other) + (one == other) / 2 for one, other in pairs)
    share = above / (len(ours) * len(theirs))
    return max(share, 1 - share)


def asked(port, rounds, emails):
    """(what, (members' times, strangers')) of each form."""
    forms = {
        "new password": ("/accounts/password/reset/", lambda email: {"email": email}),
        "log-in": ("/accounts/login/", lambda email: {"login": email, "password": "a guess"}),
        "sign-up": (
            "/accounts/signup/",
            lambda email: {"name": "Bo Lind", "email": email, "password1": PASSWORD},
        ),
    }
    for what, (path, fields) in forms.items():
        times = ([], [])
        for _ in range(rounds):
            member = next(emails)
            stranger = f"stranger{next(numbers)}@example.org"
            # In turns, and which is first is left to chance: each finds what the other left behind.
            for which, email in random.sample([(0, member), (1, stranger)], 2):
                times[which].append(answered(port, path, fields(email)))
        yield what, times
    path, fields = forms["log-in"]
    times = ([], [])
    for _ in range(rounds):
        for which, password in enumerate(("a guess", "x" * 300)):
            sent = fields(f"control{next(numbers)}@example.org") | {"password": password}
            times[which].append(answered(port, path, sent))
    yield "control", times


def answered(port, path, fields):
    """Seconds until the answer was there."""
    number = next(numbers)
    headers = {
        "X-Forwarded-For": f"198.18.{number // 250}.{number % 250 + 1}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrftoken={TOKEN}",
    }
    body = urlencode(fields | {"csrfmiddlewaretoken": TOKEN})
    time.sleep(PAUSE * (1 + random.random()))
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.connect()
        began = time.perf_counter()
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        took = time.perf_counter() - began
    if answer.status not in (200, 302, 422):
        raise SystemExit(f"{path} answered {answer.status}")
    return took


def members(count):
    """Open so many accounts; an iterator of their addresses."""
    from accounts.models import User

    for number in range(count):
        User.objects.create_user(f"member{number}@example.org", PASSWORD, name="Bo Lind")
    return (f"member{number}@example.org" for number in range(count))


@contextmanager
def worker(smtp):
    command, environment = (
        [sys.executable, "manage.py", "work"],
        os.environ | {"SMTP_PORT": str(smtp)},
    )
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


@contextmanager
def post_office(is_listening):
    """The port of a mail server that takes and throws away; of none unless it `is_listening`."""
    from aiosmtpd.controller import Controller
    from aiosmtpd.handlers import Sink

    controller = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    if is_listening:
        controller.start()
    try:
        yield controller.port
    finally:
        if is_listening:
            controller.stop()


if __name__ == "__main__":
    main()
