"""A machine on which the process for strangers' files does not start says nothing of a picture."""

import errno
import json
import os
import subprocess
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.tasks import default_task_backend
from django.urls import reverse

from articles import tasks
from articles.models import Picture
from articles.pictures import sandboxed
from articles.pictures.receiving import ReaderUnavailable, Refused, receive
from tests.articles.pictures.library import another, upload
from tests.articles.pictures.photographs import encoded, motif, taken_in
from tests.factories import editor
from tests.tasks import vanish


@pytest.fixture(autouse=True)
def in_a_child_process(settings):
    settings.PICTURES_IN_A_CHILD = True


@pytest.fixture
def run(tmp_path):
    """Run a child whose module that reads pictures is this program."""

    def run(program, timeout=20):
        package = tmp_path / "elsewhere" / "articles" / "pictures" / "sandbox"
        package.mkdir(parents=True)
        (package / "errors.py").write_text("class Refused(Exception): pass\n")
        if program is not None:
            (package / "processing.py").write_text(program)
        folder = tmp_path / "job"
        folder.mkdir()
        job = {"megabytes": 300, "seconds": 1, "nice": 0}
        job["path"] = [str(tmp_path / "elsewhere")]
        (folder / "job.json").write_text(json.dumps(job))
        sandboxed._run_process(folder, timeout, None)
        return sandboxed._answer(folder)

    return run


@pytest.mark.parametrize(
    ("program", "options"),
    [
        (None, {}),
        ("import a_library_that_is_missing", {}),
        ("this is no program", {}),
        ("raise MemoryError", {}),
        ("raise OSError(12, 'Cannot allocate memory')", {}),
        ("raise ImportError('cannot map zero-fill pages')", {}),
        ("x = b'x' * 10**9", {}),
        ("import os; os.abort()", {}),
        ("import os; os._exit(127)", {}),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", {}),
        ("import time; time.sleep(60)", {"timeout": 0.5}),
    ],
    ids=[
        *("nothing there", "a library missing", "broken", "memory", "no memory", "no pages"),
        *("too large", "aborted", "exec failed", "killed", "no time"),
    ],
)
def test_a_process_that_ends_before_it_reads_anything_is_no_word_about_the_picture(
    run, program, options
):
    with pytest.raises(sandboxed.CannotStart):
        run(program, **options)


def test_a_process_that_has_begun_and_fails_is_one(run):
    with pytest.raises(Refused, match="damaged"):
        run("def process(folder, job): raise ValueError")


ERRORS = [
    errno.ENOMEM, errno.EAGAIN, errno.ENOENT, errno.EACCES, errno.EMFILE, errno.ENFILE,
    errno.ENOEXEC, errno.E2BIG, errno.EPERM, errno.ENOSPC,
]  # fmt: skip


@pytest.fixture
def broken(monkeypatch):
    """Let no process start; broken(number) says with which error."""

    def broken(number=errno.ENOMEM):
        def refuse(*args, **options):
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(subprocess, "Popen", refuse)

    return broken


@pytest.mark.django_db
@pytest.mark.parametrize("number", ERRORS, ids=errno.errorcode.get)
def test_an_upload_is_told_to_come_back_and_nothing_is_kept(client, broken, number):
    client.force_login(editor())
    broken(number)
    answer = client.post(reverse("admin:articles_picture_upload"), {"file": upload()})

    assert answer.status_code == 503
    assert answer.json()["problems"] == [
        "Pictures cannot be read here just now. Try again in some minutes."
    ]
    assert not Picture.objects.exists()


@pytest.mark.django_db
def test_a_limit_in_which_no_library_has_room_is_no_fault_of_the_picture(settings):
    settings.PICTURE_MEGABYTES = 20
    with pytest.raises(ReaderUnavailable):
        receive(ContentFile(another(), name="boat.jpg"))


@pytest.mark.django_db
def test_the_log_says_why(broken, caplog):
    broken(errno.ENOMEM)
    with pytest.raises(ReaderUnavailable):
        receive(ContentFile(another(), name="boat.jpg"))

    assert "does not start" in caplog.text
    assert "Cannot allocate memory" in caplog.text


@pytest.mark.django_db
def test_the_form_keeps_what_was_typed(client, broken):
    client.force_login(editor())
    broken()
    form = {"file": upload(), "alt": "", "caption": "Kept", "credit": "", "licence": ""}
    answer = client.post(reverse("admin:articles_picture_add"), form)

    assert answer.status_code == 422
    assert "Pictures cannot be read here just now." in answer.text
    assert "Kept" in answer.text


@pytest.mark.django_db
def test_an_import_stops_where_it_is_and_can_be_run_again(broken, monkeypatch, tmp_path):
    (tmp_path / "boats").mkdir()
    (tmp_path / "boats" / "1.jpg").write_bytes(another())
    with monkeypatch.context():
        broken()
        with pytest.raises(CommandError, match="cannot be read here just now"):
            call_command("import_pictures", str(tmp_path / "boats"))
    monkeypatch.undo()

    call_command("import_pictures", str(tmp_path / "boats"))
    assert Picture.objects.count() == 1


@pytest.mark.django_db
def test_the_worker_makes_the_other_sizes_later(broken, settings):
    picture = taken_in(encoded(motif()), alt="x")
    Picture.objects.update(avif_widths=[])
    vanish(settings)
    broken()
    tasks.complete_picture.call(picture.pk)

    (again,) = default_task_backend.results
    assert again.args == [picture.pk]
    assert again.kwargs == {"tries": 1}
    assert again.task.run_after - again.enqueued_at < timedelta(minutes=2)
