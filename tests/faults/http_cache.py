"""A shared HTTP cache before the site, as small as one can be: it stores what it may, as long as
it may (RFC 9111: s-maxage, no-store, private), and answers PURGE."""

import re
import time
from http.server import BaseHTTPRequestHandler

from tests.http_server import http_server

from .site import ask

S_MAXAGE = re.compile(r"\bs-maxage=(\d+)")
NOT_STORED = re.compile(r"\b(no-store|private)\b")


class CacheHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        kept = self.server.kept.get(self.path)
        if kept and kept[0] > time.monotonic():
            self.server.hits += 1
            return self._send(*kept[1:])
        status, headers, body = ask(self.server.site_port, self.path, is_text=False)
        policy = headers.get("cache-control", "")
        seconds = S_MAXAGE.search(policy)
        if status == 200 and seconds and not NOT_STORED.search(policy):
            until = time.monotonic() + int(seconds[1])
            self.server.kept[self.path] = (until, status, headers, body)
        return self._send(status, headers, body)

    def do_PURGE(self):
        was_kept = self.server.kept.pop(self.path, None)
        self._send(200 if was_kept else 404, {}, b"")

    def _send(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() in ("content-type", "cache-control"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def http_cache():
    """A running cache. `site_port` is to be set to the port of the site; `hits` counts what it
    answered by itself."""
    return http_server(CacheHandler, kept={}, hits=0, site_port=None)
