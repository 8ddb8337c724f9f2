"""Where a link leads in the end."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

# Programs that send whoever follows a link past their own servers: host, path, in which part of
# the query the target stands.
DETOURS = (
    (re.compile(r"(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?"), "/url", ("q", "url")),
    (re.compile(r"[\w-]+\.safelinks\.protection\.outlook\.com"), "/", ("url",)),
    (re.compile(r"(?:www|lm?)\.facebook\.com"), "/l.php", ("u",)),
    (re.compile(r"l\.instagram\.com"), "/", ("u",)),
    (re.compile(r"www\.linkedin\.com"), "/safety/go", ("url",)),
    (re.compile(r"www\.youtube\.com"), "/redirect", ("q",)),
    (re.compile(r"slack-redir\.net"), "/link", ("url",)),
    (re.compile(r"duckduckgo\.com"), "/l/", ("uddg",)),
    (re.compile(r"linkprotect\.cudasvc\.com"), "/url", ("a",)),
)
# Proofpoint writes the target in letters of its own. A * is one of those that the end explains.
GUARDED = re.compile(r"https://urldefense\.com/v3/__(https?:/[^*]+?)__;[^!]*!.*", re.IGNORECASE)
GUARDED_HOST, GUARDED_PATH = "urldefense.proofpoint.com", "/v2/url"
TARGET = re.compile(r"https?://", re.IGNORECASE)


def target(href):
    """The address without the detour; "" of what leads nowhere outside its own document."""
    href = href.strip()
    if href.startswith("#"):
        return ""
    if guarded := GUARDED.fullmatch(href):
        return re.sub(r"^(https?:)/(?!/)", r"\1//", guarded[1])
    try:
        parts = urlsplit(href)
    except ValueError:
        return href
    host = parts.netloc.lower()
    if (host, parts.path) == (GUARDED_HOST, GUARDED_PATH):
        [written] = parse_qs(parts.query).get("u", [""])[:1]
        found = unquote(written.replace("-", "%").replace("_", "/"))
        return found if TARGET.match(found) else href
    for known, path, names in DETOURS:
        if known.fullmatch(host) and parts.path == path:
            query = parse_qs(parts.query)
            found = [query[name][0] for name in names if name in query]
            return next(filter(TARGET.match, found), href)
    return href
