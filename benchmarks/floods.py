"""What readers, and the owner of an account, notice while the log-in is flooded.

    .venv/bin/python -m benchmarks.floods [--database URL] [--seconds 60] [--rate 100]
        [--readers 10] [--at-once 4] [--proxy yes]

Makes its own database as benchmarks.pages does, and serves it with granian (one worker, four
threads) and its page store, behind nginx as deploy/nginx.conf has it; with `--proxy no` alone.
Readers ask for the front page, ten times a second, in four rounds:

    quiet      by themselves
    flooded    while log-ins are tried a hundred times a second, from 200 networks, to 50 accounts
               and to others that are not there, the owner's among them
    control    the same with the bound off: as many passwords at once as there are threads
    quiet      once more, for what the machine did meanwhile

Meanwhile the owner, in a browser they have used before, logs in each two seconds and comes again at
once where they are turned away. Arrivals keep to the clock: who asks late has waited. At the end
somebody tries until they are told to wait, and comes a second before that time and at it.

Prints waits by hundredths, failures, what log-ins were answered, how many passwords were tried of
an account, how long the owner needed, and what a hash takes. Ends with 1 where a bound of LIMITS is
exceeded; nothing is asked of the control.
"""

import contextlib
import itertools
import os
import statistics
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait
from urllib.parse import urlencode

from benchmarks.measuring.readers import PATIENCE, Waits, ask, at_rate
from benchmarks.sites.demo import free_port, serving
from benchmarks.sites.own import exit_code, own_site, parse_arguments
from tests.faults.before_the_site import nginx

ACCOUNTS, NETWORKS, INTRUDERS, THREADS = 50, 200, 64, 4
LOGIN = "/accounts/login/"
TOKEN = "a" * 32  # of a browser, against forged requests
OWNER, PASSWORD = "owner@example.org", "cobalt ferry umbrella ninety"
TRIED = 422  # the password was looked at, and is wrong
LIMITS = {
    "99 of 100 readers, of a quiet hour": 2,
    "readers in vain": 0,
    "slowest log-in of the owner": 3,
    "passwords tried of an account": 10,
    "hash": 150,
    "seconds by which Retry-After is wrong": 0,
}
UNITS = {"99 of 100 readers, of a quiet hour": "times", "hash": "ms"}


class Round(Waits):
    """What was seen in one: log-ins by status, tries by account, seconds that the owner needed
    (None: never let in)."""

    def __init__(self, name):
        super().__init__(name)
        self.owner, self.log_ins, self.tried = [], Counter(), Counter()


def main():
    others = {"seconds": 60.0, "rate": 100.0, "readers": 10.0, "at-once": THREADS, "proxy": "yes"}
    chosen = parse_arguments(rounds=1, **others)
    commands = (["load_demo"], ["collectstatic", "--no-input"])
    found = []
    with own_site(chosen.database, *commands, TRUSTED_PROXIES="1", PAGE_STORE_MB="64") as var:
        hashes = prepare()
        for name in ("quiet", "flooded", "control", "quiet"):
            os.environ["PASSWORDS_AT_ONCE"] = str(chosen.at_once if name == "control" else 1)
            with site(var / f"proxy-{len(found)}", is_proxied=chosen.proxy == "yes") as door:
                found.append(go_through(Round(name), door, chosen))
                if len(found) == 4:
                    wrong_by = wrongness_of_retry_after(door)
    print_all(found, hashes, wrong_by)
    quiet = max(one.hundredth(99) for one in found if one.name == "quiet") or float("nan")
    flooded = found[1]
    seen = {
        "99 of 100 readers, of a quiet hour": flooded.hundredth(99) / quiet,
        "readers in vain": flooded.in_vain(),
        "slowest log-in of the owner": slowest(flooded.owner),
        "passwords tried of an account": max(flooded.tried.values(), default=0),
        "hash": statistics.median(hashes),
        "seconds by which Retry-After is wrong": wrong_by,
    }
    for name, figure in seen.items():
        print(f"{name:<40}{figure:>10.2f}  at most {LIMITS[name]}")
    sys.exit(exit_code(seen, LIMITS))


@contextlib.contextmanager
def site(folder, *, is_proxied):
    """A running one; its port, and whether it speaks https."""
    port = free_port()
    with serving(port, "--blocking-threads", str(THREADS)):
        if not is_proxied:
            yield port, False
            return
        folder.mkdir()
        proxy = nginx.Proxy(folder, port)
        try:
            yield proxy.port, True
        finally:
            proxy.stop()


def prepare():
    """Open the accounts; milliseconds of a processor that each of some hashes took."""
    from django.contrib.auth.hashers import check_password

    from accounts.models import User

    owner = User.objects.create_user(OWNER, PASSWORD, name="The owner")
    for number in range(1, ACCOUNTS):
        User.objects.create(email=account(number), password=owner.password).confirm_address()
    took = []
    for _ in range(20):
        began = time.thread_time()
        check_password("a guess", owner.password)
        took.append((time.thread_time() - began) * 1000)
    return took


def account(number):
    return OWNER if number == 0 else f"reader{number}@example.org"


def go_through(seen, door, chosen):
    known = log_in(door, OWNER, PASSWORD, 201)[1]
    ask(door, "GET", "/")
    began, crowd = time.monotonic(), ThreadPoolExecutor(INTRUDERS + 16)
    end = began + chosen.seconds
    rates = [(chosen.readers, lambda at: read(door, at, seen))]
    if seen.name != "quiet":
        rates.append((chosen.rate, lambda at: guess(door, seen)))
        rates.append((1e-9, lambda at: as_owner(door, known, end, seen)))
    with crowd:
        # To the end, before the crowd takes nothing more.
        wait([crowd.submit(at_rate, crowd, rate, began, end.__le__, do) for rate, do in rates])
    return seen


def read(door, at, seen):
    is_there = ask(door, "GET", "/")[0] == 200
    seen.waits.append(time.monotonic() - at if is_there else None)


numbers = itertools.count()


def guess(door, seen):
    number = next(numbers)
    email = account(number // 2 % ACCOUNTS) if number % 2 else f"nobody{number}@example.org"
    status, _ = log_in(door, email, "a guess", number % NETWORKS)
    seen.log_ins[status] += 1
    if status == TRIED and number % 2:
        seen.tried[email] += 1


def as_owner(door, known, end, seen):
    """Log in again and again in a browser that was used before, and note how long it took."""
    while (began := time.monotonic()) < end:
        needed = None
        while time.monotonic() - began < 4 * PATIENCE:
            if log_in(door, OWNER, PASSWORD, 201, known)[0] == 302:
                needed = time.monotonic() - began
                break
            time.sleep(0.2)
        seen.owner.append(needed)
        time.sleep(2)


def wrongness_of_retry_after(door):
    """Seconds by which what somebody is told is wrong: they come a second before it, and at it."""

    def late(number):
        # A name that no device has: the proxy lets it through, and the site counts it all the same.
        return log_in(door, f"late{number}@example.org", "a guess", 202, "known_device=none")

    # A few at once: one after the other, a busy machine makes no thirty in a minute.
    with ThreadPoolExecutor(THREADS) as crowd:
        answers = list(crowd.map(late, range(60)))
    status, headers = answers[-1]
    if status != 429:
        print(f"Nobody was told to wait: {Counter(status for status, _ in answers)}")
        return 60
    told = int(headers["retry-after"])
    if told > 60:
        return told  # it took longer than a minute to be told: another limit, and no use to wait
    time.sleep(max(told - 1.5, 0))
    too_early = late(61)
    time.sleep(1.6)
    in_time = late(62)
    if too_early[0] == 429 and in_time[0] != 429:
        return 0
    return int(in_time[1].get("retry-after", 1))


def log_in(door, email, password, network, cookie=""):
    """The status and the headers; of the owner the cookie of a device that is known from now on."""
    body = urlencode({"login": email, "password": password, "csrfmiddlewaretoken": TOKEN})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrftoken={TOKEN}" + (f"; {cookie}" if cookie else ""),
    }
    status, said = ask(door, "POST", LOGIN, body=body, headers=headers, network=network)
    if password != PASSWORD:
        return status, dict(said)
    device = [value for _, value in said if value.startswith("known_device=")]
    return status, device[0].partition(";")[0] if device else ""


def slowest(waits):
    return max((float("inf") if wait is None else wait for wait in waits), default=float("inf"))


def print_all(found, hashes, wrong_by):
    print(
        f"{'':<10}{'pages':>7}{'in vain':>9}{'median':>10}{'99 of 100':>12}{'owner':>14}  log-ins"
    )
    for one in found:
        statuses = ", ".join(f"{what}: {n}" for what, n in sorted(one.log_ins.items(), key=str))
        owner = f"{len(one.owner)}x <={slowest(one.owner):.1f} s" if one.owner else ""
        print(
            f"{one.name:<10}{len(one.waits):>7}{one.in_vain():>9}{one.hundredth(50):>7.0f} ms"
            f"{one.hundredth(99):>9.0f} ms{owner:>14}  {statuses}"
        )
    print(f"a hash: {statistics.median(hashes):.0f} ms, at most {max(hashes):.0f} ms")
    print(f"Retry-After: wrong by {wrong_by} s")


if __name__ == "__main__":
    main()
