"""A page that is kept: what was made, and the answers that are given with it."""

import gzip
import hashlib
from dataclasses import dataclass
from http import HTTPStatus

from django.utils.cache import parse_http_date_safe
from django.utils.http import parse_etags, quote_etag
from django.utils.text import compress_string

from newsroom.page_store import frames, given_out

SMALLEST_COMPRESSED = 200  # bytes, as Django's GZipMiddleware
# Beside the two bodies: headers, stamps, keys, and what Python needs for them.
OVERHEAD = 4_000  # bytes
# What a 304 says of the page (RFC 9110, section 15.4.5), and what it does not.
NOT_IN_304 = {"content-type", "content-length", "content-encoding", "content-language"}


@dataclass(frozen=True, slots=True)
class Page:
    """An answer of Django's, with places for frames; `stamps` say until when it is good."""

    status: str  # "200 OK"
    headers: list
    parts: list
    keys: tuple
    stamps: tuple


class Finished:
    """A Page with today's frames, ready to be given out in every form that is asked for."""

    __slots__ = (
        "body", "checked", "common", "compressed", "etag", "if_hit", "is_in_use", "keys", "length",
        "modified", "noted_until", "size", "stamps", "status",
    )  # fmt: skip

    def __init__(self, page, frames_by_name, checked):
        body = frames.put_in(page.parts, frames_by_name)
        headers = {name.lower(): value for name, value in page.headers}
        shown = (frame.keys for frame in frames_by_name.values())
        self.status, self.keys = page.status, frozenset(page.keys).union(*shown)
        self.noted_until = 0  # when it has to be noted again what caches in front have of it
        self.stamps = page.stamps + tuple(
            stamp for frame in frames_by_name.values() for stamp in frame.stamps
        )
        self.checked, self.is_in_use = checked, True
        self.modified = headers.get("last-modified")
        self.common = [
            (name, value) for name, value in page.headers
            if name.lower() not in ("content-length", "etag")
        ] + given_out.headers(self.keys)  # fmt: skip
        self.etag = None
        if "etag" in headers:
            self.etag = quote_etag(hashlib.md5(body, usedforsecurity=False).hexdigest())
        small = compress_string(body) if len(body) >= SMALLEST_COMPRESSED else body
        # Whoever takes no gzip is rare: for them it is unpacked.
        self.compressed, self.body = (small, None) if len(small) < len(body) else (None, body)
        self.length = len(body)
        forms = (False, True) if self.compressed is not None else (False,)
        self.if_hit = [self._headers(is_zipped, "hit") for is_zipped in forms]
        self.size = OVERHEAD + len(self.compressed or b"") + len(self.body or b"")

    def is_current(self, generations):
        """Whether nothing that it shows has changed."""
        anything = generations.of_anything
        if self.checked == anything:
            return True
        if generations.are_current(self.stamps):
            self.checked = anything
            return True
        return False

    def answer(self, environ, start_response, how, most_seconds=None):
        """The WSGI answer. `how` it came about stands in it (Server-Timing).

        `most_seconds` bounds for how long a shared cache may keep it.
        """
        self.is_in_use = True
        is_zipped = self.compressed is not None and _accepts_gzip(environ)
        # Nearly all that readers get: nothing is put together for it anew.
        headers = self.if_hit[is_zipped]
        if how != "hit" or most_seconds is not None:
            headers = self._headers(is_zipped, how, most_seconds)
        asks = "HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ
        if asks and self._is_had_already(environ):
            kept = [header for header in headers if header[0].lower() not in NOT_IN_304]
            start_response(f"304 {HTTPStatus.NOT_MODIFIED.phrase}", kept)
            return []
        start_response(self.status, headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            return []
        if is_zipped:
            return [self.compressed]
        return [self.body if self.body is not None else gzip.decompress(self.compressed)]

    def _headers(self, is_zipped, how, most_seconds=None):
        headers = [*self.common, ("Server-Timing", f"page;desc={how}")]
        if most_seconds is not None:
            headers = [given_out.bounded(header, most_seconds) for header in headers]
        if self.etag:
            headers.append(("ETag", f"W/{self.etag}" if is_zipped else self.etag))
        if is_zipped:
            headers.append(("Content-Encoding", "gzip"))
        length = len(self.compressed) if is_zipped else self.length
        return [*headers, ("Content-Length", str(length))]

    def _is_had_already(self, environ):
        if asked := self.etag and environ.get("HTTP_IF_NONE_MATCH"):
            tags = parse_etags(asked)
            return tags == ["*"] or self.etag in (tag.removeprefix("W/") for tag in tags)
        since = self.modified and environ.get("HTTP_IF_MODIFIED_SINCE")
        if not since or (at := parse_http_date_safe(since)) is None:
            return False
        return parse_http_date_safe(self.modified) <= at


def _accepts_gzip(environ):
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    if "gzip" not in accepted or ";" not in accepted:
        return "gzip" in accepted
    named = (part.replace(" ", "").lower() for part in accepted.split(","))
    return not any(part in ("gzip;q=0", "gzip;q=0.0", "gzip;q=0.00") for part in named)
