"""Log lines as JSON, and the last errors in a file of bounded length."""

import json
import logging
import re
import socket
import sys
import traceback
from datetime import UTC, datetime

from django.conf import settings

from . import doing, troubles
from .masks import masked

# Whose words are written with %s for what somebody typed, so that the words alone tell nothing.
OURS = ("newsroom", "articles", "accounts", "django")
# What would begin another line, or tell a terminal what to do: C0, C1 and Unicode's own ends.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class JSONFormatter(logging.Formatter):
    """One object a line: time, level, logger, message, and what is known of the request."""

    def format(self, record):
        line = {
            "time": _moment(record),
            "level": record.levelname,
            "logger": record.name,
            "message": masked(record.getMessage()),
        }
        if request := doing.now():
            line["request"] = request.id
            line["route"] = request.route
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        written = json.dumps(line, ensure_ascii=False, default=str)
        # JSON itself lets the ones above 7f stand, of which some programs make lines, too.
        return CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


class TextFormatter(logging.Formatter):
    """A line of text, with the request's id where there is a request. Only a traceback has more."""

    def formatMessage(self, record):  # noqa: N802 as logging names it
        request = doing.now()
        record.request = f"[{request.id}] " if request else ""
        return _on_one_line(masked(super().formatMessage(record)))

    def formatException(self, ei):  # noqa: N802
        lines = super().formatException(ei).split("\n")
        return "\n".join(map(_on_one_line, lines))


class LastErrors(logging.Handler):
    """Keeps errors for the desk (newsroom.machine.troubles): their kind and place.

    Never what somebody wrote, nor an address with a query: a message's words before anything is
    put into them, the class of an exception and not what it says.
    """

    def emit(self, record):
        # Of strangers who ask for another host there is no end, and nothing to mend.
        if record.name.startswith("django.security"):
            return
        request = doing.now()
        error = record.exc_info and record.exc_info[1]
        try:
            troubles.keep(
                {
                    "at": _moment(record),
                    "machine": socket.gethostname(),
                    "who": _process(),
                    "request": request.id if request else "",
                    "route": request.route if request else "",
                    "logger": record.name,
                    "what": type(error).__name__ if error else _words(record),
                    "where": _place(error),
                }
            )
        except Exception:  # a full disk must not make of one error two
            return


def _on_one_line(text):
    """What somebody typed or asked for makes no line of its own, and no terminal obey."""
    return CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _process():
    """The command of manage.py that runs in this process, or the web server."""
    program, *words = sys.argv
    return words[0] if words and program.endswith("manage.py") else "web"


def _moment(record):
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _words(record):
    is_ours = record.name.partition(".")[0] in OURS
    return str(record.msg)[:200] if is_ours else ""


def _place(error):
    """The innermost line of ours: "articles/views/story.py:12"."""
    ours = ""
    for frame in traceback.extract_tb(error.__traceback__) if error else ():
        name = frame.filename
        if name.startswith(f"{settings.BASE_DIR}/") and "site-packages" not in name:
            ours = f"{name.removeprefix(f'{settings.BASE_DIR}/')}:{frame.lineno}"
    return ours
