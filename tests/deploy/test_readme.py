"""deploy/README.md is followed line by line: what it names is there, what it says can be typed."""

import os
import re
import shlex
import shutil
import subprocess

import pytest
from django.core.management import get_commands, load_command_class

from tooling.places import ROOT

from . import walking

EXAMPLE = (ROOT / "deploy/harbour.env.example").read_text()
UNITS = ("harbour-web.service", "harbour-worker.service")
# One block each: the system, its database, the environment, preparing, services, the proxy.
SYSTEM, DATABASE, ENVIRONMENT, PREPARE, SERVICES, PROXY = walking.steps()
UPDATE = walking.blocks("Another edition")[0]
CONTAINERS = walking.blocks("In containers")[0]
EVERY_LINE = [*SYSTEM, *DATABASE, *ENVIRONMENT, *PREPARE, *SERVICES, *PROXY, *UPDATE]
PATHS = re.compile(r"(?:/srv/harbour/|(?<![\w/.])deploy/)[\w./-]+")


def in_shell(text):
    """What a shell reads in a file, as {name: value}."""
    script = "set -a; . /dev/stdin; env -0"
    done = subprocess.run(
        ["sh", "-c", script], input=text, env={}, capture_output=True, text=True, check=True
    )
    found = dict(pair.split("=", 1) for pair in done.stdout.split("\0") if pair)
    return {name: found[name] for name in walking.read_by_systemd(text)}


@pytest.mark.parametrize("line", EVERY_LINE)
def test_each_line_is_one_for_a_shell_and_each_program_of_it_is_installed_before(line):
    subprocess.run(["sh", "-n", "-c", line], check=True)
    [installed] = [shlex.split(each)[2:] for each in SYSTEM if each.startswith("apt-get")]
    known = walking.DEBIAN | walking.SYSTEMD | walking.OURS
    known = known.union(*(walking.PACKAGES.get(package, ()) for package in installed))
    for part in line.split("&&"):
        for words in walking.words_of(part.strip()):
            assert words[0] in known, f"{words[0]} comes with no package of step 1"


@pytest.mark.parametrize("line", [*EVERY_LINE, *CONTAINERS])
def test_each_file_of_ours_that_it_names_is_there(line):
    for named in PATHS.findall(line):
        path = named.removeprefix("/srv/harbour/")
        if path not in ("deploy/.env",) and not path.startswith(".venv"):
            assert (ROOT / path).exists(), path


@pytest.mark.parametrize("line", [*PREPARE, *UPDATE, *CONTAINERS])
def test_each_command_of_ours_is_one_and_takes_what_it_is_given(line):
    for words in re.findall(r"manage\.py ([^;&']+)", line):
        name, *arguments = shlex.split(words)
        command = load_command_class(get_commands()[name], name)
        command.create_parser("manage.py", name).parse_args(arguments)


def test_systemd_and_a_shell_read_the_same_in_the_environment():
    assert in_shell(EXAMPLE) == walking.read_by_systemd(EXAMPLE)
    assert in_shell(EXAMPLE)["SITE_NAME"] == "The Harbour Record"
    with pytest.raises(ValueError, match="SITE_URL = x"):
        walking.read_by_systemd("SITE_URL = x")
    assert in_shell('A="1 $HOME"') != walking.read_by_systemd('A="1 $HOME"')


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_takes_the_units(unit, tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze comes with systemd, which is not here.")

    def said_of(text):
        text = text.replace("/srv/harbour", str(ROOT)).replace("User=harbour", "User=root")
        # Read when it starts: neither is there without the machine.
        text = re.sub(r"ExecStart=\S+", f"ExecStart={shutil.which('env')}", text)
        (tmp_path / unit).write_text(text)
        done = subprocess.run(
            ["systemd-analyze", "verify", str(tmp_path / unit)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.stderr

    text = (ROOT / "deploy" / unit).read_text()
    assert said_of(text) == ""
    assert "alwys" in said_of(text.replace("Restart=always", "Restart=alwys"))


def test_the_worker_may_write_where_the_environment_sends_it():
    worker = (ROOT / "deploy/harbour-worker.service").read_text()
    [allowed] = re.findall(r"^ReadWritePaths=(.*)$", worker, re.M)
    allowed = {path.lstrip("-") for path in allowed.split()}
    environment = walking.read_by_systemd(EXAMPLE)
    [made] = [shlex.split(line) for line in ENVIRONMENT if line.startswith("install -d")]
    for name in ("VAR_DIR", "BACKUP_TO"):
        assert environment[name] in allowed
        assert environment[name] in made


@pytest.mark.thorough
@pytest.mark.database
def test_from_a_bare_machine_to_one_that_is_ready(tmp_path):
    machine = walking.Machine(tmp_path)
    for line in [*SYSTEM, *DATABASE]:
        machine.type(line)
    assert "postgresql" in machine.log.read_text()

    copied, secret, folders = ENVIRONMENT
    machine.type(copied)
    file = tmp_path / "etc/harbour.env"
    assert file.read_text() == EXAMPLE
    assert file.stat().st_mode & 0o777 == 0o640
    machine.type(folders)
    text = EXAMPLE.replace("/var/lib/", f"{tmp_path}/var/lib/").replace("/srv/", f"{tmp_path}/srv/")
    text = re.sub(r"^SECRET_KEY=.*", f"SECRET_KEY={machine.type(secret).strip()}", text, flags=re.M)
    database = f"DATABASE_URL=sqlite:///{tmp_path}/var/lib/harbour/db.sqlite3"
    text = re.sub(r"^DATABASE_URL=.*", database, text, flags=re.M)
    file.write_text(text)

    enter, *lines = PREPARE
    *lines, doctor = lines
    machine.type(enter, stdin="\n".join(["set -e", *lines]))
    assert (tmp_path / "var/lib/harbour/static/staticfiles.json").is_file()
    said = machine.type(enter, stdin=f"{doctor} || true")
    assert "[+]" in said
    assert "SECRET_KEY" not in said

    for line in [*SERVICES, *PROXY]:
        machine.type(line)
    assert {path.name for path in (tmp_path / "etc/systemd/system").iterdir()} == set(UNITS)
    conf = tmp_path / "etc/nginx/conf.d/harbour.conf"
    for path in re.findall(r"ssl_certificate(?:_key)?\s+/etc/(.*);", conf.read_text()):
        assert (tmp_path / "etc" / path).is_symlink(), path
    assert not os.listdir(tmp_path / "etc/nginx/sites-enabled")  # noqa: PTH208

    # Another edition is put in as the lines say, with what the first has left.
    machine.type("\n".join(["set -e", *UPDATE]))
    kept = list((tmp_path / "srv/backups").glob("20*Z"))
    assert kept
    assert "systemctl restart harbour-web harbour-worker" in machine.log.read_text()
