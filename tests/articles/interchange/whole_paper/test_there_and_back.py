"""A paper leaves in one file and is the same paper elsewhere: each page, each line of the log."""

import os
import re
import subprocess
import sys
import zipfile

import pytest
import time_machine
from django.apps import apps
from django.conf import settings as site
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from articles.interchange.whole_paper import MANIFEST, importing, tables, writing
from articles.models import OldAddress, Paper, Record, Story, StoryVersion, WorkingCopy
from articles.pictures import receiving_sounds
from tests import small_paper
from tests.factories import PictureFactory, UserFactory, chief_editor

NOW = "2026-11-30T06:00:00+00:00"


def the_paper():
    """A small one, with a log, a working copy and a story that was deleted; its pages."""
    pages = small_paper.paper()
    chief = chief_editor()
    story = Story.objects.published().first()
    story.take_down(by=chief, reason="A court has asked for it.")
    story.restore(by=chief)
    story.write(by=chief, headline="What nobody has <b>seen</b> \u2028 yet")
    WorkingCopy.objects.create(
        person=chief, story=story, form="x", fields={"b": [1], "a": None}, kept_at=timezone.now()
    )
    OldAddress.objects.create(path="/2009/old.html", story=story)
    Record.objects.keep(story, "changed", by=chief, slug=["one", "two"], kind=["a", "b"])
    receiving_sounds.receive(ContentFile(b"ID3" + bytes(2000), name="gulls.mp3"), by=chief)
    UserFactory().delete()  # its number is not given again
    return {
        name: path for name, path in pages.items()
        if not path.startswith("/accounts/") and "view" not in name and name != "not found"
    }  # fmt: skip


def answers(client, pages):
    cache.clear()
    return {name: client.get(path).content for name, path in pages.items()}


def contents(path):
    """All that an archive says, but for its date."""
    with zipfile.ZipFile(path) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    found[MANIFEST] = re.sub(rb'"made_at": "[^"]+"', b"", found[MANIFEST])
    return found


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_every_page_is_the_same_to_the_byte_and_so_is_what_is_exported_again(
    client, origin, tmp_path
):
    first, again = tmp_path / "first.zip", tmp_path / "again.zip"
    with time_machine.travel(NOW, tick=False):
        pages = the_paper()
        before = answers(client, pages)
        writing.write(first)
        secret = User.objects.exclude(password="").first().password
        origin.restore()
        report = importing.import_paper(first)
        after = answers(client, pages)
        writing.write(again)

    assert {name for name in pages if before[name] != after[name]} == set()
    assert contents(first) == contents(again)
    assert any(name.startswith("originals/sounds/") for name in contents(first))
    assert report.files == 0  # they were here
    assert secret.encode() not in b"".join(contents(first).values())
    assert not User.objects.exclude(password__startswith="!").exists()
    assert User.objects.create(email="new@example.org").pk > User.objects.count()
    # The guards stand, of what has come in too.
    for guarded in (Record.objects.first(), StoryVersion.objects.first()):
        with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
            type(guarded).objects.filter(pk=guarded.pk).update(note="It was otherwise.")


@pytest.mark.thorough
@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_it_moves_from_postgresql_to_sqlite_and_says_the_same_there(tmp_path):
    if connection.vendor == "sqlite":
        pytest.skip("begins on PostgreSQL")
    first, again = tmp_path / "first.zip", tmp_path / "again.zip"
    the_paper()
    writing.write(first)
    environment = os.environ | {"DATABASE_URL": "", "VAR_DIR": str(tmp_path / "var")}
    for command in (["migrate", "-v0"], ["import_paper", first], ["export_paper", again]):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=site.BASE_DIR, env=environment, check=True
        )

    assert contents(first) == contents(again)


@pytest.mark.database
@pytest.mark.django_db
def test_an_original_that_is_lost_is_named_and_the_rest_leaves(tmp_path, capsys):
    PictureFactory().original.delete(save=False)
    written = writing.write(tmp_path / "paper.zip")
    assert len(written.lost) == 1
    assert written.files == 0


def test_every_table_is_in_the_archive_or_says_why_not():
    exported = set(tables.EXPORTED)
    left_out = {
        model._meta.label for model in apps.get_models(include_auto_created=True)
        if {model._meta.label, model._meta.app_label} & set(tables.LEFT_OUT)
    }  # fmt: skip
    every = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
    }

    assert every - exported - left_out == set()
    assert exported <= every
    assert not exported & left_out


@pytest.mark.database
@pytest.mark.django_db
def test_loading_a_fixture_of_django_writes_no_second_log(tmp_path):
    chief_editor()
    lines = Record.objects.count()
    people = tmp_path / "people.json"
    call_command("dumpdata", "accounts", "--natural-foreign", output=str(people), verbosity=0)
    call_command("loaddata", str(people), verbosity=0)
    assert Record.objects.count() == lines
    assert Paper.objects.count() == 1
