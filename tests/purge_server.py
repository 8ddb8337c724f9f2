"""An HTTP cache that keeps nothing and notes what it is asked to purge."""

import json
from http.server import BaseHTTPRequestHandler

from tests.http_server import http_server


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PURGE(self):
        self.server.asked.append((self.headers["Host"], self.path))
        if self.headers["xkey"]:
            self.server.keys.append(self.headers["xkey"].split(" "))
        self._answer()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append((self.path, dict(self.headers), json.loads(body)))
        self._answer()

    def _answer(self):
        self.send_response(self.server.answers)
        self.send_header("Content-Length", "0")
        if self.server.answers == 302:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *args):
        """Nothing of what it was asked goes to the terminal of the tests."""


def purge_server():
    """A server on a free port. `answers` is its status.

    `asked` are (host, path) of purges in their order, `keys` the surrogate keys of each that named
    any, and `told` what came by POST: path, headers, and what the JSON says.
    """
    return http_server(_Handler, asked=[], keys=[], told=[], answers=200)
