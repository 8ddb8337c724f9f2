"""Whoever runs the paper sees at the desk how the machine is."""

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom import mail, metrics
from newsroom.machine import bounded, readiness, troubles
from newsroom.machine.models import Backup
from tests.factories import UserFactory, chief_editor
from tests.tasks import wait_for_a_worker

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def a_machine_of_its_own(settings, tmp_path, monkeypatch):
    """Its errors alone, and parts that ask no database that a test has to itself."""
    settings.VAR_DIR = tmp_path
    looks = {name: bounded.Look(lambda: "answers") for name in readiness.LOOKS}
    monkeypatch.setattr(readiness, "LOOKS", looks)
    monkeypatch.setattr(metrics, "_watched", {})


@pytest.fixture
def page(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    def page():
        answer = client.get(reverse("admin:articles_task_machine"))
        assert answer.status_code == 200
        text = " ".join(answer.text.split())
        return text.replace("> ", ">").replace(" <", "<")

    return page


def test_it_says_what_is_ready_what_waits_and_which_versions_there_are(page, settings):
    wait_for_a_worker(settings)
    mail.post("confirm_address", "bo@example.org", link="/a-secret-key/")
    text = page()  # without spaces beside a tag

    assert "<dt>Letters</dt><dd>1 waiting · 0 running" in text
    assert "<dt>Database</dt><dd>answers</dd>" in text
    assert "None that this machine knows of." in text
    assert "Free for VAR_DIR" in text
    assert "<dt>Django</dt>" in text
    assert "Page store" not in text
    assert "a-secret-key" not in text


def test_what_is_away_and_what_went_wrong_stand_out(page, monkeypatch):
    def gone():
        raise readiness.Trouble("none was ever seen")

    monkeypatch.setitem(readiness.LOOKS, "worker", bounded.Look(gone))
    troubles.keep({"at": "2026-11-29T06:00:00+00:00", "what": "ValueError", "who": "web",
                   "where": "articles/front.py:12", "route": "articles:front"})  # fmt: skip
    text = page()

    assert "<strong>Look after it:</strong>none was ever seen" in text
    assert "29 November 2026, 06:00 GMT" in text
    assert "<b>ValueError</b>in articles/front.py:12" in text


def test_the_last_backups_stand_there_and_those_that_were_not_kept_stand_out(page, settings):
    assert "<code>BACKUP_TO</code>names no folder" in page()
    settings.BACKUP_TO = "/srv/backups"
    now = timezone.now()
    Backup.objects.create(ended_at=now, began_at=now, place="/srv/backups", files=7, is_verified=1)
    Backup.objects.create(ended_at=now, place="/srv/backups", trouble="The disk is full.")
    text = page()

    assert "each day at 03:30" in text
    assert "7 files" in text
    assert "Restored elsewhere and compared." in text
    assert "<strong>Not kept:</strong>The disk is full." in text


def test_the_page_store_has_a_row_where_there_is_one(page):
    metrics.watch("page_store", lambda: {"hit": 7, "bytes": 2048})
    text = page()

    assert "Page store, of the process that answers" in text
    assert "<dt>Hit</dt><dd>7</dd>" in text
    assert "<dt>Bytes</dt><dd>2.0 KB</dd>" in text


def test_the_desks_first_page_leads_superusers_there_and_nobody_else(client):
    way = reverse("admin:articles_task_machine")
    client.force_login(chief_editor())
    assert way not in client.get("/admin/").text
    assert client.get(way).status_code == 403

    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert way in client.get("/admin/").text
