"""Which requests the page store answers, and what it calls the page."""

import re

from django.conf import settings

from newsroom import reading_preferences

READING = frozenset({"GET", "HEAD"})
# What other sites and letters hang on a link to follow whoever clicks; deploy/nginx.conf says the
# same. A link with it is the link without.
HUNG_ON = re.compile(
    r"(utm_[a-z_]+|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh"
    r"|li_fat_id|srsltid|mc_cid|mc_eid|mkt_tok|vero_id|_ga|_gl|_hsenc|_hsmi)(=|$)",
    re.IGNORECASE,
)
# What the site itself writes behind a "?" of a page that can be kept.
KNOWN = re.compile(r"(page|view|p|before|after)=[0-9A-Za-z._-]{1,60}")
# Files, which are kept by others, and what nobody may keep.
NEVER = ("static/", "media/", "accounts/", "search/", "read/", "reading/", "healthz", "readyz")
NEVER += ("metrics", "security-reports/", ".well-known/")


def plain_query(query):
    """A query without what is hung on it; None if the rest is nothing that pages have."""
    if not query:
        return ""
    parts = [part for part in query.split("&") if part and not HUNG_ON.match(part)]
    if all(map(KNOWN.fullmatch, parts)):
        return "&".join(parts)
    return None


class Addresses:
    """What the store calls the page that a WSGI request asks for."""

    def __init__(self):
        names = (
            settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, reading_preferences.COOKIE,
            "messages",
        )  # fmt: skip
        self._for_somebody = re.compile(rf"(?:^|;)\s*(?:{'|'.join(map(re.escape, names))})=").search
        self._never = tuple(f"/{path}" for path in (*NEVER, settings.DESK_PATH))

    def of(self, environ):
        """A text and the plain query, or None: the request is no reader's without a session."""
        if environ["REQUEST_METHOD"] not in READING:
            return None
        cookies, path = environ.get("HTTP_COOKIE"), environ["PATH_INFO"]
        if (cookies and self._for_somebody(cookies)) or path.startswith(self._never):
            return None
        if "HTTP_AUTHORIZATION" in environ or "HTTP_RANGE" in environ:
            return None
        query = plain_query(environ.get("QUERY_STRING", ""))
        if query is None:
            return None
        scheme = environ.get("HTTP_X_FORWARDED_PROTO") or environ["wsgi.url_scheme"]
        return f"{scheme}://{environ.get('HTTP_HOST', '')}{path}?{query}", query
