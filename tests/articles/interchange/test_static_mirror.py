"""A mirror of files that the worker keeps: it has what readers have, a moment later."""

import logging
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from articles.interchange.static_copy import Mirror
from articles.models import Story
from articles.pictures import completing
from newsroom import clock
from newsroom.page_store.models import Invalidation
from newsroom.static_copy import mirroring, state
from tests.factories import PictureFactory, StoryFactory

# What is said twice in one transaction is written down once: each of these is committed.
pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mirror(tmp_path):
    """One that has everything; `look()` is the worker's turn, `made()` what that has made anew."""
    mirror = Mirror(tmp_path / "mirror")
    mirror.folder, asked = tmp_path / "mirror", []
    ask = mirror._mirror._ask

    def asking(address):
        asked.append(address)
        return ask(address)

    mirror._mirror._ask = asking

    def made():
        asked.clear()
        mirror.look()
        return list(asked)

    mirror.made = made
    return mirror


def page_of(mirror, story):
    return mirror.folder / story.get_absolute_url().strip("/") / "index.html"


def contents(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    found = {str(p.relative_to(folder)): p.read_bytes() for p in files if state.OURS not in p.name}
    # No static file is collected here, and an empty feed says when it is read.
    return {k: v for k, v in found.items() if not k.startswith("static/") and ".rss" not in k}


def test_what_is_published_changed_and_taken_down_is_so_in_the_mirror(mirror, tmp_path):
    old = StoryFactory(published=True, headline="The ferry is late", section__name="City")
    other = StoryFactory(published=True, section__name="Sport", headline="A match")
    mirror.look()
    assert "The ferry is late" in page_of(mirror, old).read_text()
    assert mirror.made() == []  # nothing was changed

    new = StoryFactory(published=True, headline="A bridge opens", section=old.section)
    made = mirror.made()
    assert "A bridge opens" in page_of(mirror, new).read_text()
    assert "A bridge opens" in (mirror.folder / "index.html").read_text()
    assert other.get_absolute_url() not in made

    old.write(by=None, headline="The ferry is on time")
    old.update(by=None)
    mirror.look()
    assert "The ferry is on time" in page_of(mirror, old).read_text()

    old.take_down(by=None, reason="A mistake.")
    made = mirror.made()
    assert not page_of(mirror, old).exists()
    assert made.index(old.get_absolute_url()) < made.index("/")  # before what only names it
    assert "The ferry is on time" not in (mirror.folder / "index.html").read_text()

    old.restore(by=None)
    mirror.look()
    assert "The ferry is on time" in page_of(mirror, old).read_text()
    call_command("export_static", str(tmp_path / "copy"))
    assert contents(mirror.folder) == contents(tmp_path / "copy")


@pytest.mark.thorough
def test_a_picture_that_is_withdrawn_goes_from_the_mirror_too(mirror):
    picture = PictureFactory()
    completing.complete(picture)
    StoryFactory(published=True, lead_picture=picture)
    mirror.look()
    assert list(mirror.folder.rglob(f"media/{picture.key}/*"))
    picture.withdraw(by=None, reason="The photographer asked.")
    mirror.look()
    assert not list(mirror.folder.rglob(f"media/{picture.key}/*"))


@pytest.mark.thorough
def test_an_hour_that_comes_is_followed(mirror):
    story = StoryFactory(at=clock.now() + timedelta(hours=1), headline="In an hour")
    mirror.look()
    assert not page_of(mirror, story).exists()
    # Instead of the database's clock, which nobody may move, the hours.
    an_hour = timedelta(hours=1, seconds=1)
    Story.objects.update(published_at=F("published_at") - an_hour)
    Invalidation.objects.filter(due_at__gt=clock.now()).update(due_at=F("due_at") - an_hour)
    mirror.look()
    assert page_of(mirror, story).exists()


@pytest.mark.thorough
def test_with_the_day_what_says_today_is_made_anew(mirror, monkeypatch):
    StoryFactory(published=True)
    mirror.look()
    changes = mirror._changes
    changes._day -= timedelta(days=1)
    assert "/" in mirror.made()
    changes._looked_at -= mirroring.LOOK_BACK
    assert len(mirror.made()) > 10  # after so long nobody knows what was said


@pytest.mark.thorough
def test_a_page_that_cannot_be_made_stays_and_is_tried_again(mirror, monkeypatch):
    story = StoryFactory(published=True, headline="The ferry is late")
    mirror.look()
    before = page_of(mirror, story).read_text()
    story.write(by=None, headline="The ferry is on time")
    story.update(by=None)
    with monkeypatch.context() as patch:
        patch.setattr(mirror._mirror, "_ask", lambda address: (503, {}, b""))
        mirror.look()
    assert page_of(mirror, story).read_text() == before
    mirror._wait_until = 0
    mirror.look()
    assert "The ferry is on time" in page_of(mirror, story).read_text()


def test_a_folder_with_other_things_is_left_alone_and_somebody_hears(mirror, caplog):
    mirror.folder.mkdir()
    (mirror.folder / "novel.txt").touch()
    with caplog.at_level(logging.ERROR):
        mirror.look()
        mirror.look()
    assert caplog.text.count("holds other things") == 1
    assert [path.name for path in mirror.folder.iterdir()] == ["novel.txt"]


@pytest.mark.thorough
def test_two_do_not_write_into_one_folder(mirror):
    StoryFactory(published=True)
    mirror.look()
    one = mirror._mirror.state
    with one.at_work(), pytest.raises(CommandError, match="Another copy is being made"):
        call_command("export_static", str(mirror.folder))


@pytest.mark.thorough
def test_what_a_killed_copy_has_written_goes_once_it_is_no_page_any_more(mirror, monkeypatch):
    story = StoryFactory(published=True)
    with monkeypatch.context() as patch:  # as if it had been killed before it was over
        patch.setattr(state.State, "write", lambda self, files: None)
        (mirror.folder).mkdir()
        (mirror.folder / state.NAME).write_text(
            '{"format": "harbour-static-copy", "site": "", "files": {}}'
        )
        mirror.look()
    left = mirror.folder / ".0123456789abcdef.unfinished"
    left.touch()
    assert page_of(mirror, story).exists()
    story.take_down(by=None, reason="A mistake.")
    call_command("export_static", str(mirror.folder))
    assert not page_of(mirror, story).exists()
    assert not left.exists()
