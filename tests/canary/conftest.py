import logging
from unittest import mock

import pytest
from django.conf import settings as all_settings
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import client, override_settings

from articles import announcing
from tests.kept import HASHERS

from .asking import looking
from .planting import hidden, public

IN_MEMORY = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def settings_with(folder):
    """Pictures on disk in a folder that outlives a single test, and a cache that can be read."""
    disks = {
        name: {
            "BACKEND": "newsroom.safe_files.SafeFileStorage",
            "OPTIONS": {"location": folder / name, "base_url": None},
        }
        for name in ("default", "originals")
    }
    return {"STORAGES": all_settings.STORAGES | disks, "CACHES": IN_MEMORY}


@pytest.fixture(scope="package")
def media(tmp_path_factory):
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="package")
def planted(django_db_setup, django_db_blocker, media):
    """The paper with everything hidden, planted once for all tests of this folder."""
    kept = override_settings(**settings_with(media), PASSWORD_HASHERS=HASHERS)
    with django_db_blocker.unblock(), kept, transaction.atomic():
        mail.outbox.clear()
        paper = public.public_paper()
        cache.clear()
        looking.remember(paper)
        hidden.plant(paper)
        announcing.deliver_due()
        paper.letters = list(mail.outbox)
        yield paper
        transaction.set_rollback(True)


@pytest.fixture
def paper(planted, db, settings, media, monkeypatch):
    """The planted paper, for one test; what the test does is undone."""
    for name, value in settings_with(media).items():
        setattr(settings, name, value)
    # Thousands of refusals, each with its traceback; and all that each template was given.
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    monkeypatch.setattr(client, "store_rendered_templates", lambda *given, **named: None)
    with mock.patch.dict(planted.markers.meaning):
        yield planted
