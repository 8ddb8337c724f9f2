"""The rules of Mozilla's HTTP Observatory, as far as one answer of a site can earn or lose by them.

Points as in its version of 2026 (https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring):
a hundred to begin with; extra points count only for who has lost fewer than ten.
"""

import re

WORST_REFERRERS = {"unsafe-url", "origin", "origin-when-cross-origin", "no-referrer-when-downgrade"}
BEST_REFERRERS = {
    "no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"
}  # fmt: skip
LOOSE = {"'unsafe-inline'", "'unsafe-eval'", "data:", "http:", "https:", "*", "blob:"}
HALF_A_YEAR = 15_768_000  # seconds


def score(response):
    """(points, [what was lost or won]) of an answer."""
    rules = (
        _policy,
        _cookies,
        _sharing,
        _referrer,
        _transport,
        _scripts,
        _sniffing,
        _frames,
        _embedding,
    )
    found = [
        (points, f"{rule.__name__[1:]} {points:+d}") for rule in rules if (points := rule(response))
    ]
    lost = sum(points for points, _ in found if points < 0)
    won = sum(points for points, _ in found if points > 0)
    return 100 + lost + (won if lost > -10 else 0), [words for _, words in found]


def directives(response):
    parts = response.headers.get("Content-Security-Policy", "").split(";")
    found = [part.split() for part in parts if part.strip()]
    return {name.lower(): values for name, *values in found}


def _policy(response):
    policy = directives(response)
    if not policy:
        return -25
    for name in ("script-src", "object-src", "style-src"):
        sources = set(policy.get(name, policy.get("default-src", ["*"])))
        if sources & LOOSE:
            return -10 if name == "style-src" else -20
    return 10 if policy.get("default-src") == ["'none'"] else 5


def _cookies(response):
    lost = 0
    for name, cookie in response.cookies.items():
        if not cookie["secure"]:
            return -40 if "session" in name else -20
        if not cookie["httponly"] and "csrf" not in name:
            lost = min(lost, -30 if "session" in name else -10)
        if not cookie["samesite"] and "csrf" in name:
            lost = min(lost, -20)
    return lost or (5 if response.cookies else 0)


def _sharing(response):
    return -50 if response.headers.get("Access-Control-Allow-Origin") == "*" else 0


def _referrer(response):
    policy = response.headers.get("Referrer-Policy", "")
    if policy in WORST_REFERRERS:
        return -5
    return 5 if policy in BEST_REFERRERS else 0


def _transport(response):
    request = getattr(response, "wsgi_request", None)
    if request is not None and not request.is_secure():
        return 0  # RFC 6797, 7.2: it says nothing over http, where anybody could say it
    seconds = re.search(r"max-age=(\d+)", response.headers.get("Strict-Transport-Security", ""))
    if seconds is None:
        return -20
    return -10 if int(seconds[1]) < HALF_A_YEAR else 0


def _scripts(response):
    """Those of our own origin earn nothing; one from elsewhere without integrity costs."""
    text = "" if response.streaming else response.content.decode(errors="replace")
    for tag in re.findall(r"<script\b[^>]*\bsrc=[^>]*>", text):
        source = re.search(r'src="([^"]*)"', tag)[1]
        if not source.startswith("/") or source.startswith("//"):
            return -5 if "integrity=" in tag else -25
    return 0


def _sniffing(response):
    return 0 if response.headers.get("X-Content-Type-Options") == "nosniff" else -5


def _frames(response):
    if directives(response).get("frame-ancestors") == ["'none'"]:
        return 5
    return 0 if response.headers.get("X-Frame-Options") in ("DENY", "SAMEORIGIN") else -20


def _embedding(response):
    sharing = response.headers.get("Cross-Origin-Resource-Policy")
    return {"same-origin": 10, "same-site": 10, "cross-origin": -5}.get(sharing, 0)
