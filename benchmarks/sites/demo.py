"""The demo paper as readers get it: hashed files, compressed answers, every picture complete."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
GRANIAN = [
    *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "error"),
    *("--workers", "1", "newsroom.wsgi:application"),
]


@contextlib.contextmanager
def demo_site():
    """Serve a demo paper on SQLite that is thrown away afterwards; give its address.

    Inside, Django is set up in this process for the same paper.
    """
    var, port = tempfile.mkdtemp(prefix="harbour-demo-"), free_port()
    address = f"http://127.0.0.1:{port}"
    os.environ.update(
        VAR_DIR=var,
        # Empty is unset, also where this machine's .env says something.
        **dict.fromkeys(("DATABASE_URL", "CACHE_URL", "MEDIA_ROOT", "SMTP_HOST"), ""),
        TASKS_BACKEND="django_tasks_db.DatabaseBackend",
        SECRET_KEY="only for this demo, whose address nobody else knows",  # noqa: S106
        SITE_URL=address,
        ALLOWED_HOSTS="127.0.0.1",
        ENVIRONMENT="local",
        DEBUG="off",
        HASH_STATIC_FILES="on",
        LOG_LEVEL="ERROR",
        DJANGO_SETTINGS_MODULE="newsroom.settings",
        # Playwright keeps an event loop in the thread that also asks the database.
        DJANGO_ALLOW_ASYNC_UNSAFE="true",
    )
    try:
        for command in (["migrate"], ["load_demo"], ["collectstatic", "--no-input"]):
            manage(*command)
        complete_pictures()
        set_up_django()
        with serving(port, "--blocking-threads", "4"):
            yield address
    finally:
        shutil.rmtree(var, ignore_errors=True)


def longest_story():
    """The address of the demo's longest story, of about 1,500 words."""
    from articles.models import Story

    stories = Story.objects.published().select_related("section", "live")
    return max(stories, key=lambda story: len(story.live.body)).get_absolute_url()


def set_up_django():
    import django

    django.setup()


def manage(*arguments):
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )


def complete_pictures():
    """Make every rendition of the demo's pictures, with a worker for each core."""
    command = [sys.executable, "manage.py", "db_worker", "--queue-name", "*", "--batch"]
    command += ["--no-startup-delay", "--no-reload", "--verbosity", "0"]
    workers = [subprocess.Popen(command, cwd=ROOT) for _ in range(os.cpu_count())]
    exit_codes = [worker.wait() for worker in workers]
    if any(exit_codes):
        raise SystemExit("The worker did not finish the demo's pictures.")


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextlib.contextmanager
def serving(port, *options, pinned_to=None):
    """Granian with one worker, on that core alone if one is named."""
    pin = ["taskset", "-c", str(pinned_to)] if pinned_to is not None else []
    command = [*pin, *GRANIAN, "--port", str(port), *options]
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            wait_for_answer(port)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


def wait_for_answer(port):
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("granian did not start")
