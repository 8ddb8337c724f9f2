"""The cache that deploy/varnish.vcl describes, before a site of a test."""

import contextlib
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from tests.ports import free_port
from tooling.places import ROOT

from .nginx import read, request

MODULES = Path("/usr/lib")
IS_THERE = bool(
    shutil.which("varnishd")
    and (shutil.which("cc") or shutil.which("gcc"))
    and any(MODULES.glob("**/varnish/vmods/libvmod_xkey.so"))
)


class Cache:
    """`port` speaks http, to readers and to the worker; `patience` is how long it waits."""

    def __init__(self, folder, site_port, **options):
        if not any(self._starts(folder, site_port, **options) for _ in range(5)):
            raise AssertionError("It does not start: stderr says why.")

    def _starts(self, folder, site_port, *, patience="15s"):
        self.port, self.folder = free_port(), folder / "kept"
        conf = (ROOT / "deploy" / "varnish.vcl").read_text()
        for theirs, ours in {
            '"8000"': f'"{site_port}"',
            "/srv/harbour/": f"{ROOT}/",
            "first_byte_timeout = 15s": f"first_byte_timeout = {patience}",
            "news\\.example": "testserver",
            "news.example": "testserver",
        }.items():
            assert theirs in conf
            conf = conf.replace(theirs, ours)
        (folder / "varnish.vcl").write_text(conf)
        command = ["varnishd", "-F", "-j", "none", "-n", self.folder, "-s", "malloc,64m"]
        command += ["-a", f"127.0.0.1:{self.port}", "-f", folder / "varnish.vcl"]
        command += ["-p", "thread_pool_min=10"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while self.process.poll() is None:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port)).close()
                return self.process.poll() is None
            time.sleep(0.02)
        return False

    def empty(self):
        """Let it keep nothing of what it has, also not that a page must not be kept."""
        command = ["varnishadm", "-n", self.folder, "ban", "obj.status", "!=", "0"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def say(self, words, *, connection=None):
        """All bytes that come back for these, until the cache has ended the connection."""
        with contextlib.closing(connection or self.connect()) as reader:
            reader.sendall(words)
            return b"".join(iter(lambda: reader.recv(65536), b""))

    def answer(self, path, *, method="GET", **headers):
        """Status, headers (names in small letters) and bytes for an anonymous reader."""
        said = {"X-Real-IP": "192.0.2.1"} | headers
        return read(self.say(request(path, method=method, **said)))

    def ask(self, path, **headers):
        """Status and bytes of the answer to an anonymous reader."""
        status, _, body = self.answer(path, **headers)
        return status, body

    def forget(self, *keys):
        """Say what newsroom.purging says; how many pages were forgotten."""
        words = request("/", method="PURGE", xkey=" ".join(keys))
        return int(read(self.say(words))[1]["x-forgotten"])
