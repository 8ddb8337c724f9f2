"""What readers notice while PostgreSQL is away: killed for 30 seconds, then frozen for 60.

    .venv/bin/python -m benchmarks.outages [--killed 30] [--frozen 60] [--rate 100]

Starts a PostgreSQL of its own and a site on it, with nginx and Varnish before it where they are
installed. So many readers a second ask each of the three for pages that somebody has seen before,
half of them by links on which others have hung their statistics. Beside them ten a second ask the
same site without a page store: what the outage is without all that. Ends with 1 if a page that had
been seen failed in one of the three, if what was taken down came back, or if the site had not
recovered ten seconds after the database.
"""

import argparse
import os
import statistics
import sys
import threading
import time

from benchmarks.sites.demo import manage, set_up_django

AT_ONCE = 10  # readers of one place
RATE_WITHOUT = 10  # a second; more would wait for one another also in quiet
HUNG_ON = "?utm_source=letter&fbclid={}"
STORIES = 12
RECOVERED = 10  # seconds


class Reads:
    """What the readers of one place got, by phase: a list of (seconds, went well)."""

    def __init__(self, ask, pages, gone, rate):
        self.ask, self.pages, self.gone, self.rate = ask, pages, gone, rate
        self.found, self.came_back, self.phase, self.is_over = {}, 0, "quiet", False
        self.readers = [
            threading.Thread(target=self.read, args=[n], daemon=True) for n in range(AT_ONCE)
        ]

    def read(self, number):
        due = time.monotonic() + number / self.rate
        while not self.is_over:
            time.sleep(max(0, due - time.monotonic()))
            number += AT_ONCE
            phase, began = self.phase, time.monotonic()
            page = self.pages[number % len(self.pages)]
            page += HUNG_ON.format(number) if number % 2 else ""
            went_well = self.status(page) == 200
            took = time.monotonic() - began
            self.found.setdefault(phase, []).append((took, went_well))
            if number % 50 < AT_ONCE and self.status(self.gone) == 200:
                self.came_back += 1
            # Who has waited is not made up for: there would be more readers than the rate says.
            due = max(due + AT_ONCE / self.rate, began)

    def status(self, page):
        try:
            return self.ask(page)[0]
        except (OSError, ValueError, IndexError):
            return None

    def print(self, place):
        for phase, reads in self.found.items():
            waits = [seconds for seconds, _ in reads]
            failed = sum(not went_well for _, went_well in reads)
            slowest = statistics.quantiles(waits, n=100)[98] if len(waits) > 1 else waits[0]
            print(
                f"{place:<22}{phase:<12}{len(reads):>8}{failed:>8}{slowest * 1000:>9.0f} ms"
                f"{max(waits) * 1000:>9.0f} ms"
            )

    def failed(self):
        return sum(not went_well for reads in self.found.values() for _, went_well in reads)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--killed", type=float, default=30, help="seconds")
    options.add_argument("--frozen", type=float, default=60, help="seconds")
    options.add_argument("--rate", type=float, default=100, help="readers a second, of each place")
    chosen = options.parse_args()
    os.environ.update(
        DJANGO_SETTINGS_MODULE="newsroom.settings",
        SECRET_KEY="benchmark",  # noqa: S106
        LOG_LEVEL="ERROR",
    )
    set_up_django()
    from tests.faults.machine import cluster

    try:
        with cluster.running() as own:
            sys.exit(measured(own, chosen))
    except cluster.NotHere as reason:
        sys.exit(f"This cannot be measured here: {reason}")


def measured(own, chosen):
    from benchmarks.sites.whole import whole_site
    from tests.faults.site import ask

    database = own.database("postgres")
    os.environ["DATABASE_URL"] = database.url
    manage("migrate")
    with whole_site(database) as (site, places):
        pages, gone = publish(site)
        site.start_server(port=site.port, threads=4)
        site.start_worker()
        # Another machine's: the page stores of one share a folder.
        site.environment |= {"PAGE_STORE_MB": "0", "PURGE_URLS": "", "PURGE_KEYS_URLS": ""}
        without = site.start_server(threads=4)
        see(places, pages, gone, site)
        reads = {place: Reads(each, pages, gone, chosen.rate) for place, each in places.items()}
        control = Reads(lambda path: ask(without, path), pages, gone, RATE_WITHOUT)
        recoveries = live_through(own, chosen, site, [*reads.values(), control])
    print(f"{'':<22}{'':<12}{'reads':>8}{'failed':>8}{'99 of 100':>12}{'slowest':>12}")
    for place, each in (reads | {"without a page store": control}).items():
        each.print(place)
    for what, seconds in recoveries.items():
        print(f"made a page anew {seconds:.1f} s after it was {what}")
    is_well = not any(each.failed() or each.came_back for each in reads.values())
    return 0 if is_well and max(recoveries.values()) < RECOVERED else 1


def publish(site):
    """Addresses of pages of a paper with some stories, and of one that will be taken down."""
    stories = site.act("write_drafts", count=STORIES + 1)
    for pk, _ in stories:
        site.act("publish", pk=pk)
    *addresses, gone = (address for _, address in stories)
    lists = ["/", "/harbour/", "/archive/", "/latest.rss", f"/text{addresses[0]}"]
    return addresses + lists, gone


def see(places, pages, gone, site):
    """Have each page read everywhere, and one taken down again."""
    for ask in places.values():
        assert ask(gone)[0] == 200
    [pk] = [int(part) for part in gone.split("/") if part.isdigit()]
    site.act("take_down", pk=pk)
    site.wait_until_caches_know(times=2)
    for _ in range(3):
        for ask in places.values():
            assert {ask(page)[0] for page in pages} == {200}
            assert ask(gone)[0] == 410
        time.sleep(1)


def live_through(own, chosen, site, everybody):
    """Quiet, killed, up again, frozen, thawed; the seconds that it took to recover from each."""
    from tests.faults.site import ask

    for each in everybody:
        for reader in each.readers:
            reader.start()
    found = {}
    time.sleep(10)
    for phase, seconds, begin, end, unseen in (
        ("killed", chosen.killed, own.kill, own.start, "/archive/2026/1/"),
        ("frozen", chosen.frozen, own.freeze, own.thaw, "/archive/2026/2/"),
    ):
        say(everybody, phase)
        begin()
        time.sleep(seconds)
        end()
        say(everybody, f"after {phase}")
        began = time.monotonic()
        while ask(site.port, unseen)[0] != 200:
            time.sleep(0.2)
        found[phase] = time.monotonic() - began
        time.sleep(10)
    for each in everybody:
        each.is_over = True
    for each in everybody:
        for reader in each.readers:
            reader.join(timeout=60)
    return found


def say(everybody, phase):
    for each in everybody:
        each.phase = phase


if __name__ == "__main__":
    main()
