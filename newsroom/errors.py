"""What a reader gets when something is not there, not allowed or broken."""

import base64
import hashlib
import re

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def permission_denied(request, exception=None):
    return render(request, "403.html", status=403)


def csrf_failure(request, reason=""):
    """The form's seal did not fit. What was typed comes back, so that nothing is lost."""
    typed = [value for name in ("text", "comment") if (value := request.POST.get(name))]
    return render(request, "403_csrf.html", {"typed": typed}, status=403)


def too_many_requests(request, *, retry_after):
    """429 with the wait in seconds, in words and as a header."""
    response = render(request, "429.html", {"minutes": -(-retry_after // 60)}, status=429)
    response["Retry-After"] = str(retry_after)
    return response


# Read when the site starts: whatever breaks later (a database, a disk, a template) must not
# break this page too. Its style is inside it, so its own policy names that style by hash.
_STOPPED = (settings.BASE_DIR / "templates" / "500.html").read_text()
_STYLE = re.search("<style>(.*?)</style>", _STOPPED, re.DOTALL)[1]
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_STOPPED_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def server_error(request):
    headers = {str(CSP.HEADER_ENFORCE): _STOPPED_POLICY, "Cache-Control": "no-store"}
    return HttpResponse(_STOPPED, status=500, headers=headers)
