"""Containers without an engine: a Dockerfile followed line by line in a bare root file system, and
its commands run in one, as compose.yaml says.

A root is a Debian that debootstrap has made (FROM debian); FROM python is the same with this
machine's interpreter in /usr/local. Each stage is a layer over it (overlayfs); what runs sees its
layers read-only if the file says so, has a /tmp of its own, no capability, and nothing but what is
mounted. Needs root, and Linux.
"""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

from tooling.places import ROOT

MIRROR = "deb.debian.org"
SUITE = "trixie"
ENGINE_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# What a build reaches the network with, as an engine hands it on.
FROM_HERE = ("/etc/resolv.conf", "/etc/ssl/certs/ca-certificates.crt", "/etc/pip.conf")
HANDED_ON = ("http_proxy", "https_proxy", "no_proxy", "PIP_CERT", "PIP_DEFAULT_TIMEOUT")


def why_not():
    """Why none can be made here, or ""."""
    if sys.platform != "linux" or os.geteuid():
        return "Only root on Linux may make a root file system."
    for program in ("debootstrap", "unshare", "nsenter", "setpriv", "ip"):
        if not shutil.which(program):
            return f"{program} is not installed."
    try:
        socket.create_connection((MIRROR, 80), timeout=3).close()
    except OSError:
        return f"{MIRROR} does not answer."
    return ""


def lines_of(text):
    """(instruction, its words) of each line of a Dockerfile, continued ones as one."""
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.M).replace("\\\n", " ")
    for line in filter(str.strip, text.splitlines()):
        name, _, rest = line.strip().partition(" ")
        yield name, rest.strip()


class Stage:
    """A layer, and what the Dockerfile says of whatever runs in it."""

    def __init__(self, folder, below):
        self.folder, self.root = folder, folder / "root"
        self.env, self.cwd, self.user = {"PATH": ENGINE_PATH}, "/", "root"
        self.command, self.health = [], []
        for name in ("upper", "work", "root"):
            (folder / name).mkdir(parents=True)
        layers = f"lowerdir={below},upperdir={folder}/upper,workdir={folder}/work"
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", layers, self.root], check=True)

    def inside(self, path):
        path = path if path.startswith("/") else f"{self.cwd}/{path}"
        return self.root / path.lstrip("/")


class Build:
    """Follows a Dockerfile; `stages` by name. `close()` takes all of it away again."""

    def __init__(self, folder, base, dockerfile):
        self.folder, self.base, self.stages = folder, base, {}
        self.context = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines()
                        if line.startswith("!")]  # fmt: skip
        stage = None
        for name, rest in lines_of(dockerfile):
            if name == "FROM":
                stage = self._from(*rest.split(" AS "))
            else:
                getattr(self, f"_{name.lower()}")(stage, rest)

    def close(self):
        for stage in self.stages.values():
            subprocess.run(["umount", stage.root], check=True)

    def _from(self, image, name):
        below = self.base
        if image.startswith("python:"):
            below = f"{self._interpreter(image)}:{self.base}"
        elif not image.startswith(f"debian:{SUITE}"):
            raise ValueError(f"FROM {image}: no base is known for it.")
        stage = self.stages[name] = Stage(self.folder / name, below)
        stage.env["LANG"] = "C.UTF-8"
        subprocess.run(["chroot", stage.root, "ldconfig"], check=True)
        return stage

    def _interpreter(self, image):
        """A layer with this machine's Python, where the image has its own."""
        version = ".".join(map(str, sys.version_info[:2]))
        if not image.startswith(f"python:{version}-"):
            raise ValueError(f"{image} has another Python than this machine, {version}.")
        layer = self.folder / "interpreter"
        if layer.exists():
            return layer
        local = layer / "usr/local"
        (local / "bin").mkdir(parents=True)
        lib = Path(sys.base_prefix, "lib")
        left_out = shutil.ignore_patterns("__pycache__", "test", "site-packages", "idlelib")
        shutil.copytree(lib / f"python{version}", local / f"lib/python{version}", ignore=left_out)
        (local / f"lib/python{version}/site-packages").mkdir()
        for shared in lib.glob("libpython*.so*"):
            shutil.copy(shared, local / "lib")
        binary = Path(sys.base_prefix, "bin", f"python{version}").resolve()
        shutil.copy(binary, local / f"bin/python{version}")
        for alias in ("python", "python3"):
            (local / "bin" / alias).symlink_to(f"python{version}")
        # What its modules are linked with, which the image of Python brings along as well.
        modules = [binary, *(lib / f"python{version}/lib-dynload").glob("*.so")]
        said = subprocess.run(["ldd", *modules], capture_output=True, text=True, check=False).stdout
        for path in map(Path, set(re.findall(r"=> (/\S+)", said))):
            if not any((self.base / "usr/lib").rglob(path.name)):
                shutil.copy(path, local / "lib")
        return layer

    def _copy(self, stage, rest):
        words = shlex.split(rest)
        start = re.fullmatch(r"--from=(\w+)", words[0])
        *sources, target = words[1:] if start else words
        into = stage.inside(target)
        for source in sources:
            if start:
                places = [self.stages[start[1]].inside(source)]
            elif source == ".":
                places = [ROOT / name for name in self.context]
            else:
                places = [ROOT / source]
            for place in places:
                if place.is_dir():
                    to = into / place.name if source == "." else into
                    no_caches = shutil.ignore_patterns("__pycache__")
                    shutil.copytree(place, to, symlinks=True, dirs_exist_ok=True, ignore=no_caches)
                else:
                    is_folder = target.endswith("/") or source == "."
                    (into if is_folder else into.parent).mkdir(parents=True, exist_ok=True)
                    shutil.copy(place, into / place.name if is_folder else into)

    def _run(self, stage, rest):
        here = {path: stage.root / path.lstrip("/") for path in FROM_HERE if Path(path).exists()}
        added = [inside for inside in here.values() if not inside.exists()]
        for path, inside in here.items():
            inside.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, inside)
        env = stage.env | {name: os.environ[name] for name in HANDED_ON if name in os.environ}
        script = f'mount -t proc proc "$0/proc"; chroot "$0" /bin/sh -c {shlex.quote(rest)}'
        inside_out = ["unshare", "--mount", "--pid", "--fork", "sh", "-ec", script, stage.root]
        done = subprocess.run(
            inside_out, env=env | {"DEBIAN_FRONTEND": "noninteractive"}, text=True,
            capture_output=True, check=False, timeout=900,
        )  # fmt: skip
        for inside in added:
            inside.unlink(missing_ok=True)
        if done.returncode:
            raise AssertionError(f"RUN {rest}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")

    def _env(self, stage, rest):
        for pair in shlex.split(rest):
            name, _, value = pair.partition("=")
            stage.env[name] = value.replace("$PATH", stage.env["PATH"])

    def _workdir(self, stage, rest):
        stage.cwd = rest
        stage.inside(rest).mkdir(parents=True, exist_ok=True)

    def _user(self, stage, rest):
        stage.user = rest

    def _volume(self, stage, rest):
        for path in json.loads(rest) if rest.startswith("[") else rest.split():
            stage.inside(path).mkdir(parents=True, exist_ok=True)

    def _expose(self, stage, rest):
        """Says which ports; opens none."""

    def _healthcheck(self, stage, rest):
        stage.health = json.loads(rest.partition("CMD ")[2])

    def _cmd(self, stage, rest):
        stage.command = json.loads(rest)


class Network:
    """What containers of one network share: an own loopback, on which low ports are free."""

    def __init__(self):
        hold = (
            "ip link set lo up; echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start; echo up; "
        )
        self._held = subprocess.Popen(
            ["unshare", "--net", "sh", "-c", f"{hold} exec sleep infinity"],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._held.stdout.readline() == "up\n"

    @property
    def enter(self):
        return ["nsenter", f"--net=/proc/{self._held.pid}/ns/net"]

    def close(self):
        with self._held:  # waits, and closes what it said
            self._held.kill()


class Container:
    """What runs of a stage: `mounts` are {path inside: file or folder here}, `is_read_only` its
    layers, `tmpfs` paths inside that are memory."""

    def __init__(self, stage, network, env, mounts, *, is_read_only, tmpfs=()):
        self.stage, self.network, self.process = stage, network, None
        self.env, self.mounts, self.is_read_only = stage.env | env, mounts, is_read_only
        self.tmpfs = tmpfs

    def first(self):
        """The number here of its first process; "" once that has ended."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return children.read_text().strip() if children.exists() else ""

    def end(self):
        """As `docker stop`: asked first, ended after a while."""
        if first := self.first():
            os.kill(int(first), signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def start_beside(self, words):
        """As `docker exec`: Popen of the words where the first process is, with its mounts."""
        first = self.first()
        assert first, "Its first process has ended."
        inside = self._as_its_user(words)
        return subprocess.Popen(
            ["nsenter", "--target", first, "--mount", "--net", "--pid", "chroot",
             str(self.stage.root), *inside], env=self.env, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def start(self, words, **options):
        """Popen of the words, inside."""
        root = self.stage.root
        self._make_mount_points()
        lines = ["mount --make-rprivate /", f"mount --bind {root} {root}"]
        if self.is_read_only:
            lines.append(f"mount -o remount,bind,ro {root}")
        for path, folder in self.mounts.items():
            lines.append(f"mount --bind {folder} {root}{path}")
        lines += [f"mount -t tmpfs -o mode=1777 tmpfs {root}{path}" for path in self.tmpfs]
        lines += [f"mount -t proc proc {root}/proc", f"mount --rbind /dev {root}/dev"]
        lines.append(f"exec chroot {root} {shlex.join(self._as_its_user(words))}")
        return subprocess.Popen(
            [*self.network.enter, "unshare", "--mount", "--pid", "--fork", "--kill-child=KILL",
             "sh", "-ec", "\n".join(lines)],
            env=self.env, text=True, **options,
        )  # fmt: skip

    def _make_mount_points(self):
        """As an engine does, of root: in the image they are not."""
        for path in (*self.mounts, *self.tmpfs):
            inside, here = self.stage.root / path.lstrip("/"), self.mounts.get(path)
            if not inside.exists():
                if here and here.is_file():
                    inside.touch()
                else:
                    inside.mkdir(parents=True)

    def _as_its_user(self, words):
        return [
            "setpriv", "--reuid", self.stage.user, "--regid", self.stage.user, "--init-groups",
            "--bounding-set=-all", "--no-new-privs", "--",
            "sh", "-c", f'cd {self.stage.cwd} && exec "$@"', "sh", *words,
        ]  # fmt: skip

    def run(self, words, timeout=300):
        """What the words said, beside its first process if there is one; AssertionError if they
        failed."""
        if self.process:
            process = self.start_beside(words)
        else:
            process = self.start(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said, _ = process.communicate(timeout=timeout)
        assert process.returncode == 0, f"{shlex.join(words)}\n{said}"
        return said
