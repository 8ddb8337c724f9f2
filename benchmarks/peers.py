"""What a page costs beside the same page of Wagtail, in one run, by processor time.

    .venv/bin/python -m benchmarks.peers [--database URL] [--stories 10000] [--rounds 5]

Loads as many stories as it is told into databases of its own on PostgreSQL, and articles of the
same words into Wagtail (benchmarks/sites/wagtail_project, fetched into .venv/tools). Both are
served by granian with one worker and one thread on one core and asked from another, in turns. A
round asks each for pages that nobody has asked for before; the processor time of the server and of
its connections to the database counts, of the rounds the median.

The last two lines are our page store's: the same stories once they are kept on disk and the
server was started again.
"""

import contextlib
import json
import os
import re
import statistics
import tempfile
from pathlib import Path

from benchmarks.measuring import processor
from benchmarks.sites import wagtail
from benchmarks.sites.demo import free_port, serving
from benchmarks.sites.own import own_site, parse_arguments
from benchmarks.store import ask, site

CORE = 0  # of whoever answers
PAGES = 40  # in a round
FRONTS = 20
PARAGRAPH = re.compile(r"<p>.*?</p>", re.DOTALL)


def main():
    chosen = parse_arguments(rounds=5, stories=10_000)
    load = ["load_stories", "--count", str(chosen.stories), "--without-search"]
    commands = (["load_demo"], load, ["collectstatic", "--no-input"])
    with own_site(chosen.database, *commands), tempfile.TemporaryDirectory() as folder:
        os.sched_setaffinity(0, set(range(os.cpu_count())) - {CORE})
        ours, lines = newest_stories(chosen.rounds * PAGES + PAGES), Path(folder, "stories.jsonl")
        lines.write_text("".join(json.dumps(line) + "\n" for line in as_articles()))
        with wagtail.wagtail_site(chosen.database, lines, small_pictures(folder)) as peer:
            wagtails = print_pages(chosen, ours, *peer)
        print_kept(chosen, ours, wagtails)


def newest_stories(count):
    from articles.models import Story

    stories = Story.objects.published().select_related("section").newest_first()[:count]
    return [story.get_absolute_url() for story in stories]


def as_articles():
    """Our published stories, oldest first, as lines for load_articles."""
    from articles.models import Story

    stories = Story.objects.published().select_related("section", "live")
    stories = stories.prefetch_related("topics", "authors").order_by("published_at")
    for story in stories.iterator(chunk_size=1000):
        yield {
            "headline": story.live.headline,
            "summary": story.live.standfirst,
            "section": story.section.name,
            "author": next((author.name for author in story.authors.all()), "Staff"),
            "topics": [topic.name for topic in story.topics.all()],
            "date": story.published_at.isoformat(),
            "paragraphs": PARAGRAPH.findall(story.live.body),
        }


def small_pictures(folder):
    """A folder with JPEG files, since a picture's tag costs what it costs whatever is shown."""
    from PIL import Image

    pictures = Path(folder, "pictures")
    pictures.mkdir()
    for number in range(20):
        Image.new("RGB", (1600, 1067), (number * 12, 90, 120)).save(pictures / f"{number}.jpg")
    return pictures


def print_pages(chosen, ours, name, environment):
    articles = wagtail_articles(chosen.database, name, len(ours))
    port, beside = free_port(), free_port()
    with (
        serving(port, "--blocking-threads", "1", pinned_to=CORE),
        wagtail.serving(beside, environment, pinned_to=CORE),
    ):
        sites = {"ours": (port, own_name()), "Wagtail's": (beside, name)}
        places = {
            "story": {"ours": ours, "Wagtail's": articles},
            "front": {whose: ["/"] * (FRONTS * (chosen.rounds + 1)) for whose in sites},
        }
        of_wagtail = {}
        print(f"{'':<8}{'':<12}{'bytes':>8}{'server':>12}{'database':>12}{'all':>10}")
        for page, paths in places.items():
            costs = in_turns(sites, paths, chosen.rounds)
            sizes = {whose: len(ask(sites[whose][0], paths[whose][0])[0]) for whose in sites}
            for whose, rounds in costs.items():
                print_line(page, whose, sizes[whose], rounds)
            both = zip(costs["Wagtail's"], costs["ours"], strict=True)
            ratios = [sum(theirs) / sum(own) for theirs, own in both]
            print(f"{page:<8}Wagtail's is {statistics.median(ratios):.2f} times ours")
            of_wagtail.setdefault(page, costs["Wagtail's"])
    return of_wagtail["story"]


def own_name():
    """Of our database."""
    return os.environ["DATABASE_URL"].rpartition("/")[2]


def wagtail_articles(url, name, count):
    """Paths of Wagtail's newest articles."""
    from urllib.parse import urlsplit

    import psycopg2

    connection = psycopg2.connect(urlsplit(url)._replace(path=f"/{name}").geturl())
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(
            "SELECT url_path FROM newspaper_article JOIN wagtailcore_page ON id = page_ptr_id"
            " ORDER BY date DESC LIMIT %s",
            [count],
        )
        # Below the front page, whose own part of the path is not in addresses.
        return ["/" + path.split("/", 2)[2] for (path,) in cursor.fetchall()]


def in_turns(sites, paths, rounds):
    """(server, database) milliseconds a page, by site, of each round; the first does not count."""
    costs = {whose: [] for whose in sites}
    for number in range(rounds + 1):
        for whose, (port, name) in sites.items():
            each = len(paths[whose]) // (rounds + 1)
            some = paths[whose][number * each : (number + 1) * each]
            costs[whose].append(cost(port, name, some))
    return {whose: found[1:] for whose, found in costs.items()}


def cost(port, name, paths):
    before = processor.of_server(port), processor.of_database(name)
    for path in paths:
        ask(port, path)
    after = processor.of_server(port), processor.of_database(name)
    return tuple((b - a) / len(paths) * 1000 for a, b in zip(before, after, strict=True))


def print_line(page, whose, size, rounds):
    server, database = (statistics.median(each) for each in zip(*rounds, strict=True))
    print(
        f"{page:<8}{whose:<12}{size:>8,}{server:>9.2f} ms{database:>9.2f} ms"
        f"{server + database:>7.2f} ms"
    )


def print_kept(chosen, stories, wagtails):
    """Stories from disk, after a restart; made once before, by the same server."""
    os.environ["PAGE_STORE_MB"] = "64"
    name, port = own_name(), free_port()
    with site(port):
        for path in stories:
            ask(port, path)
    with site(port):
        rounds = in_turns({"": (port, name)}, {"": stories}, chosen.rounds)[""]
        body, how = ask(port, stories[0])
        # What was asked for once is in memory now.
        assert how == "hit"
    print_line("story", "ours, kept", len(body), rounds)
    ratio = statistics.median(map(sum, wagtails)) / statistics.median(map(sum, rounds))
    print(f"{'story':<8}Wagtail's is {ratio:.2f} times ours")


if __name__ == "__main__":
    main()
