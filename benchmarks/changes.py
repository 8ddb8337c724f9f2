"""How long a reader can still get what an editor has changed.

    .venv/bin/python -m benchmarks.changes [--changes 1000] [--readers 50] [--pictures 500]

A site of its own on PostgreSQL with two web processes and a worker, nginx and Varnish before it
where they are installed. An editor publishes, updates, takes down and brings back stories at
random, while readers ask for them and for their list in all three places without a pause, and the
worker has that many pictures to make. Each answer is held against what the editor had been
answered when it was asked for: what it shows may be older by at most a second, and what was taken
down may come from the site itself not at all. Ends with 1 otherwise.
"""

import argparse
import os
import random
import re
import statistics
import sys
import threading
import time
from collections import defaultdict

from benchmarks.sites.demo import manage, set_up_django
from benchmarks.sites.own import POSTGRES, drop_database, new_database

STORIES = 20
LIST = "/harbour/"
EDITION = re.compile(r"Edition (\d+) of story (\d+)\b")
PAUSE = 0.1  # seconds between two questions of a reader
AT_MOST = 1.0  # second that a page may be old
GONE = None


class History:
    """What readers should have of each story: since when, at the earliest and for certain."""

    def __init__(self, stories):
        # By number of story: [what, when its change was begun, when the editor had the answer].
        self.states = {number: [(0, 0.0, 0.0)] for number in range(stories)}

    def change(self, number, what, do):
        begun = time.monotonic()
        # Readers may see it before the editor has the answer.
        self.states[number] = [*self.states[number], (what, begun, begun + 60)]
        do()
        self.states[number][-1] = (what, begun, time.monotonic())

    def age(self, number, seen, asked, answered):
        """Seconds since that was replaced for certain when it was asked for; 0 if it was not."""
        states = self.states[number]
        ends = [state[2] for state in states[1:]] + [float("inf")]
        ages = [
            asked - end
            for (what, begun, _), end in zip(states, ends, strict=True)
            if what == seen and begun <= answered
        ]
        assert ages, f"Story {number} has never been {seen}."
        return max(0.0, min(ages))

    def is_gone(self, number, at):
        """Whether it had been taken down by then for certain, and nobody was bringing it back."""
        states = self.states[number]
        begun = [state for state in states if state[1] <= at]
        return begun[-1][0] is GONE and begun[-1][2] <= at


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--database", default=POSTGRES)
    options.add_argument("--changes", type=int, default=1000)
    options.add_argument("--readers", type=int, default=50)
    options.add_argument("--pictures", type=int, default=500)
    chosen = options.parse_args()
    url = new_database(chosen.database)
    os.environ.update(
        DATABASE_URL=url,
        DJANGO_SETTINGS_MODULE="newsroom.settings",
        SECRET_KEY="benchmark",  # noqa: S106
        LOG_LEVEL="ERROR",
    )
    try:
        manage("migrate")
        set_up_django()
        sys.exit(measured(chosen, url))
    finally:
        drop_database(chosen.database, url)


def measured(chosen, url):
    from benchmarks.sites.whole import whole_site
    from tests.databases import Postgres

    database = Postgres(url, url.rpartition("/")[2])
    with whole_site(database) as (site, places):
        stories = site.act("write_drafts", count=STORIES)
        for number, (pk, _) in enumerate(stories):
            site.act("publish", pk=pk)
            site.act("update", pk=pk, headline=headline(0, number))
        # The address follows the headline.
        addresses = site.act("addresses", pks=[pk for pk, _ in stories])
        site.start_server(port=site.port, workers=2)
        site.start_worker()
        site.wait_until_caches_know(times=2)
        site.act("take_in_pictures", count=chosen.pictures)
        history, reads = History(STORIES), defaultdict(list)
        with Reading(chosen.readers, places, addresses, reads):
            change_at_random(chosen.changes, site, [pk for pk, _ in stories], history)
            time.sleep(2 * AT_MOST)
        waiting = site.database.rows(
            "SELECT count(*) FROM django_tasks_database_dbtaskresult"
            " WHERE status = 'READY' AND task_path LIKE '%complete_picture'"
        )
    print(f"{chosen.changes} changes, {waiting[0][0]} pictures still waiting at the end")
    return print_ages(reads, history)


def headline(edition, number):
    return f"Edition {edition} of story {number}"


class Reading:
    """Readers in the background; what each saw goes to `reads` by place."""

    def __init__(self, count, places, addresses, reads):
        self.is_over, self.addresses, self.reads = False, addresses, reads
        asks = list(places.items())
        self.readers = [
            threading.Thread(target=self.read, args=asks[n % len(asks)]) for n in range(count)
        ]

    def __enter__(self):
        for reader in self.readers:
            reader.start()
        time.sleep(5)  # all pages are made, and kept everywhere

    def __exit__(self, *error):
        self.is_over = True
        for reader in self.readers:
            reader.join()

    def read(self, place, ask):
        while not self.is_over:
            number = random.randrange(-2, STORIES)
            asked = time.monotonic()
            status, body = ask(LIST if number < 0 else self.addresses[number])
            answered = time.monotonic()
            assert status in (200, 410), (place, number, status)
            text = body.decode(errors="replace") if isinstance(body, bytes) else body
            if number < 0:
                shown = {int(story): int(edition) for edition, story in EDITION.findall(text)}
                # Of a list we know what stands in it; what it leaves out may be on its next page.
                found = list(shown.items())
            else:
                edition = next((e for e, story in EDITION.findall(text) if int(story) == number), 0)
                found = [(number, int(edition) if status == 200 else GONE)]
            self.reads[place] += [(each, seen, asked, answered) for each, seen in found]
            time.sleep(PAUSE)


def change_at_random(count, site, pks, history):
    editions = dict.fromkeys(range(len(pks)), 0)
    is_there = dict.fromkeys(range(len(pks)), True)
    for _ in range(count):
        number = random.randrange(len(pks))
        pk = pks[number]
        if not is_there[number]:
            what, act, how = editions[number], "restore", {}
        elif random.random() < 0.5:
            what, act, how = GONE, "take_down", {}
        else:
            what = editions[number] = editions[number] + 1
            act, how = "update", {"headline": headline(what, number)}
        is_there[number] = what is not GONE
        history.change(number, what, lambda: site.act(act, pk=pk, **how))  # noqa: B023 at once


def print_ages(reads, history):
    """By place: reads, how old the oldest was, and how many were older than they may be."""
    failed = 0
    print(f"{'':<12}{'reads':>9}{'99 of 100':>12}{'oldest':>12}{'too old':>10}{'came back':>11}")
    for place, seen in reads.items():
        ages = [history.age(*each) for each in seen]
        too_old = sum(age > AT_MOST for age in ages)
        # The site itself has forgotten before the editor is answered.
        came_back = sum(
            age > 0 and what is not GONE and history.is_gone(number, asked)
            for age, (number, what, asked, _) in zip(ages, seen, strict=True)
            if place == "the site"
        )
        failed += too_old + came_back
        print(
            f"{place:<12}{len(seen):>9,}{statistics.quantiles(ages, n=100)[98] * 1000:>9.0f} ms"
            f"{max(ages) * 1000:>9.0f} ms{too_old:>10}{came_back:>11}"
        )
    return 1 if failed else 0


if __name__ == "__main__":
    main()
