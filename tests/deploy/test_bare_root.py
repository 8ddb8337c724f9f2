"""Dockerfile and compose.yaml, followed in a bare Debian: built line by line, started as written,
and a story read through the proxy.

PostgreSQL and Redis are this machine's, under the names that compose.yaml gives them. Where the
parts are missing it is skipped; HARBOUR_BARE_ROOT names a folder that keeps the Debian for another
run.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
import yaml

from tests.faults.machine.cluster import NotHere, programs
from tooling.places import ROOT

from . import bare_root
from .walking import read_by_systemd

COMPOSE = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())
SERVICES = COMPOSE["services"]
HOST = "news.example"
STORY = """
from articles.models import Section, Story
story = Story.objects.create(section=Section.objects.create(name="City", slug="city"), slug="bells")
story.write(by=None, headline="The bells ring", body="<p>All of them, at noon.</p>")
story.publish(by=None)
print(story.get_absolute_url())
"""


def environment():
    """compose.env.example, filled in."""
    text = (ROOT / "deploy/compose.env.example").read_text()
    text = text.replace("replace-by-letters-and-digits-alone", "secret7")
    text = text.replace("replace-by-at-least-fifty-random-characters-from-secrets", "kN7w" * 15)
    return read_by_systemd(text)


class Machine:
    """What `docker compose up` makes of the file: one network, named volumes, services."""

    def __init__(self, folder, build, closing):
        self.folder, self.build = folder, build
        self.network = bare_root.Network()
        closing.callback(self.network.close)
        self.volumes, self.hosts = {}, folder / "hosts"
        self.hosts.write_text("127.0.0.1 localhost db redis\n")
        self.closing, self.values = closing, environment()

    def container(self, name):
        service = SERVICES[name]
        stage = self.build.stages[service["build"]["target"]]
        env = self.values if "env_file" in service else {}
        mounts = {"/etc/hosts": self.hosts}
        for line in service.get("volumes", ()):
            source, path = self.filled_in(line).removesuffix(":ro").rsplit(":", 1)
            is_named = source in COMPOSE["volumes"]
            mounts[path] = self.volume(source, stage, path) if is_named else Path(source)
        env = env | {n: self.filled_in(v) for n, v in service.get("environment", {}).items()}
        return bare_root.Container(
            stage, self.network, env, mounts,
            is_read_only=service.get("read_only", False), tmpfs=service.get("tmpfs", ()),
        )  # fmt: skip

    def filled_in(self, text):
        for name, value in self.values.items():
            for end in ("}", ":?write", ":-"):
                if f"${{{name}{end}" in text:
                    head, _, rest = text.partition(f"${{{name}{end}")
                    text = head + value + (rest if end == "}" else rest.partition("}")[2])
        return text

    def volume(self, name, stage, path):
        """As an engine makes it: with what the image has there, and its owner; else of root."""
        if name not in self.volumes:
            self.volumes[name] = self.folder / "volumes" / name
            inside = stage.root / path.lstrip("/")
            if inside.exists():
                subprocess.run(["cp", "-a", inside, self.volumes[name]], check=True)
            else:
                self.volumes[name].mkdir()
        return self.volumes[name]

    def command(self, name):
        service = SERVICES[name]
        return service.get("command") or self.build.stages[service["build"]["target"]].command

    def health(self, name):
        service = SERVICES[name]
        if said := service.get("healthcheck", {}).get("test"):
            return said[1:]
        return self.build.stages[service["build"]["target"]].health

    def up(self, name):
        container = self.container(name)
        log = (self.folder / f"{name}.log").open("w")
        Path(log.name).chmod(0o666)  # an engine gives its user what stands for /dev/stdout
        container.process = container.start(self.command(name), stdout=log, stderr=log)
        self.closing.callback(log.close)
        self.closing.callback(container.end)
        return container

    def until_well(self, name, container):
        for _ in range(120):
            assert container.first(), self.said(name)
            with container.start_beside(self.health(name)) as process:
                if process.wait(60) == 0:
                    return
            time.sleep(1)
        raise AssertionError(f"{name} is never well: {self.said(name)}")

    def said(self, name):
        return (self.folder / f"{name}.log").read_text()[-3000:]

    def ask(self, path, *more):
        """The status and the body, as a browser is told by the proxy."""
        words = ["curl", "-sk", "--noproxy", "*", "--resolve", f"{HOST}:443:127.0.0.1", *more,
                 "-w", "\n%{http_code}", f"https://{HOST}{path}"]  # fmt: skip
        said = subprocess.run(
            [*self.network.enter, *words], capture_output=True, text=True, check=True
        ).stdout
        body, _, status = said.rpartition("\n")
        return int(status), body


def debian(folder):
    """A bare Debian in this folder, made if it is not there."""
    if not (folder / "usr/bin/apt-get").exists():
        subprocess.run(
            ["debootstrap", "--variant=minbase", bare_root.SUITE, folder, f"http://{bare_root.MIRROR}/debian"],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    return folder


def certificates(folder):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         f"/CN={HOST}", "-keyout", folder / "key.pem", "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    for file in folder.iterdir():
        shutil.chown(file, 33, 33)


def _end_at_once(process):
    process.send_signal(signal.SIGINT)  # PostgreSQL's fast one: it waits for nobody
    process.wait(60)


def services_of_others(machine):
    """PostgreSQL and Redis, as this machine has them, in the machine's network."""
    # Not below pytest's own folder, into which nobody but its owner may look.
    folder = Path(tempfile.mkdtemp(prefix="harbour-database-"))
    machine.closing.callback(shutil.rmtree, folder)
    shutil.chown(folder, "postgres")
    password = folder / "password"
    password.write_text(machine.values["DB_PASSWORD"])
    as_postgres = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
    data, bin_ = folder / "data", programs()
    subprocess.run(
        [*as_postgres, bin_ / "initdb", "-D", data, "-U", "harbour", "--pwfile", password,
         "--auth", "scram-sha-256", "-E", "UTF8", "--no-sync"],
        check=True, capture_output=True,
    )  # fmt: skip
    redis = SERVICES["redis"]["command"]
    for words in (
        [*as_postgres, bin_ / "postgres", "-D", data, "-k", folder, "-c", "fsync=off"],
        [*as_postgres, *redis, "--bind", "127.0.0.1"],
    ):
        process = subprocess.Popen(
            [*machine.network.enter, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        machine.closing.callback(_end_at_once, process)
    health = [w.replace("pg_isready", str(bin_ / "pg_isready")) for w in SERVICES["db"][
        "healthcheck"]["test"][1:]]  # fmt: skip
    for _ in range(120):
        if subprocess.run(
            [*machine.network.enter, *health, "-h", "127.0.0.1"],
            capture_output=True, check=False,
        ).returncode == 0:  # fmt: skip
            break
        time.sleep(0.5)
    made = [bin_ / "createdb", "-h", "127.0.0.1", "-U", "harbour", "harbour"]
    env = {"PGPASSWORD": machine.values["DB_PASSWORD"], "PATH": os.environ["PATH"]}
    subprocess.run([*machine.network.enter, *made], env=env, check=True)


@pytest.fixture
def machine(tmp_path):
    reason = bare_root.why_not()
    for program in ("redis-server", "curl", "openssl"):
        reason = reason or ("" if shutil.which(program) else f"{program} is not installed.")
    try:
        programs()
    except NotHere as why:
        reason = reason or str(why)
    if reason:
        pytest.skip(reason)
    with ExitStack() as closing:
        tmp_path.chmod(0o755)
        for parent in list(tmp_path.parents)[:2]:
            parent.chmod(0o755)  # the services run as somebody else
        kept = os.environ.get("HARBOUR_BARE_ROOT")
        base = debian(Path(kept) if kept else tmp_path / "debian")
        dockerfile = (ROOT / "Dockerfile").read_text()
        build = bare_root.Build(tmp_path / "build", base, dockerfile)
        closing.callback(build.close)
        (tmp_path / "volumes").mkdir()
        made = Machine(tmp_path, build, closing)
        made.values["CERTIFICATES"] = str(tmp_path / "certificates")
        (tmp_path / "certificates").mkdir()
        certificates(tmp_path / "certificates")
        services_of_others(made)
        yield made


@pytest.mark.thorough
def test_what_is_built_and_started_as_written_gives_out_a_story(machine):
    prepare = machine.container("prepare")
    prepare.run(machine.command("prepare"))
    running = {name: machine.up(name) for name in ("proxy", "web", "worker")}
    for name, container in running.items():
        machine.until_well(name, container)

    web = running["web"]
    path = (
        web.run(["python", "manage.py", "shell", "-v", "0", "-c", STORY]).strip().splitlines()[-1]
    )
    status, page = machine.ask(path)
    assert (status, "The bells ring" in page) == (200, True)
    style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert machine.ask(style)[0] == 200

    doctor = web.start_beside(["python", "manage.py", "doctor"])
    said, _ = doctor.communicate(timeout=300)
    assert "BACKUP_TO" not in "".join(line for line in said.splitlines(True) if "[!]" in line), said
    web.run(["python", "manage.py", "backup", "/srv/backups"])
    assert list(machine.volumes["backups"].glob("20*Z"))
    for name, container in running.items():
        assert container.process.poll() is None, machine.said(name)
        who = container.run(
            ["sh", "-c", "id -u; grep CapBnd /proc/self/status; touch /x 2>&1 || true"]
        )
        assert who.split()[0] != "0"
        assert "CapBnd:\t0000000000000000" in who
        assert "Read-only" in who or "denied" in who

    web.end()
    status, words = machine.ask("/city/")
    assert status == 503
    assert "<h1>Our presses have stopped for a moment</h1>" in words
    assert '"GET /city/ HTTP/2.0" 503' in machine.said("proxy")
