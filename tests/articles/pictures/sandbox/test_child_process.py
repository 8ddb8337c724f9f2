"""The child process in which strangers' files are read: what it may take and cannot reach."""

import json
import resource
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from articles.models import Picture
from articles.pictures import sandboxed
from articles.pictures.receiving import Refused, receive
from articles.pictures.sandbox import child_process
from tests.articles.pictures.photographs import (
    encoded,
    files_of,
    gif_of,
    motif,
    png_that_claims,
    png_with_chunks,
    taken_in,
)
from tests.factories import picture_file

STATM = Path("/proc/self/statm")


@pytest.fixture(autouse=True)
def in_a_child_process(settings):
    settings.PICTURES_IN_A_CHILD = True


@pytest.mark.django_db
def test_a_picture_is_the_same_whichever_process_reads_it(settings):
    data = encoded(motif())
    apart = taken_in(data, credit="Jo")
    settings.PICTURES_IN_A_CHILD = False
    here = taken_in(data, credit="Jo")

    assert files_of(apart) == files_of(here)
    for name in ("width", "height", "widths", "colour", "likeness", "inscribed", "cropped"):
        assert getattr(apart, name) == getattr(here, name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda: encoded(motif())[:900], "damaged"),
        (lambda: png_that_claims(13377, 13377), "more than 40 megapixels"),
        (lambda: gif_of(300), "more than 100 frames"),
        (lambda: b"<svg/>", "not a JPEG"),
    ],
    ids=["half", "bomb", "animation", "SVG"],
)
def test_what_is_refused_is_refused_in_the_same_words(file, words):
    with pytest.raises(Refused, match=words):
        receive(ContentFile(file(), name="x.jpg"), alt="x")
    assert not Picture.objects.exists()


@pytest.mark.django_db
def test_a_picture_that_needs_more_memory_than_it_may_have_is_refused(settings):
    settings.PICTURE_MEGABYTES = 150
    large = encoded(Image.new("RGB", (6000, 6000)), "PNG")

    with pytest.raises(Refused, match=r"more memory|damaged"):
        receive(ContentFile(large, name="x.png"), alt="x")


@pytest.fixture
def say(tmp_path, monkeypatch):
    """What a program answers that runs in place of processing, with the same limits."""

    def say(program, timeout=20, while_running=None, **job):
        root = tmp_path / "elsewhere"
        package = root / "articles" / "pictures" / "sandbox"
        package.mkdir(parents=True, exist_ok=True)
        (package / "errors.py").write_text("class Refused(Exception): pass\n")
        (package / "processing.py").write_text(f"def process(folder, job):\n    {program}\n")
        folder = tmp_path / "job"
        folder.mkdir(exist_ok=True)
        limits = {"megabytes": 300, "seconds": 1, "nice": 0, "path": [str(root)]}
        (folder / "job.json").write_text(json.dumps(limits | job))
        monkeypatch.setenv("SECRET_KEY", "a secret of ours")
        sandboxed._run_process(folder, timeout, while_running)
        return sandboxed._answer(folder)

    return say


def test_a_process_that_takes_too_long_is_refused_and_killed(say, monkeypatch, tmp_path):
    started, popen = [], subprocess.Popen

    def recorded(*args, **options):
        started.append(popen(*args, **options))
        return started[-1]

    def until_it_has_begun():
        for _ in range(6000):
            if (tmp_path / "job" / child_process.STARTED).exists():
                return
            time.sleep(0.01)

    monkeypatch.setattr(subprocess, "Popen", recorded)

    with pytest.raises(Refused, match="too long"):
        say("import time; time.sleep(600)", timeout=0.2, while_running=until_it_has_begun)
    assert [process.returncode for process in started] == [-signal.SIGKILL]


def test_it_gets_a_multiple_of_its_processor_seconds_by_the_clock(settings, monkeypatch, tmp_path):
    settings.PICTURE_SECONDS = 3
    timeouts = []
    monkeypatch.setattr(
        sandboxed, "_run_process", lambda folder, timeout, callback: timeouts.append(timeout)
    )
    monkeypatch.setattr(sandboxed, "_answer", lambda folder: {})
    for job in ({"first": True}, {"sizes": {}}):
        sandboxed.run(tmp_path, tmp_path / "original.png", "PNG", **job)

    assert timeouts == [3 * 4, 3 * 4 * 6]


def test_it_has_none_of_our_secrets_and_no_django(say):
    assert say("import os; return dict(os.environ)").keys() <= {"LC_CTYPE"}
    assert say("import sys; return [name for name in sys.modules if 'django' in name]") == []


def test_it_has_limits_that_it_cannot_raise(say):
    found = say(
        "import resource as r; "
        "return [r.getrlimit(r.RLIMIT_AS), r.getrlimit(r.RLIMIT_CORE), r.getrlimit(r.RLIMIT_CPU)]"
    )
    assert found == [[300 * 1024 * 1024] * 2, [0, 0], [1, 1]]


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("return len(b'x' * 10**9)", "more memory"),
        ("while True: pass", "too long"),
        ("import os; os.abort()", "damaged"),
        ("open(folder / 'endless', 'wb').write(b'x' * 99_000_000)", "damaged"),
        ("raise ValueError('a fault of ours')", "damaged"),
    ],
    ids=["memory", "time", "crash", "disk", "fault"],
)
def test_whatever_it_does_becomes_a_refusal(say, program, words):
    with pytest.raises(Refused, match=words):
        say(program)


def test_a_full_disk_is_told_from_a_bad_picture(say):
    with pytest.raises(OSError, match="No space left"):
        say("raise OSError(28, 'No space left on device')")


def memory_in_use():
    """Megabytes."""
    return int(STATM.read_text().split()[1]) * resource.getpagesize() / 1024 / 1024


@pytest.mark.thorough
@pytest.mark.django_db
@pytest.mark.skipif(not STATM.exists(), reason="Linux says what memory is used.")
def test_ten_bombs_at_once_cost_this_process_nothing(tmp_path):
    bombs = [
        png_that_claims(13377, 13377),
        png_that_claims(6300, 6300) + b"x" * 5_000_000,
        gif_of(1000),
        png_with_chunks(*[(b"tEXt", b"Comment\0" + b"x" * 900_000)] * 20),
        encoded(Image.new("RGB", (7000, 7000)), "PNG"),
    ] * 2
    receive(picture_file(), alt="warm")
    before = most = memory_in_use()
    answers = []

    def send(data):
        folder = tmp_path / f"job-{id(data)}-{threading.get_ident()}"
        folder.mkdir()
        suffix = "gif" if data.startswith(b"GIF") else "png"
        file = folder / f"original.{suffix}"
        file.write_bytes(data)
        try:
            sandboxed.run(
                folder, file, {"gif": "GIF", "png": "PNG"}[suffix],
                first=True, max_lengths={}, credit="", copyright="",
            )  # fmt: skip
        except Refused as refused:
            answers.append(str(refused))
        else:
            answers.append("")

    threads = [threading.Thread(target=send, args=[data]) for data in bombs]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        most = max(most, memory_in_use())
        time.sleep(0.01)
    assert len(answers) == 10
    assert most - before < 50
