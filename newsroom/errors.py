"""Error pages: 400, 403, 413, 429, 500 and 503. The page for 404 is articles.views.not_found.

Whatever the reason, who sent a form finds on them what they typed.
"""

import base64
import errno
import hashlib
import re
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.utils.html import format_html, format_html_join
from redis.exceptions import RedisError

from newsroom import caching, drafts, typed

RETRY_AFTER = 60  # seconds


def refuse(request, template, context=None, *, status):
    """An answer in words to what cannot be had or sent. The only door of all refusals.

    Its template includes `components/given_back.html` and so gives back what was typed; then
    nobody stores the answer.
    """
    context = {"typed": typed.given_back(request)} | (context or {})
    response = render(request, template, context, status=status)
    if context["typed"] or request.method == "POST":
        response["Cache-Control"] = "private, no-store"
    return response


@caching.for_readers
def bad_request(request, exception=None):
    """The site's handler400; 413 for a form that is larger than the site reads at all."""
    if isinstance(exception, RequestDataTooBig):
        megabytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 2**20
        return refuse(request, "413.html", {"megabytes": megabytes}, status=413)
    # Not the words of a POST alone: a search that is too long is one of these.
    return refuse(request, "400.html", {"typed": typed.fields(request)}, status=400)


@caching.for_readers
def permission_denied(request, exception=None):
    """The site's handler403."""
    return refuse(request, "403.html", status=403)


@caching.for_readers
def csrf_failure(request, reason=""):
    """403 for a form whose CSRF token does not fit.

    Nothing is kept for later: it may be another site that has sent it.
    """
    try:
        request.POST  # noqa: B018 of a form that is too large nobody has read the token
    except RequestDataTooBig as fault:
        return bad_request(request, fault)
    return refuse(request, "403_csrf.html", status=403)


def log_in_first(request, *, longest=drafts.LONGEST):
    """403 for a form that was sent after the log-in had ended; it waits until they are back.

    Unless there are more than `longest` characters in it.
    """
    is_kept = drafts.keep(request, typed.fields(request), longest=longest)
    context = {"is_kept": is_kept, "back": request.get_full_path()}
    return refuse(request, "log_in_first.html", context, status=403)


@caching.for_readers
def too_many_requests(request, *, retry_after):
    """429 with `retry_after` (seconds) in words and as a header: a rate limit was reached."""
    response = refuse(request, "429.html", {"minutes": -(-retry_after // 60)}, status=429)
    response["Retry-After"] = str(retry_after)
    return response


def busy(request):
    """503 for what too many ask for at once; nothing has been counted against who is refused."""
    response = refuse(request, "429.html", {"minutes": 1}, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "private, no-store"
    return response


def server_error(request):
    """500 for a fault of ours. 503 while something that we lean on does not answer."""
    fault = sys.exception()
    if isinstance(fault, RedisError):
        try:
            return rate_limits_unavailable(request)
        except Exception:  # one fault seldom comes alone, and this page needs the database
            return service_unavailable(request)
    is_full = isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT)
    if is_full or isinstance(fault, (OperationalError, InterfaceError)):
        return service_unavailable(request)
    return _static_page("500.html", 500, request)


def rate_limits_unavailable(request):
    """503 while the cache is away: rate limits cannot be counted, so no limited form is taken."""
    response = refuse(request, "503_form.html", status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def service_unavailable(request=None, retry_after=RETRY_AFTER):
    """503 that needs neither database nor template; `retry_after` in seconds."""
    response = _static_page("503.html", 503, request)
    response["Retry-After"] = str(retry_after)
    return response


def _read(name):
    """A page that is no template, and the CSP that allows the one style inside it."""
    page = (settings.BASE_DIR / "templates" / name).read_text()
    style = re.search("<style>(.*?)</style>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return page, (
        f"default-src 'none'; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


# Read when the site starts: whatever breaks later (a database, a disk, a template) must not
# break these pages too.
_STATIC = {name: _read(name) for name in ("500.html", "503.html")}


# What they say of forms, in place of which stands what was typed.
_OF_FORMS = re.compile('<p id="typed">.*?</p>', re.DOTALL)


def _static_page(name, status, request):
    page, policy = _STATIC[name]
    if sent := _sent(request):
        page = _OF_FORMS.sub(lambda _: sent, page)
    headers = {str(CSP.HEADER_ENFORCE): policy, "Cache-Control": "no-store"}
    return HttpResponse(page, status=status, headers=headers)


def _sent(request):
    """What was typed, as HTML that needs no template; "" if that cannot be told."""
    try:
        fields = typed.fields(request) if request and request.method == "POST" else []
    except Exception:  # whatever it is: the page comes first
        return ""
    # A browser drops the first line break of a textarea: here it is one of ours.
    areas = format_html_join(
        "",
        '<textarea aria-labelledby="typed" dir="auto" rows="{}" readonly>\n{}</textarea>',
        ((2 if field.is_short else 8, field.text) for field in fields),
    )
    words = '<p id="typed">This is what you wrote. Copy it, and send it again later:</p>{}'
    return format_html(words, areas) if areas else ""
