"""A PostgreSQL of a test's own, which can be frozen or killed without anybody else noticing."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg2

from tests.databases import Postgres
from tests.ports import free_port

USER = "postgres"
NEEDED = ("initdb", "postgres", "pg_dump", "psql")


class NotHere(Exception):
    """Why this machine cannot start one."""


def programs():
    """The folder of the newest PostgreSQL's programs."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)
    )
    if initdb := shutil.which("initdb"):
        found.insert(0, Path(initdb).resolve().parent)
    whole = [path for path in found if all((path / name).exists() for name in NEEDED)]
    if not whole:
        raise NotHere(f"No folder has all of {', '.join(NEEDED)}.")
    return whole[-1]


def somebody():
    """For subprocess: another user, where we are the one that PostgreSQL refuses to run as."""
    if os.geteuid():
        return {}
    import pwd

    try:
        who = pwd.getpwnam(USER)
    except KeyError:
        raise NotHere(f"PostgreSQL does not run as root, and nobody is called {USER}.") from None
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


class Cluster:
    """`freeze()` stops all its processes as they are, `thaw()` has them go on.

    `kill()` ends them all at once, and `start()` starts it again.
    """

    def __init__(self, serve, port, options):
        self.serve, self.port, self.options = serve, port, options
        self.start()

    def start(self):
        self.server = subprocess.Popen(self.serve, **self.options)
        self.wait_for()

    def stop(self):
        self.thaw()
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait()

    def wait_for(self):
        for _ in range(300):
            with contextlib.suppress(psycopg2.OperationalError):
                return self.database("postgres").rows("SELECT 1")
            time.sleep(0.1)
        raise AssertionError("The PostgreSQL of the test does not start.")

    def database(self, name):
        return Postgres(f"postgres://{USER}@127.0.0.1:{self.port}/{name}", name)

    def copy_of(self, template):
        """A database with what is in `template` (Postgres), which is on another server."""
        own = self.database("postgres")
        dump = [programs() / "pg_dump", "--no-owner", "--no-sync", template.url]
        with subprocess.Popen(dump, stdout=subprocess.PIPE) as source:
            psql = [programs() / "psql", "--quiet", "-v", "ON_ERROR_STOP=1", own.url]
            subprocess.run(psql, stdin=source.stdout, stdout=subprocess.DEVNULL, check=True)
        assert source.returncode == 0
        return own

    def freeze(self):
        self._signal(signal.SIGSTOP)

    def thaw(self):
        self._signal(signal.SIGCONT)

    def kill(self):
        self._signal(signal.SIGKILL)
        self.server.wait()

    def _signal(self, number):
        # Backends have sessions of their own, so no signal to the group reaches them.
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children")
        for pid in (self.server.pid, *map(int, children.read_text().split())):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)


@contextlib.contextmanager
def running():
    """A Cluster; raises NotHere with the reason where none can be started."""
    bin_folder, somebody_else = programs(), somebody()
    # Not below a folder of ours, into which that user may not look.
    folder = Path(tempfile.mkdtemp(prefix="harbour-cluster-"))
    try:
        if somebody_else:
            os.chown(folder, somebody_else["user"], somebody_else["group"])
        data = folder / "data"
        quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        make = [bin_folder / "initdb", "-D", data, "-U", USER, "--auth=trust", "--no-sync"]
        make += ["--encoding=UTF8", "--locale=C.UTF-8"]
        subprocess.run(make, check=True, **quiet, **somebody_else)
        port = free_port()
        serve = [bin_folder / "postgres", "-D", data, "-k", folder, "-p", str(port), "-F"]
        serve += ["-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=16MB"]
        cluster = Cluster(serve, port, quiet | somebody_else)
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
