"""What pages of a large paper cost, beside the same pages of a small one.

    .venv/bin/python -m benchmarks.growth --database-url SMALL --database-url LARGE [--rounds 5]

Takes databases that are there, on this machine, filled by `manage.py load_stories`, and leaves them
as they are: all that is written is rolled back. Of each, a process of its own asks for an example
of every page of stories and for lists and searches of the desk, without the page store. Prints
milliseconds, of the quickest of the rounds: by the clock, of this process's processor, and of its
connection's in PostgreSQL, which is let no helpers, whose time nobody would count. Then how many
times the first's the last's are: by the clock, and by both processors.
"""

import argparse
import json
import subprocess
import sys
import time

from benchmarks.measuring import processor
from benchmarks.sites.own import paper_that_is_there

SEARCHES = {
    "search, common word": "council",
    "search, two words": "council budget",
    "search, a phrase": '"city council"',
    "search, words in no such order": '"harbour bridge"',
    "search, a name": "okafor",
    "search, nothing": "zyzzyva",
}
DESK = {
    "desk, first page": "",
    "desk, stories": "articles/story/",
    "desk, page 20": "articles/story/?p=20",
    "desk, search": "articles/story/?q=council",
    "desk, log": "articles/record/",
}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--database-url", action="append", required=True)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--of-one", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.of_one:
        json.dump(of_one(chosen.database_url[0], chosen.rounds), sys.stdout)
        return
    found = [measured(url, chosen.rounds) for url in chosen.database_url]
    print(f"{'page':<28}" + "".join(f"{each['stories']:>24,}" for each in found) + "   ratios")
    for name, first in found[0]["pages"].items():
        row = [each["pages"][name] for each in found if name in each["pages"]]
        figures = "".join("{:>10.1f}{:>7.1f}{:>7.1f}".format(*ms) for ms in row)
        clock, ours, databases = row[-1]
        by_processors = (ours + databases) / (first[1] + first[2])
        print(f"{name:<28}{figures}{clock / first[0]:>8.2f}{by_processors:>6.2f}")


def measured(url, rounds):
    command = [sys.executable, "-m", "benchmarks.growth", "--of-one"]
    command += ["--database-url", url, "--rounds", str(rounds)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def of_one(url, rounds):
    """How many stories there are, and by page the milliseconds of its quickest answer."""
    paper_that_is_there(url)
    from django.db import connection, transaction

    from articles.models import Story
    from tests.factories import QuoteFactory

    with transaction.atomic():
        server = by_itself(connection)
        QuoteFactory(story=Story.objects.published().newest_first().first())
        pages = {
            name: quickest(ask, rounds, server)
            for name, ask in [*readers_pages(), *pages_of_the_desk()]
        }
        transaction.set_rollback(True)
    return {"stories": Story.objects.count(), "pages": pages}


def readers_pages():
    from urllib.parse import urlencode

    from django.test import Client

    from tests.articles.growth.pages import pages

    reader = Client()
    paths = dict(pages()) | {
        name: "/search/?" + urlencode({"q": words}) for name, words in SEARCHES.items()
    }
    for name, path in paths.items():
        yield name, lambda path=path: reader.get(path)


def pages_of_the_desk():
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    editor = Client()
    editor.force_login(get_user_model().objects.create_superuser("growth@example.org"))
    for name, path in DESK.items():
        yield name, lambda path=path: editor.get(f"/{settings.DESK_PATH}{path}")


def by_itself(connection):
    """The process of PostgreSQL that serves this connection, from now on without helpers."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def quickest(ask, rounds, server):
    """Milliseconds by the clock, of this process's processor and of the database's."""
    took = []
    for _ in range(rounds):
        begun = now(server)
        answer = ask()
        took.append([after - before for after, before in zip(now(server), begun, strict=True)])
        assert answer.status_code == 200, answer
    return [min(times) * 1000 for times in zip(*took, strict=True)]


def now(server):
    return time.perf_counter(), time.process_time(), processor.of_process(server)


if __name__ == "__main__":
    main()
