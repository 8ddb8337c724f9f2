"""Queries: how long each took, and a line in the log for one that took too long."""

import logging
import re
import time

from django.conf import settings

from . import doing

logger = logging.getLogger(__name__)

LONGEST = 2000  # characters of a statement in the log
# What a reader or an editor has written, should anybody ever write it into a statement.
VALUE = re.compile(r"'(?:[^']|'')*'")


def watch(connection, **kwargs):
    """Time all that is asked over this connection."""
    if timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(timed)


def timed(execute, sql, params, many, context):
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = time.perf_counter() - began
        request = doing.now()
        if request:
            request.queries += 1
            request.query_seconds += seconds
        if settings.SLOW_QUERY_MS and seconds * 1000 >= settings.SLOW_QUERY_MS:
            _say(request, seconds, sql)


def _say(request, seconds, sql):
    route = request.route if request else "outside of a request"
    statement = without_values(sql)[:LONGEST]
    logger.warning("%d ms (%s): %s", seconds * 1000, route or "no route yet", statement)


def without_values(sql):
    """A statement on one line, in which "?" stands for each text that it holds."""
    return " ".join(VALUE.sub("?", str(sql)).split())
