"""A web server in a thread, for what a test needs to be asked by."""

from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from threading import Thread


@contextmanager
def http_server(handler, **attributes):
    """A running ThreadingHTTPServer on a free port of this machine (`server_port`).

    `handler` is a BaseHTTPRequestHandler; `attributes` stand on the server, as its state.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    vars(server).update(attributes)
    thread = Thread(target=server.serve_forever, args=[0.05])
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
