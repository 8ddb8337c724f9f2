"""A proxy and a site that read the length of a request in two ways: what ours must not be."""

import contextlib
import re
import socket
import socketserver
import threading

from tests.ports import free_port

LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


def up_to(last, stream):
    """The lines up to this one; b"" where the connection ends before."""
    lines = []
    # At its end a stream gives an empty line, again and again.
    while line := stream.readline():
        lines.append(line)
        if line == last:
            return b"".join(lines)
    return b""


def whole(stream, *, by_pieces):
    """The next request or answer as bytes; b"" at the end. `by_pieces` goes before its length."""
    head = up_to(b"\r\n", stream)
    if not head:
        return b""
    if by_pieces and b"chunked" in head:
        return head + up_to(b"0\r\n", stream) + stream.readline()
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
    """The two of them; `connect()` leads to the proxy, `asked` has the paths that arrived.

    At the end all of their threads are: what leads to the proxy has to be closed by then.
    """
    with contextlib.ExitStack() as stack:
        site, proxy = (
            stack.enter_context(socketserver.ThreadingTCPServer(("127.0.0.1", free_port()), kind))
            for kind in (Site, Proxy)
        )
        site.asked = []
        for server in (site, proxy):
            threading.Thread(target=server.serve_forever, args=[0.05]).start()
            stack.callback(server.shutdown)
        proxy.behind = stack.enter_context(socket.create_connection(site.server_address))
        proxy.answers = stack.enter_context(proxy.behind.makefile("rb"))
        proxy.lock = threading.Lock()
        proxy.asked = site.asked
        proxy.connect = lambda: socket.create_connection(proxy.server_address, timeout=60)
        yield proxy
