"""Error pages: 400, 403, 429, 500 and 503. The page for 404 is articles.views.not_found."""

import base64
import hashlib
import re
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from redis.exceptions import RedisError

from newsroom import caching

RETRY_AFTER = 60  # seconds


@caching.for_readers
def bad_request(request, exception=None):
    """The site's handler400."""
    return render(request, "400.html", status=400)


@caching.for_readers
def permission_denied(request, exception=None):
    """The site's handler403."""
    return render(request, "403.html", status=403)


@caching.for_readers
def csrf_failure(request, reason=""):
    """403 for a form whose CSRF token does not fit. What was typed comes back, and is not lost."""
    return render(request, "403_csrf.html", {"typed": _typed(request)}, status=403)


@caching.for_readers
def too_many_requests(request, *, retry_after):
    """429 with `retry_after` (seconds) in words and as a header: a rate limit was reached."""
    response = render(request, "429.html", {"minutes": -(-retry_after // 60)}, status=429)
    response["Retry-After"] = str(retry_after)
    return response


def server_error(request):
    """500 for a fault of ours. 503 while something that we lean on does not answer."""
    fault = sys.exception()
    if isinstance(fault, RedisError):
        try:
            return rate_limits_unavailable(request)
        except Exception:  # one fault seldom comes alone, and this page needs the database
            return service_unavailable()
    if isinstance(fault, (OperationalError, InterfaceError)):
        return service_unavailable()
    return _static_page("500.html", 500)


def rate_limits_unavailable(request):
    """503 while the cache is away: rate limits cannot be counted, so no limited form is taken."""
    response = render(request, "503_form.html", {"typed": _typed(request)}, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def service_unavailable(retry_after=RETRY_AFTER):
    """503 that needs neither database nor template; `retry_after` in seconds."""
    response = _static_page("503.html", 503)
    response["Retry-After"] = str(retry_after)
    return response


def _typed(request):
    """The texts that somebody has written into a form; never a password."""
    return [value for name in ("text", "comment") if (value := request.POST.get(name))]


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


def _static_page(name, status):
    page, policy = _STATIC[name]
    headers = {str(CSP.HEADER_ENFORCE): policy, "Cache-Control": "no-store"}
    return HttpResponse(page, status=status, headers=headers)
