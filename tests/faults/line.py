"""The line between a site and its database, which can be cut, and can fall silent."""

import contextlib
import select
import socket
import threading


class Line:
    """Forwards connections to a port of this machine.

    `cut()` ends them and takes no more, as a database does that was killed; `fall_silent()` takes
    them and never answers, as one that was stopped (SIGSTOP) does; `mend()` ends both.
    """

    def __init__(self, port):
        self.to, self.pairs = port, []
        self._speaks, self._is_open = threading.Event(), True
        self._speaks.set()
        self._listen(0)
        self.port = self.listener.getsockname()[1]

    def _listen(self, port):
        self.listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, args=[self.listener], daemon=True).start()

    def fall_silent(self):
        self._speaks.clear()

    def cut(self):
        self._is_open = False
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self._end_all()

    def mend(self):
        if not self._is_open:
            self._is_open = True
            self._listen(self.port)
        self._speaks.set()

    def close(self):
        self._speaks.set()
        self.cut()

    def _end_all(self):
        for each in self.pairs:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self.pairs = []

    def _accept(self, listener):
        while True:
            try:
                here, _ = listener.accept()
                there = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                return
            self.pairs += [here, there]
            threading.Thread(target=self._forward, args=[here, there], daemon=True).start()

    def _forward(self, here, there):
        other = {here: there, there: here}
        with here, there, contextlib.suppress(OSError, ValueError):
            while True:
                ready, _, _ = select.select([here, there], [], [], 60)
                self._speaks.wait()
                for each in ready:
                    data = each.recv(65536)
                    if not data:
                        return
                    other[each].sendall(data)
