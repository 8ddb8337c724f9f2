"""Where a link leads in the end."""

import re
from urllib.parse import parse_qs, urlsplit

# Programs that send whoever follows a link past their own servers: host, path, in which part of
# the query the target stands.
DETOURS = (
    (re.compile(r"(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?"), "/url", ("q", "url")),
    (re.compile(r"[\w-]+\.safelinks\.protection\.outlook\.com"), "/", ("url",)),
    (re.compile(r"lm?\.facebook\.com"), "/l.php", ("u",)),
)
TARGET = re.compile(r"https?://", re.IGNORECASE)


def target(href):
    """The address without the detour; "" of what leads nowhere outside its own document."""
    href = href.strip()
    if href.startswith("#"):
        return ""
    try:
        parts = urlsplit(href)
    except ValueError:
        return href
    for host, path, names in DETOURS:
        if host.fullmatch(parts.netloc.lower()) and parts.path == path:
            query = parse_qs(parts.query)
            found = [query[name][0] for name in names if name in query]
            return next(filter(TARGET.match, found), href)
    return href
