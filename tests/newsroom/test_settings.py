"""What stops a bad deployment before a reader sees it."""

import ast
import os
import re
import subprocess
import sys
from importlib.util import find_spec
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


def manage(tmp_path, *command, **changes):
    """Start manage.py with these variables and no others."""
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)} | changes
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def start(tmp_path, show="SITE_NAME", **changes):
    """Read the settings as a fresh process does; returns what it shows or complains about."""
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)} | PRODUCTION | changes
    environment = {name: value for name, value in environment.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", f"from newsroom import settings; print(settings.{show})"],
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


@pytest.mark.skipif(find_spec("storages") is not None, reason="What a bucket needs is here.")
def test_a_bucket_without_what_it_needs_does_not_start_and_says_what_to_do(tmp_path):
    started = start(tmp_path, ORIGINALS_BUCKET="harbour-originals")

    assert started.returncode != 0
    assert "pip install 'django-storages[s3]'" in started.stderr


def test_a_bucket_takes_the_place_of_the_folder_for_originals_alone(tmp_path):
    for package in ("storages", "boto3"):  # named, and not loaded before they are needed
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    bucket = {"ORIGINALS_BUCKET": "harbour-originals", "PYTHONPATH": str(tmp_path)}
    storages = ast.literal_eval(
        start(
            tmp_path, "STORAGES | {'default': settings.STORAGES['default']['BACKEND']}", **bucket
        ).stdout
    )

    assert storages["default"] == "newsroom.safe_files.SafeFileStorage"
    backend = storages["originals"]["BACKEND"]
    assert backend == "newsroom.s3_storage.S3FileStorage"
    module, _, name = backend.rpartition(".")
    assert f"class {name}(" in (ROOT / module.replace(".", "/")).with_suffix(".py").read_text()
    assert storages["originals"]["OPTIONS"]["bucket_name"] == "harbour-originals"
    # A file of the same name is the same file.
    assert storages["originals"]["OPTIONS"]["file_overwrite"] is True


# --- manage.py --------------------------------------------------------------------------


def test_manage_py_ends_with_one_sentence_and_a_status_of_its_own(tmp_path):
    done = manage(tmp_path, "check", SECRET_KEY="x", PAGE_CACHE_SECONDS="a minute")

    assert done.returncode == 78
    assert done.stdout == ""
    assert done.stderr == (
        "manage.py: PAGE_CACHE_SECONDS is “a minute”: write a whole number from 0 to 2147483647.\n"
    )


def test_without_a_secret_manage_py_says_who_makes_one(tmp_path):
    done = manage(tmp_path, "check")

    assert done.stderr.count("\n") == 1
    assert "python3 run.py site" in done.stderr


def test_with_the_secret_of_run_py_manage_py_works(tmp_path):
    (tmp_path / "secret-key").write_text("made by run.py")

    assert manage(tmp_path, "check").returncode == 0


def test_manage_py_says_in_one_line_how_tests_are_run(tmp_path):
    done = manage(tmp_path, "test")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "python3 run.py test" in done.stderr


@pytest.mark.parametrize(
    "url",
    [
        "postgres://nobody@127.0.0.1:1/paper",
        "postgres://nobody:geheim@nowhere.invalid/paper",
        "sqlite:////nowhere/db.sqlite3",
    ],
)
def test_a_database_that_cannot_be_reached_is_said_in_one_sentence(tmp_path, url):
    done = manage(tmp_path, "migrate", SECRET_KEY="x", DATABASE_URL=url)

    assert done.returncode == 78
    assert done.stderr.count("\n") == 1
    assert "the database that DATABASE_URL names cannot be reached (" in done.stderr
    assert "geheim" not in done.stderr
