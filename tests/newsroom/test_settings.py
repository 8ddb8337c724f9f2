"""What stops a bad deployment before a reader sees it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "ENVIRONMENT": "production",
    "SITE_URL": "https://news.example",
    "ALLOWED_HOSTS": "news.example",
    "SECRET_KEY": "k7" * 30,
    "DEBUG": "off",
}


def start(tmp_path, **changes):
    """Read the settings as a fresh process does; returns what it complains about."""
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)} | PRODUCTION | changes
    environment = {name: value for name, value in environment.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", "from newsroom import settings; print(settings.SITE_NAME)"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_sound_production_starts(tmp_path):
    assert start(tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"DEBUG": "on"}, "DEBUG=off"),
        ({"SECRET_KEY": "short"}, "50 random characters"),
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SITE_URL": "http://news.example"}, "https"),
    ],
)
def test_an_unsafe_production_does_not_start_and_says_why(tmp_path, changes, advice):
    started = start(tmp_path, **changes)

    assert started.returncode != 0
    assert advice in started.stderr


def test_the_example_itself_starts_once_it_has_a_secret(tmp_path):
    lines = (ROOT / ".env.example").read_text().splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    assert (
        start(tmp_path, **example | {"SECRET_KEY": "x", "VAR_DIR": str(tmp_path)}).returncode == 0
    )


def test_every_setting_has_its_line_in_the_example():
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "newsroom/settings.py").read_text()))
    named = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert read == named
