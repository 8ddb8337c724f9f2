"""What stands where the site would, writes down what it is asked, and answers as it is told."""

from http.server import BaseHTTPRequestHandler

from tests.http_server import http_server

KEPT = "public, max-age=0, s-maxage=60"
KEYS = "everything story-12"


class RecordingHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.requestline.split()[1]  # self.path has no doubled slash at its beginning
        if path != "/healthz":  # a cache asks it each second
            self.server.asked.append(path)
        if self.server.before_answering:
            self.server.before_answering(path)
        status, headers = self.server.answers.get(path, (200, {}))
        body = f"{self.server.edition} of {path}".encode()
        self.send_response(status)
        for name, value in ({"Cache-Control": KEPT, "xkey": KEYS} | headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.do_GET()

    def log_message(self, *args):
        pass


def recorder():
    """A running one. `asked` has the paths, queries and all, but for "/healthz"; `answers` a status
    and headers for each path that has others than (200, {}); `before_answering` is called with the
    path."""
    return http_server(
        RecordingHandler, asked=[], answers={}, edition="first edition", before_answering=None
    )
