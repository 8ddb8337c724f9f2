"""How fast a WordPress site comes in, and in what memory, beside the least that it could cost.

    .venv/bin/python -m benchmarks.import_wordpress [--database URL] [--posts 10000]

Writes an export of so many posts with three comments each, and prints for the import, the same
import again, and a loop that only parses the file and inserts plain rows: posts a second of the
time that passed and of what a processor worked, and the most memory. Ends with 1 below what an
import should do. The database's own work is another process's, and only in the time that passed.
"""

import sys
import tempfile
import time
from pathlib import Path
from xml.etree.ElementTree import iterparse

from benchmarks.keeping import run
from benchmarks.sites import wordpress
from benchmarks.sites.own import own_site, parse_arguments

SLOWEST = 150  # posts in a second of a processor
MOST_MB = 300
NAMESPACES = {
    "wp": "{http://wordpress.org/export/1.2/}",
    "content": "{http://purl.org/rss/1.0/modules/content/}",
}


def main():
    chosen = parse_arguments(rounds=1, posts=10_000)
    with own_site(chosen.database), tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "export.xml")
        wordpress.write(path, chosen.posts)
        print(f"{chosen.posts:,} posts, {path.stat().st_size / 1e6:.0f} MB")
        speed, memory = measure("import", ["import_wordpress", path], chosen.posts)
        again, more = measure("again", ["import_wordpress", path], chosen.posts)
        least(path, chosen.posts)
    is_slow, is_large = min(speed, again) < SLOWEST, max(memory, more) > MOST_MB
    if is_slow:
        print(f"EXCEEDED: at least {SLOWEST} posts in a second of a processor")
    if is_large:
        print(f"EXCEEDED: at most {MOST_MB} MB")
    return 1 if is_slow or is_large else 0


def measure(name, command, posts):
    """(posts in a second of a processor, most MB), printed with those of the time that passed."""
    began = time.monotonic()
    used = run(command)
    took, processor = time.monotonic() - began, used.ru_utime + used.ru_stime
    memory = used.ru_maxrss / 1024
    tell(name, posts, took, processor)
    print(f"{'':8} {memory:.0f} MB")
    return posts / processor, memory


def tell(name, posts, took, processor):
    print(
        f"{name:8} {posts / took:6.0f} posts/s, {posts / processor:6.0f} in a second of a processor"
    )


def least(path, posts):
    """The peer: parse the same file, and insert texts and comments as plain rows, 2,000 at once."""
    from django.db import connection

    began, worked = time.monotonic(), time.process_time()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE plain_post (id bigint, title text, content text, at text)")
        cursor.execute("CREATE TABLE plain_comment (post bigint, name text, content text)")
        rows = {"plain_post": [], "plain_comment": []}
        for _, element in iterparse(path):  # noqa: S314 this file is our own
            if element.tag != "item":
                continue
            _take(element, rows)
            element.clear()
            if len(rows["plain_post"]) >= 2000:
                _insert(cursor, rows)
        _insert(cursor, rows)
    tell("least", posts, time.monotonic() - began, time.process_time() - worked)


def _take(item, rows):
    wp, content = NAMESPACES["wp"], NAMESPACES["content"]
    number = item.findtext(f"{wp}post_id")
    rows["plain_post"].append(
        (number, item.findtext("title"), item.findtext(f"{content}encoded"),
         item.findtext(f"{wp}post_date_gmt"))
    )  # fmt: skip
    rows["plain_comment"] += [
        (number, each.findtext(f"{wp}comment_author"), each.findtext(f"{wp}comment_content"))
        for each in item.iter(f"{wp}comment")
    ]


def _insert(cursor, rows):
    for table, values in rows.items():
        if values:
            line = f"({', '.join(['%s'] * len(values[0]))})"
            lines = ", ".join([line] * len(values))
            flat = [value for row in values for value in row]
            cursor.execute(f"INSERT INTO {table} VALUES {lines}", flat)  # noqa: S608 our own names
            values.clear()


if __name__ == "__main__":
    sys.exit(main())
