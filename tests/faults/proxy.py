"""The proxy that deploy/nginx.conf describes, before a site of a test."""

import contextlib
import shutil
import signal
import socket
import ssl
import subprocess
import time
from pathlib import Path

from tooling.places import ROOT

from .site import free_port

MODULE = Path("/usr/lib/nginx/modules/ngx_http_cache_purge_module.so")
IS_THERE = bool(shutil.which("nginx") and shutil.which("openssl") and MODULE.exists())
MAIN = """
daemon off;
user root;
pid {folder}/nginx.pid;
error_log stderr error;
load_module {module};
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  include {folder}/site.conf;
}}
"""


class Proxy:
    """`port` speaks https to readers, `purge_port` takes what is to be forgotten."""

    def __init__(self, folder, site_port):
        self.port, self.purge_port, plain = (free_port() for _ in range(3))
        conf = (ROOT / "deploy" / "nginx.conf").read_text()
        for theirs, ours in {
            "listen 443": f"listen 127.0.0.1:{self.port}",
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "127.0.0.1:8081": f"127.0.0.1:{self.purge_port}",
            "127.0.0.1:8000": f"127.0.0.1:{site_port}",
            "/var/cache/nginx/harbour": str(folder / "kept"),
            "/etc/ssl/news.example": str(folder),
            "/srv/harbour/templates": str(ROOT / "templates"),
            "news.example": "testserver",
        }.items():
            assert theirs in conf
            conf = conf.replace(theirs, ours)
        (folder / "site.conf").write_text(conf)
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, module=MODULE))
        certificate = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
        certificate += ["-subj", "/CN=testserver"]
        certificate += ["-keyout", folder / "key.pem", "-out", folder / "fullchain.pem"]
        subprocess.run(certificate, check=True, capture_output=True)
        self.process = subprocess.Popen(["nginx", "-p", folder, "-c", folder / "nginx.conf"])
        for _ in range(1200):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            time.sleep(0.05)
        raise AssertionError("nginx does not answer.")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def connect(self):
        """A reader's connection, encrypted."""
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        return trusting.wrap_socket(plain, server_hostname="testserver")

    def ask(self, path, **headers):
        """Status and bytes of the answer to an anonymous reader."""
        said = {"Host": "testserver", "Connection": "close"} | headers
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items())]
        with contextlib.closing(self.connect()) as reader:
            reader.sendall("\r\n".join([*lines, "", ""]).encode())
            answer = b"".join(iter(lambda: reader.recv(65536), b""))
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]), body
