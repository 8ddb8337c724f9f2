"""Small tables, written for the tests."""

import csv
import io

SITE = "https://lantern.example"
ROW = {
    "headline": "The ferry left",
    "standfirst": "At six.",
    "body": "<p>Nobody was on the pier.</p>",
    "date": "2019-05-15 10:00",
    "author": "Ana Petrov; Bo Li",
    "section": "Harbour & sea",
    "topics": "Ferries, Piers",
    "slug": "ferry-left",
    "old address": f"{SITE}/2019/ferry.html",
    "status": "published",
}


def row(number=0, **differs):
    """A row of a public story; `number` tells it from others."""
    own = {"slug": f"ferry-{number}", "old address": f"{SITE}/2019/ferry-{number}.html"}
    return ROW | (own if number else {}) | differs


def table(*rows, separator=","):
    """A table of these rows, with all columns that any of them has."""
    columns = list(dict.fromkeys(name for each in rows for name in each))
    made = io.StringIO()
    writer = csv.DictWriter(made, columns, delimiter=separator, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()
