"""An import that is stopped anywhere, and begun again, has done what one has that was not."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import reverse

from articles.interchange.incoming import Unreadable, importing, spool
from articles.interchange.incoming.importing import UNFINISHED
from articles.models import Announcement, Imported, Policy, Story
from tests.articles.interchange.wordpress.exports import SITE, comment, post
from tests.factories import chief_editor
from tests.tiers import some_in_a_quick_run

from .papers import afterwards, told

pytestmark = [pytest.mark.database, pytest.mark.django_db]

POSTS = [
    post(
        number,
        content=f'One, <a href="{SITE}/2012/03/15/story-{12 - number}/">another</a>.',
        comments=comment(number * 10) + comment(number * 10 + 1, parent=number * 10),
        date_gmt=f"2012-03-{number:02} 10:00:00",
    )
    for number in range(1, 12)
]
STEPS = 12  # of two kinds, in batches of two


class Stopped(BaseException):
    """As a signal would."""


@pytest.mark.parametrize("at", some_in_a_quick_run(range(STEPS + 1), 4))
def test_it_goes_on_where_it_was_stopped(import_site, monkeypatch, at):
    monkeypatch.setattr(spool, "MOST_ITEMS", 2)
    whole = afterwards(lambda: import_site(*POSTS))
    monkeypatch.setattr(importing, "transaction", SimpleNamespace(atomic=stopping(at)))
    with pytest.raises(Stopped):
        import_site(*POSTS)
    monkeypatch.undo()

    begun = Story.objects.count()
    assert begun == min(2 * at, len(POSTS))
    report = import_site(*POSTS)

    assert told() == whole
    assert report.accounted_items == len(POSTS)
    assert report.accounted_comments == 2 * len(POSTS)
    assert Announcement.objects.get().story == Story.objects.order_by("-published_at").first()
    assert not Imported.objects.filter(kind=UNFINISHED[0]).exists()


def test_what_has_its_place_and_no_text_yet_is_nobodys(import_site, monkeypatch, client):
    about = post(20, type="page", terms="", title="About us", name="about", link=f"{SITE}/about/")
    monkeypatch.setattr(importing, "transaction", SimpleNamespace(atomic=stopping(1)))
    with pytest.raises(Stopped):
        import_site(*POSTS, about, pages="policies")
    monkeypatch.undo()
    assert Story.objects.filter(latest=None).count() == len(POSTS)

    client.force_login(chief_editor())
    listed = client.get(reverse("admin:articles_story_changelist"))
    assert listed.context["cl"].result_count == 0
    assert "Untitled" not in listed.text + client.get(reverse("admin:index")).text
    assert not Policy.objects.exists()
    assert client.get("/about/").status_code == 404
    assert "About us" not in client.get("/").text

    import_site(*POSTS, about, pages="policies")
    assert Policy.objects.get().body
    assert client.get("/about/", follow=True).status_code == 200
    listed = client.get(reverse("admin:articles_story_changelist"))
    assert f"Story {len(POSTS)}" in listed.text


def test_a_page_without_words_becomes_no_policy(import_site):
    only = post(20, type="page", terms="", content=f'<img src="{SITE}/x.jpg">')
    report = import_site(only, pages="policies")

    assert not Policy.objects.exists()
    assert report.left_out["page", "it has no words, and a policy is nothing else"]


def stopping(at):
    """transaction.atomic, that is stopped at its end when it was entered more than `at` times."""
    entered = []

    @contextmanager
    def counting():
        entered.append(1)
        with transaction.atomic():
            yield
            if len(entered) > at:
                raise Stopped

    return counting


def test_after_a_failure_of_the_database_all_whole_batches_stay(import_site, monkeypatch):
    monkeypatch.setattr(spool, "MOST_ITEMS", 2)
    monkeypatch.setattr(
        "articles.interchange.incoming.comments.Comments.import_all", lambda *_: 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        import_site(*POSTS)

    assert Story.objects.count() == len(POSTS)
    assert not Story.objects.exclude(latest=None).exists()
    assert not Story.objects.published().exists()


def test_a_disk_that_is_full_is_told_before_anything_is_written(import_site, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spool.pickle, "dump", full)
    with pytest.raises(Unreadable, match="cannot be kept meanwhile"):
        import_site(*POSTS)
    assert not Story.objects.exists()
