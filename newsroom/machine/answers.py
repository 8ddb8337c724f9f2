"""Around the whole application: each answer is a line in the log, and is counted.

Outermost, so that nothing is left out: static files, pages out of the store, refusals.
"""

import logging
import re
import secrets
import time

from django.conf import settings

from newsroom import metrics

from . import doing
from .masks import masked

logger = logging.getLogger("newsroom.requests")

# What a proxy of ours has called the request; anything else is not written into a log.
ID = re.compile(r"[A-Za-z0-9-]{8,64}")
# "page;desc=hit": whether a page came out of the store, was put into it, or only made.
PAGE = re.compile(r"\bpage;desc=\"?([a-z]+)")
ROUTE = "newsroom.route"  # in the WSGI environment, from whoever knows it
NO_ROUTE = "none"


class Answers:
    """A WSGI application around another one."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        request = doing.Doing(_id_of(environ))
        answer = Answer(environ, request)
        doing.begin(request)

        def start(status, headers, exc_info=None):
            answer.begin(status, headers)
            return start_response(status, headers, *([exc_info] if exc_info else []))

        try:
            body = self.application(environ, start)
        except BaseException:
            answer.end()
            raise
        if isinstance(body, list):  # a page out of the store: whole, and sent at once
            answer.bytes = sum(map(len, body))
            answer.end()
            return body
        return Body(body, answer)


class Body:
    """What is sent, and at its end the end of the answer."""

    def __init__(self, body, answer):
        self._body, self._answer = body, answer

    def __iter__(self):
        for part in self._body:
            self._answer.bytes += len(part)
            yield part

    def close(self):
        try:
            if hasattr(self._body, "close"):
                self._body.close()
        finally:
            self._answer.end()


class Answer:
    def __init__(self, environ, request):
        self.environ, self.request = environ, request
        self.began = time.perf_counter()
        self.status, self.bytes, self.page = 500, 0, ""

    def begin(self, status, headers):
        self.status = int(status[:3])
        for name, value in headers:
            if name.lower() == "server-timing" and (found := PAGE.search(value)):
                self.page = found[1]

    def end(self):
        if self.request is None:
            return
        seconds = time.perf_counter() - self.began
        route = self.environ.get(ROUTE) or self.request.route or NO_ROUTE
        if settings.LOG_REQUESTS:
            self._log(route, seconds)
        self._count(route, seconds)
        doing.end()
        self.request = None

    def _log(self, route, seconds):
        path = self.environ.get("PATH_INFO", "").encode("latin-1", "replace")
        facts = {
            "method": self.environ.get("REQUEST_METHOD", ""),
            "path": masked(path.decode("utf-8", "replace")),
            "route": route,
            "status": self.status,
            "bytes": self.bytes,
            "ms": round(seconds * 1000, 1),
            "queries": self.request.queries,
            "queries_ms": round(self.request.query_seconds * 1000, 1),
            "page": self.page,
        }
        # The path last: all behind a secret in it is left out.
        words = "%(status)s %(ms)s ms %(bytes)s bytes %(method)s %(path)s"
        logger.info(words, facts, extra={"facts": facts})

    def _count(self, route, seconds):
        if metrics.is_on():
            metrics.count("requests", route=route, status=self.status)
            metrics.observe("request_seconds", seconds, route=route)
            metrics.count("query_seconds", self.request.query_seconds, route=route)
            metrics.count("queries", self.request.queries, route=route)
            if self.page:
                metrics.count("pages", how=self.page)
            metrics.refresh()


def _id_of(environ):
    told = environ.get("HTTP_X_REQUEST_ID", "") if settings.TRUSTED_PROXIES else ""
    return told if ID.fullmatch(told) else secrets.token_hex(8)
