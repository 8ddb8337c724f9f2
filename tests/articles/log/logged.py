"""What the log has about something, for the tests of the log."""

import json

from articles.models import Record


def lines_about(thing):
    return list(Record.objects.about(thing).order_by("pk"))


def last_about(thing):
    return lines_about(thing)[-1]


def everything_in_the_log():
    return json.dumps([[str(value) for value in row] for row in Record.objects.values_list()])
