"""The proxy that deploy/nginx.conf describes, before a site of a test."""

import contextlib
import functools
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from pathlib import Path

from tests.ports import free_port
from tooling.places import ROOT

MODULE = Path("/usr/lib/nginx/modules/ngx_http_cache_purge_module.so")
IS_THERE = bool(shutil.which("nginx") and shutil.which("openssl") and MODULE.exists())
MAIN = """
daemon off;
user root;
pid {folder}/nginx.pid;
error_log {folder}/errors.log error;
load_module {module};
events {{ worker_connections 1024; }}
http {{
  access_log off;
  default_type application/octet-stream;
  types {{ text/html html; }}
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  lingering_timeout {lingering};
  include {folder}/site.conf;
}}
"""


class Proxy:
    """`port` speaks https, `plain_port` http; `purge_port` takes what is to be forgotten.

    `patience` is how long it waits for the site, `lingering` for the rest of what it has refused,
    `log_ins` how many it lets through; it has the name `name`, and reads `more` behind our file.
    `log` and `error_log` are what it writes down.
    """

    def __init__(self, folder, site_port, **options):
        # Somebody else may take a port between our finding it free and nginx's asking for it.
        if not any(self._starts(folder, site_port, **options) for _ in range(5)):
            raise AssertionError("It does not start: its error log says why.")

    def _starts(
        self,
        folder,
        site_port,
        *,
        patience="15s",
        lingering="5s",
        log_ins="10r/s",
        name="testserver",
        more="",
    ):
        self.port, self.plain_port, self.purge_port = (free_port() for _ in range(3))
        self.log, self.error_log = folder / "harbour.log", folder / "errors.log"
        conf = (ROOT / "deploy" / "nginx.conf").read_text()
        for theirs, ours in {
            "listen 443": f"listen 127.0.0.1:{self.port}",
            "listen 80": f"listen 127.0.0.1:{self.plain_port}",
            "127.0.0.1:8081": f"127.0.0.1:{self.purge_port}",
            "127.0.0.1:8000": f"127.0.0.1:{site_port}",
            "/var/cache/nginx/harbour": str(folder / "kept"),
            "/etc/ssl/news.example": str(folder),
            "/srv/harbour;": f"{ROOT};",
            "/var/log/nginx": str(folder),
            "rate=10r/s": f"rate={log_ins}",
            "proxy_read_timeout 15s": f"proxy_read_timeout {patience}",
            "news.example": name,
        }.items():
            assert theirs in conf
            conf = conf.replace(theirs, ours)
        (folder / "site.conf").write_text(conf + more)
        (folder / "nginx.conf").write_text(
            MAIN.format(folder=folder, module=MODULE, lingering=lingering)
        )
        for file, text in _certificate().items():
            (folder / file).write_bytes(text)
        self.process = subprocess.Popen(["nginx", "-p", folder, "-c", folder / "nginx.conf"])
        while self.process.poll() is None:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port)).close()
                return self.process.poll() is None
            time.sleep(0.01)
        return False

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def connect(self):
        """A reader's connection, encrypted."""
        # Not the default context: to read what this machine trusts takes longer than all the rest.
        trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        return trusting.wrap_socket(plain, server_hostname="testserver")

    def say(self, words, *, connection=None):
        """All bytes that come back for these, until the proxy has ended the connection."""
        with contextlib.closing(connection or self.connect()) as reader:
            reader.sendall(words)
            with contextlib.suppress(ConnectionResetError):
                return b"".join(iter(lambda: reader.recv(65536), b""))
            return b""

    def answer(self, path, *, method="GET", **headers):
        """Status, headers (names in small letters) and bytes for an anonymous reader."""
        return read(self.say(request(path, method=method, **headers)))

    def ask(self, path, **headers):
        """Status and bytes of the answer to an anonymous reader."""
        status, _, body = self.answer(path, **headers)
        return status, body

    def forget(self, path):
        """Say what newsroom.purging says; the status of the answer."""
        connection = socket.create_connection(("127.0.0.1", self.purge_port), timeout=60)
        answer = self.say(request(path, method="PURGE"), connection=connection)
        return int(answer.split()[1])


@functools.cache
def _certificate():
    """A key and a certificate that nobody trusts, by the names of their files."""
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = (Path(folder, name) for name in ("key.pem", "fullchain.pem"))
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-nodes", "-days", "1"]
        command += ["-pkeyopt", "ec_paramgen_curve:P-256"]
        command += ["-subj", "/CN=testserver", "-keyout", key, "-out", certificate]
        subprocess.run(command, check=True, capture_output=True)
        return {file.name: file.read_bytes() for file in (key, certificate)}


def read(answer):
    """Status, headers (names in small letters) and body of the bytes of an answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = [line.partition(": ") for line in head.decode("latin-1").split("\r\n")[1:]]
    headers = {name.lower(): value for name, _, value in lines}
    if headers.get("transfer-encoding") == "chunked":
        body = unchunked(body)
    return int(head.split()[1]), headers, body


def unchunked(body):
    """What came in pieces, each behind its length (RFC 9112, section 7.1)."""
    whole = b""
    while body:
        length, _, rest = body.partition(b"\r\n")
        whole, body = whole + rest[: int(length, 16)], rest[int(length, 16) + 2 :]
    return whole


def request(path, *, method="GET", **headers):
    """The bytes of a request, which ends its connection."""
    said = {"Host": "testserver", "Connection": "close"} | headers
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items())]
    return "\r\n".join([*lines, "", ""]).encode()
