"""Nothing is written into Django's own log any more, and what it showed is shown from ours."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from articles.comments.models import Comment
from articles.desk_site import Desk, OneLog
from articles.models import Embargo, Gallery, Invitation, Record, Story, Topic
from tests.articles.admin.desk import address, answer, press, story_form
from tests.articles.models.embargoes import typed
from tests.factories import (
    CommentFactory,
    GalleryFactory,
    PictureFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
    UserFactory,
    chief_editor,
    editor,
)
from tests.factories.articles import picture_file
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    user = UserFactory(name="Boss", is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def ines(client):
    user = chief_editor(name="Ines")
    client.force_login(user)
    return user


def _write_and_end_stories(client):
    client.post(address("story_add"), story_form(SectionFactory()) | {"_publish": "1"})
    story = Story.objects.get()
    press(client, story, "_save", headline="Ferry sails late")
    press(client, story, "_publish", headline="Ferry sails late")
    answer(client, story, "take-down", reason="The photographer asked.")
    press(client, story, "_restore")
    gone = StoryFactory(published=True)
    last = {"reason": "A court.", "confirm": gone.pk}
    client.post(address("story_delete-for-good", gone.pk), last)


def _show_a_gallery(client):
    gallery = GalleryFactory()
    form = {"title": "The fish market at night", "slug": gallery.slug}
    client.post(address("gallery_change", gallery.pk), form | {"_publish": "1"})
    client.post(address("gallery_change", gallery.pk), form | {"_withdraw": "1"})
    at = typed(timezone.now() + timedelta(days=2))
    client.post(address("gallery_schedule", gallery.pk), at)
    assert Gallery.objects.get().published_at > timezone.now()


def _withdraw_a_picture(client):
    client.post(address("picture_upload"), {"file": picture_file()})
    picture = PictureFactory()
    client.post(address("picture_withdraw", picture.pk), {"reason": "Wrong man"})
    client.post(address("picture_allow_again", picture.pk))


def _hold_back(client):
    held = Embargo.objects.create(name="Budget", until=timezone.now() + timedelta(days=1))
    draft = StoryFactory()
    client.post(address("embargo_put", held.pk), {"item": f"story-{draft.pk}"})
    client.post(address("embargo_move", held.pk), typed(timezone.now() + timedelta(days=3)))
    client.post(address("embargo_take-out", held.pk), {"item": f"story-{draft.pk}"})
    client.post(address("embargo_lift", held.pk), {"coming": ""})


def _moderate(client):
    view = CommentFactory(status="waiting")
    data = {"_selected_action": [view.pk], "index": 0}
    page = reverse("admin:comments_comment_changelist")
    for verb in ("approve", "pick", "unpick", "refuse"):
        client.post(page, data | {"action": verb})
    client.post(page, {"action": "delete_selected", "post": "yes", **data})
    assert not Comment.objects.exists()


def _change_the_furniture(client):
    client.post(address("paper_breaking"), {"text": "Storm closes the port", "hours": 2})
    client.post(address("paper_breaking"), {"end": "1"})
    client.post(address("topic_add"), {"name": "Bridges", "slug": "bridges"})
    topic = Topic.objects.get()
    client.post(address("topic_change", topic.pk), {"name": "Ferries", "slug": "ferries"})
    client.post(address("topic_delete", topic.pk), {"post": "yes"})


def _change_people(client):
    newcomer = UserFactory()
    client.post(reverse("admin:accounts_user_delete", args=[newcomer.pk]), {"post": "yes"})
    asked = {"email": "new@example.org", "role": "Reporter"}
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post(address("colleague_add"), asked)
    client.post(address("colleague_withdraw", Invitation.objects.get().pk))


WALK = {
    _write_and_end_stories: {
        "written", "published", "updated", "taken down", "restored", "deleted for good"
    },
    _show_a_gallery: {"changed", "published", "withdrawn", "scheduled"},
    _withdraw_a_picture: {"created", "withdrawn", "allowed again"},
    _hold_back: {"put under embargo", "embargo removed", "moved"},
    _moderate: {"approved", "picked", "no longer picked", "refused", "deleted"},
    _change_the_furniture: {
        "breaking news", "breaking news ended", "created", "changed", "deleted"
    },
    _change_people: {"deleted", "invited", "invitation withdrawn"},
}  # fmt: skip


@pytest.mark.parametrize("walk", WALK, ids=lambda walk: walk.__name__.strip("_"))
def test_after_a_walk_through_the_desk_djangos_log_is_empty_and_ours_tells_it(client, boss, walk):
    walk(client)

    assert LogEntry.objects.count() == 0
    assert set(Record.objects.filter(by=boss).values_list("action", flat=True)) >= WALK[walk]


def test_no_table_on_the_desk_writes_another_log_whoever_brings_it():
    assert isinstance(admin.site, Desk) or isinstance(admin.site._wrapped, Desk)
    assert all(isinstance(table, OneLog) for table in admin.site._registry.values())

    desk = Desk()
    desk.register(Session, admin.ModelAdmin)
    assert isinstance(desk._registry[Session], OneLog)


def test_what_happened_to_a_row_leads_to_its_page_of_the_log(client, ines):
    topic = TopicFactory()
    response = client.get(address("topic_history", topic.pk), follow=True)

    assert response.redirect_chain[-1][0].endswith(f"?kind=topic&number={topic.pk}")
    assert "Created" in response.text


def test_who_may_not_read_the_log_learns_who_changed_what_and_no_value(client, ana, at_work):
    at_work(editor(name="Mirela Okafor"))
    topic = TopicFactory(name="Bridges")
    topic.description = "A word that was thought better of."
    topic.save()
    text = client.get(address("topic_history", topic.pk)).text

    assert "<b>Changed</b>: Description" in text
    assert "Mirela Okafor" in text
    assert "thought better of" not in text


def test_the_history_of_what_is_not_there_leads_back_to_the_desk(client, ana):
    assert client.get(address("topic_history", 9)).url == reverse("admin:index")


def test_the_desks_first_page_says_what_one_did_last_and_not_what_others_did(client, ana):
    story, other = StoryFactory(by=ana, headline="Ferry sails"), editor()
    StoryFactory(by=other, headline="Somebody else has written this")
    text = client.get(reverse("admin:index")).text

    assert f'<a href="{address("story_change", story.pk)}"><bdi>Ferry sails</bdi></a>' in text
    assert "Story, written" in text
    assert "Somebody else has written this" not in text
