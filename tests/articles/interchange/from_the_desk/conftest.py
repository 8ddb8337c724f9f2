import json
import logging
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.interchange.from_the_desk import doing, process
from tests.factories import UserFactory

PAGE = "admin:articles_movein_changelist"


@pytest.fixture
def administrator(client):
    """An administrator at the desk."""
    person = UserFactory(is_staff=True, is_superuser=True, name="Ada Ward")
    client.force_login(person)
    return person


@pytest.fixture
def give(client, administrator):
    """give("old.xml", text, how="import"): the answer to a file that is given at the desk."""

    def give(name, content, **fields):
        content = content.encode() if isinstance(content, str) else content
        file = SimpleUploadedFile(name, content)
        return client.post(reverse(PAGE), {"file": file, "how": "import"} | fields)

    return give


@pytest.fixture
def worker(monkeypatch):
    """worker(): the worker's turn, without a process of its own."""

    def run(job, stop_requested):
        answer = process.import_file(job, process.Progress())
        Path(job["answer"]).write_text(json.dumps(answer))

    monkeypatch.setattr(doing, "_run", run)
    return doing.do_if_due


@pytest.fixture
def no_noise(caplog):
    caplog.set_level(logging.CRITICAL)
