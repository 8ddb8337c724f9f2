"""A proxy and a site that read the length of a request in two ways: what ours must not be."""

import contextlib
import re
import socket
import socketserver
import threading

from tests.faults.site import free_port

LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


def whole(stream, *, by_pieces):
    """The next request or answer as bytes; b"" at the end. `by_pieces` goes before its length."""
    head = b"".join(iter(stream.readline, b"\r\n"))
    if not head:
        return b""
    head += b"\r\n"
    if by_pieces and b"chunked" in head:
        return head + b"".join(iter(stream.readline, b"0\r\n")) + stream.readline()
    found = LENGTH.search(head)
    return head + (stream.read(int(found[1])) if found else b"")


class Site(socketserver.StreamRequestHandler):
    """Reads bodies in pieces, and says which path it was asked for."""

    def handle(self):
        while asked := whole(self.rfile, by_pieces=True):
            path = asked.split()[1]
            self.server.asked.append(path.decode())
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(path) + path)


class Proxy(socketserver.StreamRequestHandler):
    """Reads bodies by their length, and hands on all requests by one connection."""

    def handle(self):
        while asked := whole(self.rfile, by_pieces=False):
            with self.server.lock:
                self.server.behind.sendall(asked)
                answer = whole(self.server.answers, by_pieces=False)
            self.wfile.write(answer)


@contextlib.contextmanager
def careless_pair():
    """The two of them; `connect()` leads to the proxy, `asked` has the paths that arrived."""
    with contextlib.ExitStack() as stack:
        site, proxy = (
            stack.enter_context(socketserver.ThreadingTCPServer(("127.0.0.1", free_port()), kind))
            for kind in (Site, Proxy)
        )
        site.asked, site.daemon_threads, proxy.daemon_threads = [], True, True
        for server in (site, proxy):
            threading.Thread(target=server.serve_forever, args=[0.05]).start()
            stack.callback(server.shutdown)
        proxy.behind = stack.enter_context(socket.create_connection(site.server_address))
        proxy.answers, proxy.lock = proxy.behind.makefile("rb"), threading.Lock()
        proxy.asked = site.asked
        proxy.connect = lambda: socket.create_connection(proxy.server_address, timeout=60)
        yield proxy
