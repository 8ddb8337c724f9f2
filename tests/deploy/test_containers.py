"""The containers: what their files say is run as written, where no engine is."""

import json
import os
import re
import shlex
import socket
import subprocess
import time

import pytest
import yaml

from newsroom.machine import alive
from tests.ports import free_port
from tooling.places import ROOT, VENV

COMPOSE = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
TARGETS = dict(re.findall(r"^FROM \S+ AS (\w+)\n(.*?)(?=^FROM|\Z)", DOCKERFILE, re.M | re.S))
EXAMPLE = (ROOT / "deploy/compose.env.example").read_text()
PATH = {"PATH": os.environ["PATH"]}
OURS = {name: service for name, service in SERVICES.items() if "build" in service}


def command_of(target, instruction="CMD"):
    """What the Dockerfile has a target run, as a list."""
    found = re.findall(rf"^{instruction} (?:.*? CMD )?(\[.*?\])", TARGETS[target], re.M | re.S)
    return json.loads(found[-1].replace("\\\n", " "))


def test_all_that_is_ours_is_built_here_and_nothing_of_it_runs_as_root():
    assert {"web", "worker", "prepare", "proxy"} == set(OURS)
    for service in OURS.values():
        target = TARGETS[service["build"]["target"]]
        assert re.findall(r"^USER (\S+)$", target, re.M)[-1] not in ("root", "0")
        assert service["cap_drop"] == ["ALL"]


def test_whoever_goes_on_running_says_whether_it_is_well():
    for name, service in SERVICES.items():
        if name == "prepare":
            continue
        target = service.get("build", {}).get("target")
        assert "healthcheck" in service or "\nHEALTHCHECK " in TARGETS[target], name


def test_the_example_names_all_that_is_asked_for_and_one_password():
    wanted = set(re.findall(r"\$\{(\w+)", (ROOT / "deploy/compose.yaml").read_text()))
    values = dict(line.split("=", 1) for line in EXAMPLE.splitlines() if "=" in line[:30])

    assert wanted <= set(values)
    assert f":{values['DB_PASSWORD']}@db:5432/" in values["DATABASE_URL"]
    settings = (ROOT / ".env.example").read_text()
    for name in set(values) - wanted - {"ENVIRONMENT"}:
        assert f"{name}=" in settings, name


def test_what_is_copied_into_the_image_is_there_and_holds_no_secret():
    kept = [
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line[0] == "!"
    ]

    assert all((ROOT / name).exists() for name in kept)
    assert not {".env", "var", ".git", "tests"} & set(kept)


def test_the_proxy_writes_its_configuration_for_the_host_and_stays_in_the_foreground(tmp_path):
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "nginx").write_text('#!/bin/sh\necho "$@"\n')
    (tools / "nginx").chmod(0o755)
    (tmp_path / "debians.conf").write_text("user www-data;\npid /run/nginx.pid;\nevents {}\n")
    environment = {
        "PATH": f"{tools}:{os.environ['PATH']}", "SITE_HOST": "lantern.example",
        "NGINX_CONF_DIR": str(tmp_path), "NGINX_MAIN": str(tmp_path / "debians.conf"),
        "TMPDIR": str(tmp_path),
    }  # fmt: skip
    words = [*command_of("proxy")[:1], str(ROOT / "deploy/proxy.sh")]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)

    assert "daemon off;" in done.stdout
    written = (tmp_path / "harbour.conf").read_text()
    assert "server_name lantern.example;" in written
    assert "news.example" not in written
    assert (tmp_path / "nginx.conf").read_text() == "events {}\n"


def test_a_proxy_without_a_host_ends_with_a_sentence():
    words = ["sh", str(ROOT / "deploy/proxy.sh")]
    done = subprocess.run(words, env=PATH, capture_output=True, text=True, check=False)

    assert done.returncode
    assert "SITE_HOST names the host" in done.stderr


def test_a_web_server_that_does_not_answer_is_not_well(capsys):
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unheard.getsockname()[1]}/healthz"
        assert alive.main([address]) == 1

    assert "does not answer" in capsys.readouterr().out


@pytest.mark.thorough
def test_each_command_of_the_site_runs_as_written(tmp_path):
    port = str(free_port())
    environment = {
        "PATH": f"{VENV}/bin:{os.environ['PATH']}", "VAR_DIR": str(tmp_path), "HOME": str(tmp_path),
        "SECRET_KEY": "x" * 60, "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
    }  # fmt: skip

    def start(words):
        words = [port if word == "8000" else word for word in words]
        return subprocess.Popen(words, cwd=ROOT, env=environment)

    assert start(SERVICES["prepare"]["command"]).wait(300) == 0
    web, worker = start(command_of("site")), start(SERVICES["worker"]["command"])
    try:
        healthy = command_of("site", "HEALTHCHECK")
        is_well(start, [*healthy, f"http://127.0.0.1:{port}/healthz"])
        is_well(start, SERVICES["worker"]["healthcheck"]["test"][1:])
    finally:
        for process in (web, worker):
            process.terminate()
    assert web.wait(60) is not None
    assert worker.wait(60) == 0


def is_well(start, words):
    for _ in range(30):
        if start(words).wait(60) == 0:
            return
        time.sleep(1)
    raise AssertionError(f"never well: {shlex.join(words)}")
