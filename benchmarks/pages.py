"""How many pages a second one core makes, beside plain Django views in the same run.

    .venv/bin/python -m benchmarks.pages [--database URL] [--seconds 4] [--rounds 5]

Makes its own database (on PostgreSQL a new one beside the one named, dropped at the end),
loads the demo paper, serves it with granian on one core and asks from another. Rounds take
turns, so that whatever else the machine does hits all of them; the median counts.
"""

import contextlib
import http.client
import os
import shutil
import statistics
import threading
import time

from benchmarks.sites.demo import free_port, serving
from benchmarks.sites.own import own_site, parse_arguments

CLIENTS = 4


def main():
    chosen = parse_arguments(rounds=5, seconds=4.0)
    with own_site(chosen.database, ["load_demo"], ["collectstatic", "--no-input"]):
        pages = pages_to_measure()
        print_queries(pages)
        with server() as port:
            print_rates(port, pages, chosen.seconds, chosen.rounds)


def pages_to_measure():
    """(name, path) of the demo's longest story, its front page, and the plain views beside."""
    from django.db import connection
    from django.test import Client

    from articles.models import Story

    story = max(Story.objects.published().select_related("live"), key=lambda s: len(s.live.body))
    size = len(Client().get(story.get_absolute_url()).content)
    connection.close()
    return {
        "plain view": f"/plain/{size}/",
        "bare view": f"/bare/{story.live_id}/{size}/",
        "story": story.get_absolute_url(),
        "front page": "/",
    }


def print_queries(pages):
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    print(f"{'page':<12}{'bytes':>8}{'queries':>9}")
    for name, path in pages.items():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = Client().get(path)
        assert response.status_code == 200, (path, response.status_code)
        print(f"{name:<12}{len(response.content):>8}{len(queries):>9}")
    connection.close()


@contextlib.contextmanager
def server():
    """Granian with one thread, kept on the first core, and us on the others; gives its port."""
    port = free_port()
    alone = shutil.which("taskset") and os.cpu_count() > 1
    if alone:
        os.sched_setaffinity(0, set(range(1, os.cpu_count())))
    with serving(port, "--blocking-threads", "1", pinned_to=0 if alone else None):
        yield port


def print_rates(port, pages, seconds, rounds):
    rates = {name: [] for name in pages}
    for path in pages.values():
        rate(port, path, 1)
    for _ in range(rounds):
        for name, path in pages.items():
            rates[name].append(rate(port, path, seconds))
    medians = {name: statistics.median(found) for name, found in rates.items()}
    print(f"\n{'page':<12}{'per second':>11}{'of plain':>10}{'of bare':>9}")
    for name, median in medians.items():
        print(
            f"{name:<12}{median:>11.0f}{median / medians['plain view']:>10.2f}"
            f"{median / medians['bare view']:>9.2f}"
        )


def rate(port, path, seconds):
    """Answers a second over `seconds`, asked by CLIENTS connections that are kept open."""
    counts, end = [0] * CLIENTS, time.monotonic() + seconds

    def ask(number):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while time.monotonic() < end:
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            assert response.status == 200, response.status
            counts[number] += 1

    clients = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
    started = time.monotonic()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sum(counts) / (time.monotonic() - started)


if __name__ == "__main__":
    main()
