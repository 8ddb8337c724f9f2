"""How long a backup of a large paper takes, and what readers notice of it.

    .venv/bin/python -m benchmarks.backing_up [--database URL] [--stories 10000] [--pictures 2000]
        [--kilobytes 1000] [--readers 20] [--rounds 3]

Makes its own database as benchmarks.pages does, with so many stories, and pictures whose originals
have so many KB each, and serves it with granian (one worker, four threads) and its page store.
Readers ask twenty times a second: three times for the front page, once for a story by lot, which
most often is made for them. In each round they do while a first backup is made, while one is made
that finds nothing new, and as long by themselves.

Prints how long the backups took and what readers waited. Ends with 1 where LIMITS are exceeded.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, wait
from hashlib import sha256
from pathlib import Path
from threading import Event

from benchmarks.keeping import run
from benchmarks.measuring.readers import Waits, ask, at_rate
from benchmarks.sites.demo import free_port, serving
from benchmarks.sites.own import exit_code, own_site, parse_arguments

THREADS = 4
FRONTS = 3  # for each story
BATCH = 500
LIMITS = {"seconds of a first backup": 60, "99 of 100, of a quiet time": 1.5, "in vain": 0}


def main():
    others = {"stories": 10_000, "pictures": 2_000, "kilobytes": 1_000, "readers": 20.0}
    chosen = parse_arguments(rounds=3, **others)
    stories = ["load_stories", f"--count={chosen.stories}"]
    load = ["load_demo"], stories, ["collectstatic", "--no-input"]
    with own_site(chosen.database, *load, PAGE_STORE_MB="64"):
        add_pictures(chosen.pictures, chosen.kilobytes * 1000)
        port = free_port()
        with serving(port, "--blocking-threads", str(THREADS)):
            readers = Readers(port, addresses(), chosen.readers)
            readers.reading("warm", lambda seen: time.sleep(5))
            found = [seen for _ in range(chosen.rounds) for seen in one_round(readers)]
    return report(found)


def one_round(readers):
    with tempfile.TemporaryDirectory() as folder:

        def back_up(seen):
            began = time.monotonic()
            used = run(["backup", Path(folder, "backups")])
            seen.took, seen.processor = time.monotonic() - began, used.ru_utime + used.ru_stime

        first = readers.reading("first", back_up)
        again = readers.reading("nothing new", back_up)
        return first, again, readers.reading("quiet", lambda seen: time.sleep(first.took))


class Readers:
    def __init__(self, port, stories, rate):
        self.door, self.stories, self.rate = (port, False), stories, rate
        self.lots = random.Random(2026)

    def reading(self, name, do):
        """What they saw, while `do` did something with it."""
        seen, is_done = Waits(name), Event()

        def read(at):
            is_there = ask(self.door, "GET", self._page())[0] == 200
            seen.waits.append(time.monotonic() - at if is_there else None)

        with ThreadPoolExecutor(64) as crowd:
            rate = self.rate, time.monotonic(), lambda at: is_done.is_set()
            clock = crowd.submit(at_rate, crowd, *rate, read)
            try:
                do(seen)
            finally:
                is_done.set()
            wait([clock])
        return seen

    def _page(self):
        return self.lots.choice(self.stories) if self.lots.randrange(FRONTS + 1) == 0 else "/"


def add_pictures(count, size):
    """Rows, and originals of random bytes: a backup looks at nothing else of a picture."""
    from articles.models import Picture
    from articles.models.picture import new_key
    from articles.pictures.storing import original_name, originals

    example = Picture.objects.values().first()
    del example["id"]
    rows = []
    for _ in range(count):
        content = os.urandom(size)
        digest = sha256(content).hexdigest()
        name = original_name(digest, "jpg")
        path = Path(originals.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        rows.append(Picture(**example | {"key": new_key(), "original": name, "digest": digest}))
    Picture.objects.bulk_create(rows, batch_size=BATCH)


def addresses():
    from articles.models import Story

    stories = Story.objects.published().select_related("section")
    return [story.get_absolute_url() for story in stories]


def report(found):
    print(f"{'':<13}{'took':>8}{'processor':>11}{'pages':>8}{'in vain':>9}{'median':>9}{'99th':>9}")
    for seen in found:
        took = " " * 19
        if seen.name != "quiet":
            took = f"{seen.took:>6.1f} s{seen.processor:>9.1f} s"
        print(
            f"{seen.name:<13}{took}{len(seen.waits):>8}{seen.in_vain():>9}"
            f"{seen.hundredth(50):>6.0f} ms{seen.hundredth(99):>6.0f} ms"
        )
    seconds = statistics.median(seen.took for seen in of(found, "first"))
    ratios = [ratio(found, "first"), ratio(found, "nothing new")]
    print("99 of 100, of a quiet time: {:.2f}, nothing new {:.2f}".format(*ratios))
    in_vain = sum(seen.in_vain() for seen in found)
    return exit_code(dict(zip(LIMITS, (seconds, max(ratios), in_vain), strict=True)), LIMITS)


def ratio(found, name):
    """How many times the wait of a quiet time 99 of 100 had; the median of the rounds."""
    pairs = zip(of(found, name), of(found, "quiet"), strict=True)
    return statistics.median(seen.hundredth(99) / quiet.hundredth(99) for seen, quiet in pairs)


def of(found, name):
    return [seen for seen in found if seen.name == name]


if __name__ == "__main__":
    sys.exit(main())
