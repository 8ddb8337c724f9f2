"""What it costs to ask for each story whether readers may see it.

    .venv/bin/python -m benchmarks.visibility [--database-url URL] [--rounds 200] [--explain]

Takes a database that is there, best a large one (`manage.py load_stories --count 1000000`), and
changes nothing in it. What each page asks about its stories is asked with the rule
(articles.querysets.rule) and without it, in turns; the median of each counts. Without it the same
queries ask only that a story has an hour, which their order needs. Ends with 1 if the rule costs a
page more than a tenth.

Where the database runs on this machine (Linux), its process is asked how long it has kept a
processor busy, so that other programs do not count, and does all the work itself; elsewhere the
clock is asked.
"""

import argparse
import functools
import os
import statistics
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from benchmarks.sites.demo import set_up_django

MAX_RATIO = 1.1  # times the page without the rule
MIN_SECONDS = 0.002  # of a turn: what is shorter is repeated


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--database-url", default=os.environ.get("DATABASE_URL"))
    options.add_argument("--rounds", type=int, default=200)
    options.add_argument("--explain", action="store_true", help="say how PostgreSQL finds them")
    chosen = options.parse_args()
    os.environ.update(
        DATABASE_URL=chosen.database_url or "",
        SECRET_KEY="benchmark",  # noqa: S106
        DJANGO_SETTINGS_MODULE="newsroom.settings",
    )
    set_up_django()
    ratios = []
    print(f"{'page':<22}{'with':>10}{'without':>10}{'ratio':>8}")
    for name, render in pages().items():
        ruled = queries_of(render)
        with no_rule():
            free = queries_of(render)
        assert ruled != free, f"{name} does not ask what readers may see"
        with_rule, without = medians(ruled, free, chosen.rounds)
        ratios.append(with_rule / without)
        print(f"{name:<22}{with_rule:>7.2f} ms{without:>7.2f} ms{ratios[-1]:>8.2f}")
        if chosen.explain:
            print(f"\n{explained(ruled)}\n", flush=True)
    sys.exit(max(ratios) > MAX_RATIO)


def pages():
    """By name a function that makes a page's queries; of the largest section, topic and month."""
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Count
    from django.db.models.functions import TruncDate
    from django.utils import timezone

    from articles.front import FrontPage
    from articles.models import Section, Story, Topic
    from newsroom.paging import PER_PAGE, Pages

    reader = AnonymousUser()
    section = Section.objects.annotate(size=Count("stories")).latest("size")
    topic = Topic.objects.annotate(size=Count("stories")).latest("size")
    story = Story.objects.visible_to(reader).newest_first()[100:101].get()
    sections = list(Section.objects.all())
    month = (timezone.now() - timedelta(days=60), timezone.now() - timedelta(days=30))

    def visible():
        return Story.objects.visible_to(reader)

    def first_page(stories):
        """The newest, and how many pages there are."""
        return list(Pages(stories.for_cards().newest_first(), PER_PAGE).page(1))

    def of_the_month():
        days = visible().filter(published_at__range=month).annotate(day=TruncDate("published_at"))
        return days.values("day").annotate(count=Count("pk")).order_by("day")

    newest = ("section", "live__lead_picture")
    return {
        "section": lambda: first_page(section.stories.visible_to(reader)),
        "front page": lambda: FrontPage(sections)._news,
        "topic": lambda: first_page(topic.stories.visible_to(reader)),
        "story": lambda: visible().for_page().get(pk=story.pk),
        "latest, newest 30": lambda: list(visible().select_related(*newest).newest_first()[:30]),
        "archive, a month": lambda: list(of_the_month()),
    }


@contextmanager
def no_rule():
    """Let every reader see whatever has an hour, as if nothing were ever hidden."""
    from django.db.models import Q

    from articles.querysets import rule

    is_out = rule.is_out
    rule.is_out = lambda at=None: Q(published_at__isnull=False)
    try:
        yield
    finally:
        rule.is_out = is_out


def queries_of(render):
    """The queries that a function makes, as a tuple of (SQL, parameters)."""
    from django.db import connection

    queries = []

    def recorded(execute, sql, params, many, context):
        queries.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(recorded):
        render()
    return tuple(queries)


def medians(one, other, rounds):
    """Milliseconds of two pages' queries, asked in turns."""
    times = {one: [], other: []}
    repeats = max(1, round(MIN_SECONDS / max(seconds(one, 1), 0.0001)))
    for _ in range(max(3, rounds // 20)):  # until the pages of both are in memory
        seconds(one, 1), seconds(other, 1)
    for number in range(rounds):
        # Who comes second finds the processor's caches warm.
        for queries in (one, other) if number % 2 else (other, one):
            times[queries].append(seconds(queries, repeats))
    return [1000 * statistics.median(found) for found in times.values()]


def seconds(queries, repeats):
    """How long the database takes for them; parsing, planning and handing over count too."""
    from django.db import connection

    busy = database_clock()
    with connection.cursor() as cursor:
        started = busy()
        for _ in range(repeats):
            for query in queries:
                cursor.execute(*query)
                cursor.fetchall()
        return (busy() - started) / repeats


@functools.cache
def database_clock():
    """A function that returns seconds: the database's CPU time, or the wall clock (see above)."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), inet_server_addr() = inet_client_addr()")
        process, is_here = cursor.fetchone()
        busy = Path(f"/proc/{process}/schedstat")
        if not is_here or not busy.exists():
            return time.perf_counter
        # What other processes do for it would be counted nowhere.
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    return lambda: int(busy.read_text().split()[0]) / 1e9


def explained(queries):
    from django.db import connection

    if connection.vendor != "postgresql":
        return "Only PostgreSQL explains with times."
    plans = []
    with connection.cursor() as cursor:
        for sql, params in queries:
            for _ in range(3):  # the last is printed: before it, pages may come from disk
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {sql}", params)
                lines = [line for (line,) in cursor.fetchall()]
            plans.append("\n".join(lines))
    return "\n\n".join(plans)


if __name__ == "__main__":
    main()
