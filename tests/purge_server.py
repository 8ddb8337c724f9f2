"""An HTTP cache that keeps nothing and notes what it is asked to purge."""

from http.server import BaseHTTPRequestHandler

from tests.http_server import http_server


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PURGE(self):
        self.server.asked.append((self.headers["Host"], self.path))
        self.send_response(self.server.answers)
        self.send_header("Content-Length", "0")
        if self.server.answers == 302:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *args):
        """Nothing of what it was asked goes to the terminal of the tests."""


def purge_server():
    """A server on a free port; `asked` are (host, path) in their order, `answers` its status."""
    return http_server(_Handler, asked=[], answers=200)
