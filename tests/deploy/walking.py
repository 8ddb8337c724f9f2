"""deploy/README.md as somebody reads it who types what stands there: its lines, and a machine on
which they are typed, whose packages, users and services are played, and whose files are real."""

import os
import re
import shlex
import subprocess
import textwrap

from tooling.places import ROOT, VENV

README = (ROOT / "deploy/README.md").read_text()
# What a Debian without anything has (priority required, and util-linux, passwd, coreutils).
DEBIAN = {
    *("apt-get", "useradd", "install", "sh", "cp", "ln", "rm", "cd", "touch", "set", ".", "exec"),
    *("bash", "cat", "chmod"),
}
PACKAGES = {
    "python3-venv": {"python3"},
    "git": {"git"},
    "sudo": {"sudo"},
    "postgresql": {"createuser", "createdb"},
    "nginx": {"nginx"},
    "certbot": {"certbot"},
}
# Of systemd, without which none of it is meant.
SYSTEMD = {"systemctl"}
# The paper's own, once step 1 has put it there.
OURS = {".venv/bin/python", ".venv/bin/pip", "/srv/harbour/.venv/bin/pip"}
PLAYED = (
    "apt-get",
    "useradd",
    "git",
    "systemctl",
    "certbot",
    "nginx",
    "createuser",
    "createdb",
    "pip",
)


def blocks(heading):
    """The lines of each block of code under a heading, as they are typed."""
    text = re.split(r"^## ", README, flags=re.M)
    [part] = [part for part in text if part.startswith(f"{heading}\n")]
    return _blocks(part)


def steps():
    """Likewise of the numbered steps before the first heading."""
    return _blocks(re.split(r"^## ", README, flags=re.M)[0])


def _blocks(part):
    found = re.findall(r"(?:^\n)((?:^(?: {4}| {8})(?=\S).*\n)+)", part, re.M)
    made = [textwrap.dedent(block).splitlines() for block in found]
    # "    for SECRET_KEY" behind a line is said, not typed.
    return [[re.sub(r"\s{3,}\S.*$", "", line) for line in block] for block in made]


def words_of(line):
    """The words of a line, and those of what it hands to another shell or user."""
    words = shlex.split(line)
    yield words
    if words[0] == "sudo":
        words = words[3:] if words[1] == "-u" else words[1:]
        yield words
    if words[:2] == ["sh", "-c"]:
        for inner in words[2].split(";"):
            yield shlex.split(inner)


def read_by_systemd(text):
    """{name: value} of an EnvironmentFile=, by systemd.exec(5): no expansion, both kinds of
    quotation marks, comments with # and ;. Raises ValueError for a line that it would skip."""
    found = {}
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith(("#", ";")):
            continue
        name, equals, value = line.partition("=")
        if not equals or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            raise ValueError(line)
        if value.startswith(('"', "'")):
            if len(value) < 2 or value[-1] != value[0]:
                raise ValueError(line)
            found[name] = value[1:-1]
        else:
            found[name] = value.strip()
    return found


class Machine:
    """A folder for a root; `type` runs a line of the README in a shell there."""

    def __init__(self, folder):
        self.folder, self.played = folder, []
        for name in ("etc/systemd/system", "etc/nginx/conf.d", "etc/ssl", "var/lib", "srv", "bin"):
            (folder / name).mkdir(parents=True)
        (folder / "etc/nginx/sites-enabled").mkdir()
        (folder / "etc/nginx/sites-enabled/default").touch()
        (folder / "srv/harbour").symlink_to(ROOT)
        self.log = folder / "played"
        for name in PLAYED:
            self._play(name, f'echo "{name} $*" >> {self.log}')
        # Users and groups are the machine's; whoever runs this is all of them.
        self._play("sudo", f'echo "sudo $*" >> {self.log}; [ "$1" = -u ] && shift 2; exec "$@"')
        self._play("install", _INSTALL)
        self._play("python3", f'[ "$1" = -m ] || exec {VENV}/bin/python "$@"')
        self.env = {
            "PATH": f"{folder}/bin:{os.environ['PATH']}", "HOME": str(folder),
            "PYTHONPATH": str(ROOT),
        }  # fmt: skip

    def _play(self, name, script):
        path = self.folder / "bin" / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def type(self, line, stdin=""):
        """What the line has said; its paths are those of this root, its Python is ours."""
        line = re.sub(r"\S*\.venv/bin/pip\b", "pip", line)
        stdin, line = (text.replace(".venv/bin/", f"{VENV}/bin/") for text in (stdin, line))
        line = re.sub(r"(?<![\w.])/(etc|var/lib|srv)/", rf"{self.folder}/\1/", line)
        done = subprocess.run(
            ["sh", "-c", line], cwd=self.folder, env=self.env, input=stdin, text=True,
            capture_output=True, check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        return done.stdout


# Without owners, which a test's user may not give.
_INSTALL = """args=
while [ $# -gt 0 ]; do
  case "$1" in
    -o|-g) shift 2 ;;
    *) args="$args '$1'"; shift ;;
  esac
done
eval exec /usr/bin/install $args"""
