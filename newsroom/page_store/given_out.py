"""What caches in front of the site are told with an answer, so that they can forget it.

Its surrogate keys, in the headers of SURROGATE_KEYS, for those that forget by key. For those that
know paths alone (PURGE_URLS) it is noted at which path keys went out (noting.py); an answer of
which that cannot be promised is kept by nobody.
"""

from time import monotonic
from urllib.parse import quote

from django.conf import settings

from newsroom.page_store import noting
from newsroom.page_store.addresses import READING, plain_query
from newsroom.page_store.keys import ANYTHING, EVERYTHING, collecting, is_collecting

# By name of SURROGATE_KEYS the header, and what stands between two keys.
HEADERS = {
    "xkey": ("xkey", " "),
    "surrogate-key": ("Surrogate-Key", " "),
    "cache-tag": ("Cache-Tag", ","),
}
# Of all keys of an answer. Varnish takes 8 KB in a line as it is delivered, the others twice that.
MOST_BYTES = 7_000


def word(key):
    """A key as caches get it: ASCII, without white space and commas."""
    return quote(key, safe="")


def headers(keys):
    """The response headers, pairs of texts, that tell caches these keys.

    Never some of them: where they do not fit, it is the one that every change has.
    """
    if not settings.SURROGATE_KEYS:
        return []
    words = sorted(map(word, keys))
    if sum(map(len, words)) + len(words) > MOST_BYTES:
        words = [ANYTHING, EVERYTHING]
    named = (HEADERS[name] for name in settings.SURROGATE_KEYS)
    return [(name, between.join(words)) for name, between in named]


def path_of(environ, query):
    """What a cache asked for, encoded, with a plain query; for `note`."""
    path = quote(environ["PATH_INFO"].encode("latin-1"), safe="/:@!$&'()*+,;=~")
    return f"{path}?{query}" if query else path


def note(path, keys, begun=None):
    """Remember that these keys go out at this path; whether a cache may keep the answer.

    `begun` is when (time.monotonic) making it began; None if it is known to be good now.
    """
    return noting.notes.add(path, keys, begun) if settings.PURGE_URLS else True


def may_be_kept(status, response_headers):
    """Whether shared caches keep an answer of Django's (newsroom.caching.for_readers)."""
    found = {name.lower(): value for name, value in response_headers}
    policy = found.get("cache-control", "")
    is_for_all = "public" in policy and "s-maxage" in policy and "set-cookie" not in found
    return is_for_all and status[:3] in ("200", "301", "304")


def bounded(header, most_seconds):
    """A header (a pair); Cache-Control lets shared caches keep the answer no longer than that."""
    name, value = header
    if name.lower() != "cache-control":
        return header
    parts = [part.strip() for part in value.split(",")]
    return name, ", ".join(
        f"s-maxage={min(int(part.removeprefix('s-maxage=')), most_seconds)}"
        if part.startswith("s-maxage=") else part
        for part in parts
    )  # fmt: skip


class Keyed:
    """Around Django: what the page store does not give out itself has its keys from here.

    Pictures, addresses with a query that no page has, and all pages where there is no page store.
    """

    def __init__(self, django):
        self.django = django

    def __call__(self, environ, start_response):
        if is_collecting() or environ["REQUEST_METHOD"] not in READING:
            return self.django(environ, start_response)
        answer, begun = _Answer(start_response), monotonic()
        with collecting(with_frames=True) as keys:
            body = self.django(environ, answer.start)
        answer.go_on(environ, keys, begun)
        return body


class _Answer:
    """Holds back what Django says of its answer until all keys are known."""

    def __init__(self, start_response):
        self.start_response = start_response

    def start(self, status, response_headers, exc_info=None):
        self.said = status, list(response_headers), exc_info

    def go_on(self, environ, keys, begun):
        status, found, exc_info = self.said
        if may_be_kept(status, found):
            query = plain_query(environ.get("QUERY_STRING", ""))
            # Queries that nobody's page has are as many as somebody likes to write.
            is_known = query is not None or not settings.PURGE_URLS
            if not (is_known and note(path_of(environ, query), keys, begun)):
                found = [bounded(header, 0) for header in found]
            found += headers(keys)
        self.start_response(status, found, exc_info)
