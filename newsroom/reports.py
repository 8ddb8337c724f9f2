"""What browsers report: that a page wanted something which the content security policy refuses.

A line of the log for each, so that an attack, or a mistake of ours, is seen. Anybody can send one,
so none is believed further than that: few from one network, few characters, and nothing is kept.
"""

import json
import logging
import re
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from newsroom.machine.masks import masked
from newsroom.methods import require_POST
from newsroom.throttling import seconds_to_wait, visitor_address

logger = logging.getLogger(__name__)

LONGEST = 16 * 1024  # bytes
TIMES, SECONDS = 20, 10 * 60
MOST = 10  # of one request
TYPES = ("application/csp-report", "application/reports+json", "application/json")
_SHOWN = re.compile(r"[^\x20-\x7e]+")


@csrf_exempt  # browsers send no token with it, and it changes nothing
@require_POST
def report(request):
    """204 for a report, 400 for what is none, 413, 415 and 429; in words that a log shows."""
    if request.content_type not in TYPES:
        return _refused("Reports are JSON.", 415)
    # What a header says is believed where it says too much; the rest is not read.
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
        return _refused(f"A report has at most {LONGEST} bytes.", 413)
    visitor = visitor_address(request)
    if wait := seconds_to_wait("reports", visitor, times=TIMES, seconds=SECONDS):
        response = _refused("These were many reports.", 429)
        response["Retry-After"] = str(wait)
        return response
    try:
        found = list(_violations(json.loads(request.read(LONGEST))))[:MOST]
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return _refused("This is no report.", 400)
    for violated, blocked, page in found:
        logger.warning("A browser refused %s from %s on %s", violated, blocked, page)
    return _answered(HttpResponse(status=204))


def _violations(sent):
    """(directive, what was blocked, path of the page) of each; of both forms that browsers have."""
    bodies = [sent["csp-report"]] if isinstance(sent, dict) and "csp-report" in sent else None
    if bodies is None:
        if not isinstance(sent, list):
            raise TypeError("neither of the two forms")
        bodies = [each["body"] for each in sent if each.get("type") == "csp-violation"]
    for body in bodies:
        directive = body.get("effective-directive") or body.get("effectiveDirective") or ""
        directive = directive or body.get("violated-directive") or ""
        blocked = body.get("blocked-uri") or body.get("blockedURL") or ""
        page = body.get("document-uri") or body.get("documentURL") or ""
        yield _short(directive), _short(_origin(blocked)), _short(masked(urlsplit(str(page)).path))


def _origin(blocked):
    """The site that was asked for, or a word like "inline": its whole address is a visitor's."""
    parts = urlsplit(str(blocked))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else parts.path


def _short(text):
    return _SHOWN.sub("?", str(text))[:200] or "?"


def _refused(words, status):
    return _answered(HttpResponse(f"{words}\n", "text/plain; charset=utf-8", status=status))


def _answered(response):
    response["Cache-Control"] = "no-store"
    return response
