"""Another paper moves in at the desk: a file is given, the worker brings it in, and reports."""

import errno
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.interchange import whole_paper
from articles.interchange.from_the_desk import asking, doing, files, kinds
from articles.models import Gallery, MoveIn, Picture, Story
from newsroom.safe_files import SafeFileStorage
from tests.articles.interchange.ghost import exports as ghost
from tests.articles.interchange.wordpress.exports import export, post
from tests.articles.pictures.library import another
from tests.factories import chief_editor, picture_file
from tests.html import on_one_line

from .conftest import PAGE

pytestmark = pytest.mark.django_db

FULL = OSError(errno.ENOSPC, "No space left on device")


def zipped(entries):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in entries.items():
            archive.writestr(
                zipfile.ZipInfo(name), content
            )  # no hour, which would be in a test's name
    return made.getvalue()


def page(client, row):
    return on_one_line(client.get(reverse("admin:articles_movein_change", args=[row.pk])).text)


def press(client, row, button):
    address = reverse("admin:articles_movein_change", args=[row.pk])
    return client.post(address, {"do": button})


def test_a_file_is_tried_and_then_brought_in_without_being_sent_again(client, give, worker, disk):
    answer = give("old.xml", export(post(1), post(2, status="private")), how="try")
    [tried] = MoveIn.objects.all()
    assert (answer.status_code, answer.url) == (303, f"/admin/articles/movein/{tried.pk}/")
    assert "It waits for its turn" in page(client, tried)
    assert worker()
    assert "Tried, and nothing changed" in page(client, tried)
    assert not Story.objects.exists()

    answer = press(client, tried, "import")
    row = MoveIn.objects.get(is_dry_run=False)
    assert answer.url.endswith(f"/{row.pk}/")
    assert worker()

    assert Story.objects.count() == 2
    shown = page(client, row)
    assert "It is here" in shown
    assert "Imported as drafts, for the desk only" in shown
    report = client.get(reverse("admin:articles_movein_report", args=[row.pk]))
    assert report["Content-Disposition"].startswith("attachment")
    assert "The file holds 2 items" in report.text
    assert not list((disk / "imports").glob("*/*"))
    assert not worker()


def test_a_ghost_site_and_a_zip_of_pictures_come_in(client, give, worker):
    give("old.json", json.dumps(ghost.export(ghost.post(1))), site=ghost.SITE)
    pictures = {"a.jpg": another(), "b.jpg": another(), "c.txt": "no picture"}
    give("regatta.zip", zipped(pictures), gallery="Regatta", credit="Ana Bell")
    assert worker()
    assert worker()

    assert Story.objects.count() == 1
    assert {p.credit for p in Picture.objects.all()} == {"Ana Bell"}
    assert Gallery.objects.get().placements.count() == 2
    [first, _] = MoveIn.objects.all()
    assert "Left out: 1" in first.report
    assert "c.txt: This is not a JPEG" in first.report


def test_pictures_are_tried_too(give, worker, disk):
    give("regatta.zip", zipped({"a.jpg": another(), "b.jpg": another()[:400]}), how="try")
    worker()
    report = MoveIn.objects.get().report
    assert "New in the library: 1" in report
    assert "b.jpg: The picture is damaged" in report
    assert not Picture.objects.exists()
    assert not list((disk / "originals").rglob("*.jpg"))


OUR_OWN = zipped({whole_paper.MANIFEST: json.dumps({"format": whole_paper.FORMAT})})
XML = '<?xml version="1.0"?><opml version="2.0"><body/></opml>'


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("old.xml", "", kinds.EMPTY),
        ("old.xml", XML, "neither a WordPress export nor a feed"),
        ("old.xml", "<!DOCTYPE html><html></html>", "a page of a site"),
        ("old.json", '{"name": "package"}', "not a Ghost export"),
        ("old.docx", zipped({"word/document.xml": "<w/>"}), "a .xml file inside this zip"),
        ("old.zip", zipped({"stories.csv": "headline,body"}), "a .csv file inside this zip"),
        ("old.zip", zipped({"notes.txt": "x"}), "neither an export, nor Markdown, nor a picture"),
        ("prices.csv", "name,price\nBoat,9\n", "first row names no column that is known"),
        ("old.csv", "headline,title,body\nx,y,z\n", "first row names no column that is known"),
        ("old.zip", zipped({"a.jpg": "x"})[:40], "This zip is damaged"),
        ("old.xml.gz", b"\x1f\x8b\x08\x00rest", "Unpack this file first"),
        ("paper.zip", OUR_OWN, "manage.py import_paper"),
        ("boat.jpg", picture_file().read(), "This is a single picture"),
        ("old.xml", b"\x00\x01\x02" * 100, "nothing that can be brought in"),
    ],
)
def test_what_is_no_such_file_is_refused_at_once(give, disk, name, content, words):
    answer = give(name, content)
    assert answer.status_code == 422
    assert words in on_one_line(answer.text)
    assert not MoveIn.objects.exists()
    assert not list((disk / "imports").rglob("file"))


def test_what_turns_out_to_be_none_is_refused_in_words_by_the_worker(client, give, worker):
    give("old.xml", export(post(1))[:-40])
    worker()
    row = MoveIn.objects.get()
    assert row.state == MoveIn.State.REFUSED
    assert row.trouble in page(client, row)
    assert not Story.objects.exists()


def test_a_ghost_export_needs_the_address_of_its_site(give):
    answer = give("old.json", json.dumps(ghost.export(ghost.post(1))), site="lantern", credit="A")
    assert answer.status_code == 422
    assert kinds.NO_SITE in answer.text
    assert 'value="lantern"' in answer.text


def test_a_larger_file_is_refused_before_it_is_read(client, administrator, settings, give):
    settings.IMPORT_MAX_BYTES = 1000
    answer = give("old.xml", export(post(1)) + " " * 100_000)
    assert answer.status_code == 413
    assert "The file is too large" in answer.text
    # Within what may stand around a file.
    answer = give("old.xml", export(post(1)))
    assert answer.status_code == 413
    assert not MoveIn.objects.exists()


@pytest.mark.parametrize("where", ["while it is sent", "when it is kept"])
def test_a_full_disk_is_said_in_words_and_nothing_is_left(give, monkeypatch, disk, where):
    def full(*_):
        raise FULL

    if where == "when it is kept":
        monkeypatch.setattr(SafeFileStorage, "_save", full)
    else:
        monkeypatch.setattr(files._Uploaded, "write", full)
    answer = give("old.xml", export(post(1)))
    assert answer.status_code == 507
    assert files.NO_ROOM in answer.text
    assert not MoveIn.objects.exists()
    assert not [path for path in (disk / "imports").rglob("*") if path.is_file()]


def test_a_disk_that_is_full_in_the_middle_is_said_and_the_file_can_be_tried_again(
    client, give, worker, monkeypatch
):
    give("old.xml", export(post(1)))

    def full(*_, **__):
        raise FULL

    with monkeypatch.context() as patch:
        patch.setattr(kinds.wordpress, "import_site", full)
        worker()
    row = MoveIn.objects.get()
    assert "The disk is full" in page(client, row)
    press(client, row, "again")
    worker()
    assert MoveIn.objects.first().state == MoveIn.State.DONE
    assert Story.objects.exists()
    assert press(client, row, "again").status_code == 422  # it is here, and the file is not


def test_whoever_presses_twice_has_asked_once(client, give, worker, disk):
    first, second = give("old.xml", export(post(1))), give("old.xml", export(post(1)))
    assert first.url == second.url
    assert MoveIn.objects.count() == 1
    assert len(list((disk / "imports").glob("*/file"))) == 1
    worker()
    row = MoveIn.objects.get()
    assert press(client, row, "stop").status_code == 303  # a moment too late
    row.refresh_from_db()
    assert row.state == MoveIn.State.DONE


def test_administrators_alone_may(client, give):
    give("old.xml", export(post(1)))
    row = MoveIn.objects.get()
    client.force_login(chief_editor())
    for name, args in (("changelist", []), ("change", [row.pk]), ("report", [row.pk])):
        address = reverse(f"admin:articles_movein_{name}", args=args)
        assert client.get(address).status_code == 403
    assert client.post(reverse(PAGE), {}).status_code == 403
    assert press(client, row, "stop").status_code == 403


def test_the_form_is_not_taken_from_another_site(administrator, client):
    client.handler.enforce_csrf_checks = True
    assert client.post(reverse(PAGE), {"how": "try"}).status_code == 403


def test_one_that_waits_or_runs_can_be_stopped(client, give):
    give("old.xml", export(post(1)))
    row = MoveIn.objects.get()
    press(client, row, "stop")
    assert "Stopped before it began" in page(client, row)

    press(client, row, "again")
    row = doing._claimed(timezone.now())
    files.tell(row.folder, doing="Writing stories", done=30, total=120, seconds=10)
    shown = page(client, row)
    assert "30 of 120" in shown
    assert "3.0 a second" in shown
    assert "less than a minute left of this step" in shown
    press(client, row, "stop")
    assert files.is_to_stop(row.folder)
    assert "It is being stopped" in page(client, row)


def test_one_comes_in_at_a_time(give):
    give("old.xml", export(post(1)))
    give("older.xml", export(post(2)))
    assert doing._claimed(timezone.now()).file_name == "old.xml"
    assert doing._claimed(timezone.now()) is None


def test_what_a_worker_has_left_is_begun_anew_but_not_for_ever(client, give, worker, no_noise):
    give("old.xml", export(post(1)))
    doing._claimed(timezone.now())
    assert not worker()  # the other one is at it
    long_ago = timezone.now() - 2 * doing.GONE_AFTER
    MoveIn.objects.update(began_at=long_ago)
    row = MoveIn.objects.get()
    files.tell(row.folder, doing="Writing stories", done=1, total=2, seconds=1)
    assert not worker()  # it has written something a moment ago
    files.storage().delete(f"{row.folder}/{files.PROGRESS}")
    assert "Its worker says nothing" in page(client, row)

    assert worker()
    assert MoveIn.objects.get().state == MoveIn.State.DONE
    assert Story.objects.count() == 1

    give("old.xml", export(post(3)))
    doing._claimed(timezone.now())
    MoveIn.objects.filter(state="running").update(began_at=long_ago, tries=2)
    assert not worker()
    assert "3 times without a word" in page(client, MoveIn.objects.first())


def test_a_process_that_ends_without_a_word_is_begun_three_times(give, monkeypatch):
    begun = []
    monkeypatch.setattr(doing, "_run", lambda job, stop: begun.append(job))
    give("old.xml", export(post(1)))
    doing.do_if_due()
    assert len(begun) == 3
    assert MoveIn.objects.get().trouble == doing.NO_WORD


def test_files_and_reports_do_not_stay_for_ever(give, worker, disk):
    give("old.xml", export(post(1)), how="try")
    worker()
    row = MoveIn.objects.get()
    asking.delete_old()
    assert files.is_there(row.folder)
    MoveIn.objects.update(ended_at=timezone.now() - timedelta(days=2))
    asking.delete_old()
    assert not list((disk / "imports").glob("*/file"))
    MoveIn.objects.update(asked_at=timezone.now() - timedelta(days=400))
    asking.delete_old()
    assert not MoveIn.objects.exists()


def test_the_first_steps_lead_there(client, administrator):
    assert reverse(PAGE) in client.get(reverse("admin:articles_paper_first_steps")).text
    assert reverse(PAGE) in client.get(reverse("admin:index")).text
