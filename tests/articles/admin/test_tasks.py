"""Whoever runs the paper sees at the desk what the worker has to do, and what it could not."""

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from newsroom import mail, purging, task_queue
from tests.factories import UserFactory, editor
from tests.tasks import wait_for_a_worker

pytestmark = pytest.mark.django_db

TASKS = "/admin/articles/task/"


@pytest.fixture
def desk(client, settings):
    wait_for_a_worker(settings)
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def failed(desk):
    mail.post("confirm_address", "bo@example.org", link="/a-secret-key/")
    task = DBTaskResult.objects.get()
    task.claim("a worker")
    task.set_failed(ConnectionRefusedError("The mail server is away."))
    return task


def test_what_waits_is_called_by_its_name(desk, settings):
    settings.PURGE_URLS = ["http://127.0.0.1:1"]
    settings.PURGE_KEYS_URLS = ["http://127.0.0.1:1"]
    purging.purge_paths_later(["/city/1/bridge/"])
    purging.purge_keys_later(["story-1"])
    page = desk.get(TASKS).content.decode()
    assert "Caches forget pages" in page
    assert "Caches forget what shows something" in page
    assert "Waiting for its turn" in page


def test_a_failure_says_what_went_wrong_and_not_what_the_letter_said(desk, failed):
    page = desk.get(TASKS).content.decode()
    assert "A letter" in page
    assert "ConnectionRefusedError: The mail server is away." in page
    assert "Failed, " in page
    assert "a-secret-key" not in page
    assert "bo@example.org" not in page


def test_what_failed_can_be_tried_again_and_what_waits_is_left_alone(desk, failed):
    mail.post("confirm_address", "mo@example.org", link="x")
    waiting = DBTaskResult.objects.exclude(pk=failed.pk).get()
    run_after = waiting.run_after
    chosen = {"action": "try_again", "_selected_action": [failed.pk, waiting.pk]}
    page = desk.post(TASKS, chosen, follow=True).content.decode()
    assert "1 will be tried again now." in page
    failed.refresh_from_db()
    waiting.refresh_from_db()
    assert (failed.status, failed.worker_ids) == ("READY", [])
    assert failed in DBTaskResult.objects.ready()
    assert waiting.run_after == run_after


def test_what_is_done_is_not_shown(desk, failed):
    failed.set_successful(None)
    assert "A letter" not in desk.get(TASKS).content.decode()


@pytest.mark.parametrize("end", ["{pk}/change/", "{pk}/delete/", "{pk}/history/", "add/"])
def test_there_is_no_page_that_shows_what_a_task_was_called_with(desk, failed, end):
    assert desk.get(TASKS + end.format(pk=failed.pk)).status_code == 404


@pytest.mark.parametrize(
    "query", ["?state=FAILED", "?state=%00", "?status__regex=.", "?o=9.1", "?q=x"]
)
def test_a_query_that_nobody_expected_breaks_nothing(desk, failed, query):
    assert desk.get(TASKS + query).status_code in (200, 302, 400)


def test_editors_do_not_see_letters_to_readers(client, failed):
    client.force_login(editor())
    assert client.get(TASKS).status_code == 403


def test_every_task_has_a_name_and_a_queue_of_the_worker(db):
    from accounts.tasks import send_password_letter
    from articles.tasks import complete_picture

    purges = (purging.purge, purging.purge_keys)
    for task in (send_password_letter, complete_picture, mail.deliver, *purges):
        assert task_queue.name_of(task.module_path) != task.module_path
        assert task.queue_name in task_queue.QUEUES
    assert reverse("admin:articles_task_changelist") == TASKS
