"""Wagtail with as many articles as we have stories, of the same words, on this machine.

Its packages are in .venv/tools/wagtail, apart from ours. Everything else is thrown away at the end.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.sites.demo import ROOT, wait_for_answer
from benchmarks.sites.own import sql

SITE = ROOT / "benchmarks" / "sites" / "wagtail_project"
HOME = ROOT / ".venv" / "tools" / "wagtail"
# The web server is the one that we are served with.
PACKAGES = ["wagtail==8.0.1", "psycopg[binary]==3.3.4", "granian==2.8.7"]


def python():
    """The path of a Python that has Wagtail, fetched when it is not there."""
    stamp = HOME / "installed"
    if not stamp.exists() or stamp.read_text() != str(PACKAGES):
        print("Fetching Wagtail into .venv/tools ...", file=sys.stderr)
        venv.create(HOME, with_pip=True, clear=True)
        subprocess.run([HOME / "bin" / "pip", "install", "--quiet", *PACKAGES], check=True)
        stamp.write_text(str(PACKAGES))
    return HOME / "bin" / "python"


@contextlib.contextmanager
def wagtail_site(url, stories, pictures):
    """A site with the articles in this file, and its pictures in this folder.

    `url` is that of a PostgreSQL database, beside which it makes one of its own. Gives the name of
    that, and the environment in which `serving` serves the site.
    """
    name, files = f"bench_wagtail_{os.getpid()}", Path(tempfile.mkdtemp(prefix="harbour-wagtail-"))
    parts = urlsplit(url)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(SITE),
        "DJANGO_SETTINGS_MODULE": "settings",
        "PEER_DATABASE": name,
        "PEER_USER": parts.username or "",
        "PEER_PASSWORD": parts.password or "",
        "PEER_HOST": parts.hostname or "",
        "PEER_PORT": str(parts.port or 5432),
        "PEER_FILES": str(files),
    }
    interpreter = python()
    sql(url, f"CREATE DATABASE {name}")
    try:
        for command in (["migrate"], ["load_articles", stories, pictures]):
            subprocess.run(
                [interpreter, "-m", "django", *command],
                env=environment,
                cwd=SITE,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        yield name, environment
    finally:
        sql(url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        shutil.rmtree(files, ignore_errors=True)


@contextlib.contextmanager
def serving(port, environment, pinned_to):
    """granian with one worker and one thread, as ours is served beside it."""
    command = ["taskset", "-c", str(pinned_to), HOME / "bin" / "python", "-m", "granian"]
    command += ["--interface", "wsgi", "--no-ws", "--log-level", "error", "--workers", "1"]
    command += ["--blocking-threads", "1", "--port", str(port), "wsgi:application"]
    with subprocess.Popen(command, env=environment, cwd=SITE) as process:
        try:
            wait_for_answer(port)
            yield
        finally:
            process.terminate()
            process.wait()
