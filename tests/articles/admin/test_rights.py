"""Who may do what on the desk, and what a forged request changes: nothing."""

from itertools import product

import pytest
from django.urls import reverse

from articles.models import Story
from tests.factories import (
    AuthorFactory,
    CorrectionFactory,
    GalleryFactory,
    PictureFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    UserFactory,
    editor,
    moderator,
    reporter,
)
from tests.tiers import some_in_a_quick_run

from .desk import address, inline, story_form

pytestmark = pytest.mark.django_db


def test_a_reader_does_not_get_in(client):
    client.force_login(UserFactory())
    assert client.get(address("story_changelist")).status_code == 302


def test_a_moderator_finds_no_story_on_the_desk(client):
    client.force_login(moderator())
    story = StoryFactory(published=True)
    assert client.get(address("story_changelist")).status_code == 403
    for page in ("change", "preview", "versions", "schedule", "take-down"):
        assert client.get(address(f"story_{page}", story.pk)).status_code == 403
    for kind in ("picture", "gallery", "quote"):
        assert client.get(address(f"{kind}_choose")).status_code == 403


def test_a_reporter_lists_own_drafts_and_what_is_out(client, jo):
    StoryFactory(headline="Mine", created_by=jo)
    StoryFactory(headline="With my name", authors=[AuthorFactory(user=jo)])
    StoryFactory(headline="Somebody else's secret")
    StoryFactory(headline="Out", published=True)
    page = client.get(address("story_changelist")).content.decode()
    for headline in ("Mine", "With my name", "Out"):
        assert headline in page
    assert "secret" not in page


def test_a_reporter_writes_own_drafts_only(client, jo):
    mine, theirs = StoryFactory(created_by=jo), StoryFactory()
    for story, status in ((mine, 302), (theirs, 302)):
        form = story_form(story.section, story, headline="Changed")
        assert client.post(address("story_change", story.pk), form).status_code == status
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert mine.latest.headline == "Changed"
    # Not even that it exists is told: the answer is the one for an unknown story.
    assert theirs.latest.headline != "Changed"


def test_a_reporter_reads_a_live_story_in_the_paper_and_cannot_change_it(client, jo):
    story = StoryFactory(published=True)
    story.write(by=editor(), headline="Not for you yet")
    response = client.get(address("story_change", story.pk))
    assert response.url == story.get_absolute_url()
    form = story_form(story.section, story, headline="Hacked")
    assert client.post(address("story_change", story.pk), form).status_code == 403
    for page in ("preview", "versions"):
        assert client.get(address(f"story_{page}", story.pk)).status_code == 403
    assert client.get(address("story_version", story.pk, 2)).status_code == 403
    listed = client.get(address("story_changelist"), {"q": "Not for you"}).content.decode()
    assert "Not for you yet" not in listed.replace('value="Not for you"', "")


def test_a_reporter_reads_the_versions_of_an_own_live_story_but_writes_none(client, jo):
    story = StoryFactory(published=True, created_by=jo)
    assert client.get(address("story_change", story.pk)).url == address(
        "story_version", story.pk, 1
    )
    assert client.get(address("story_version", story.pk, 1)).status_code == 200
    assert client.post(address("story_again", story.pk, 1)).status_code == 403
    form = story_form(story.section, story, headline="Preview only")
    assert client.post(address("story_preview", story.pk), form).status_code == 403


@pytest.mark.parametrize("page", ["schedule", "take-down"])
def test_a_reporter_neither_schedules_nor_takes_down(client, jo, page):
    story = StoryFactory(created_by=jo)
    form = {"at_0": "2090-01-01", "at_1": "06:00", "version": 1, "reason": "Because"}
    assert client.get(address(f"story_{page}", story.pk)).status_code == 403
    assert client.post(address(f"story_{page}", story.pk), form).status_code == 403
    story.refresh_from_db()
    assert story.status == "draft"


def test_the_publish_action_is_not_offered_to_a_reporter_and_does_nothing_for_one(client, jo):
    story = StoryFactory(created_by=jo)
    form = {"action": "publish", "_selected_action": [story.pk]}
    client.post(address("story_changelist"), form)
    story.refresh_from_db()
    assert story.status == "draft"


def test_forged_fields_have_no_effect(client, jo):
    mine, other = StoryFactory(created_by=jo), StoryFactory(published=True)
    forged = {
        "status": "published",
        "live": other.live_id,
        "latest": other.latest_id,
        "published_at": "2020-01-01 00:00",
        "published_at_0": "2020-01-01",
        "published_at_1": "00:00",
        "updated_at": "2020-01-01",
        "created_by": other.pk,
        "taken_down_reason": "x",
        "number": 99,
        "id": other.pk,
        "pk": other.pk,
    }
    form = story_form(mine.section, mine, headline="Mine") | forged
    assert client.post(address("story_change", mine.pk), form).status_code == 302
    mine.refresh_from_db()
    assert (mine.status, mine.live, mine.published_at) == ("draft", None, None)
    assert mine.created_by == jo
    assert (mine.latest.number, mine.latest.headline) == (2, "Mine")
    other.refresh_from_db()
    assert other.latest.number == 1


def test_a_byline_of_another_story_cannot_be_moved(client, jo):
    other = StoryFactory(authors=[AuthorFactory()])
    mine = StoryFactory(created_by=jo)
    theirs = other.bylines.get()
    row = {"id": theirs.pk, "story": mine.pk, "author": AuthorFactory().pk, "position": 1}
    form = story_form(mine.section, mine) | inline("bylines", [row], initial=1)
    assert client.post(address("story_change", mine.pk), form).status_code < 500
    theirs.refresh_from_db()
    assert theirs.story == other


@pytest.mark.parametrize("role", [editor, reporter])
def test_no_correction_is_added_or_taken_away_through_the_story_form(client, role):
    user = role()
    client.force_login(user)
    story = StoryFactory(created_by=user)
    standing = CorrectionFactory(story=story)
    rows = [
        {"id": standing.pk, "story": story.pk, "DELETE": "on"},
        {"kind": "note", "text": "x", "published_at_0": "2026-01-01", "published_at_1": "09:00"},
    ]
    form = story_form(story.section, story) | inline("corrections", rows, initial=1)
    client.post(address("story_change", story.pk), form)
    assert story.corrections.get() == standing


def test_a_reporter_writes_on_while_a_story_is_in_review_and_in_any_section(client, jo):
    story = StoryFactory(created_by=jo, by=jo)
    story.submit(by=jo)
    form = story_form(SectionFactory(), story, headline="One more fact")
    assert client.post(address("story_change", story.pk), form).status_code == 302
    story.refresh_from_db()
    assert (story.state, story.latest.headline) == ("In review", "One more fact")
    assert story.section_id == form["section"]


def test_what_a_reporter_typed_into_a_story_that_went_out_meanwhile_comes_back(client, jo):
    story = StoryFactory(created_by=jo)
    form = story_form(story.section, story, headline="My headline", body="<p>My long text</p>")
    story.publish(by=None)
    response = client.post(address("story_change", story.pk), form)
    assert response.status_code == 403
    assert "My headline" in response.text
    assert "My long text" in response.text
    assert story.versions.count() == 1


def test_nobody_deletes_a_story(client):
    client.force_login(editor())
    story = StoryFactory()
    assert client.post(address("story_delete", story.pk), {"post": "yes"}).status_code == 403
    form = {"action": "delete_selected", "_selected_action": [story.pk], "post": "yes"}
    client.post(address("story_changelist"), form)
    assert Story.objects.filter(pk=story.pk).exists()


def test_a_reporter_does_not_change_what_readers_see(client, jo):
    picture = PictureFactory()
    StoryFactory(published=True, lead_picture=picture)
    gallery, quote = GalleryFactory(published=True), QuoteFactory()
    for name, thing in (("picture", picture), ("gallery", gallery), ("quote", quote)):
        response = client.post(address(f"{name}_change", thing.pk), {"caption": "Hacked"})
        assert response.status_code == 403


def test_a_reporter_describes_a_picture_that_is_not_out_yet(client, jo):
    picture = PictureFactory(alt="")
    form = {"alt": "A field", "caption": "", "credit": "", "licence": "", "focal_x": 0.5,
            "focal_y": 0.5}  # fmt: skip
    client.post(address("picture_change", picture.pk), form)
    picture.refresh_from_db()
    assert picture.alt == "A field"


@pytest.mark.parametrize("name", ["section", "topic", "author", "imported", "oldaddress"])
def test_a_reporter_adds_no_furniture(client, jo, name):
    assert client.get(address(f"{name}_add")).status_code == 403


@pytest.mark.parametrize("role", [editor, reporter])
def test_neither_editors_nor_reporters_reach_people_and_roles(client, role):
    client.force_login(role())
    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 403
    assert client.get("/admin/auth/group/").status_code == 404


LOOKUPS = [
    "authors__user__password__startswith",
    "created_by__password__startswith",
    "created_by__password__regex",
    "slug__regex",
    "slug__iregex",
    "latest__headline__regex",
    "latest__body__startswith",
    "status__in",
    "_connector",
]


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_a_list_answers_only_what_its_filters_ask(client, lookup):
    client.force_login(editor())
    StoryFactory()
    response = client.get(address("story_changelist"), {lookup: "(a+)+$"})
    assert response.status_code == 400


@pytest.mark.parametrize("name", ["picture", "gallery", "quote", "section", "topic", "author"])
@pytest.mark.parametrize("lookup", ["pk__regex", "id__gt", "slug__regex", "caption__iregex"])
def test_no_list_takes_lookups_from_the_address(client, name, lookup):
    client.force_login(editor())
    assert client.get(address(f"{name}_changelist"), {lookup: "1"}).status_code == 400


ODD = [
    "q=%F0%9F%98%80", "q=" + "a+" * 1900, "q=%25_", "q='%22", "p=x", "p=99999999999999999999",
    "o=99.-99.x", "e=1", "all=", "section__id__exact=x", "state=nope",
]  # fmt: skip
LISTS = ["story", "picture", "gallery", "quote", "author", "topic"]


@pytest.mark.parametrize(("name", "query"), some_in_a_quick_run(list(product(LISTS, ODD)), 4))
def test_no_address_of_a_list_breaks_it(client, name, query):
    client.force_login(editor())
    response = client.get(f"{address(f'{name}_changelist')}?{query}")
    assert response.status_code in (200, 302, 400)


@pytest.mark.parametrize("pk", ["x", "9" * 30, "9" * 5000, "-1", "1.5", "_"])
def test_no_number_of_a_story_breaks_its_page(client, pk):
    client.force_login(editor())
    path = address("story_changelist") + f"{pk}/change/"
    assert client.get(path).status_code in (302, 404)


def test_the_picker_shows_pictures_to_the_desk_only(client):
    picture = PictureFactory(caption="Boats at dusk")
    client.force_login(UserFactory())
    assert client.get(address("picture_choose")).status_code == 302
    client.force_login(reporter())
    answer = client.get(address("picture_choose"), {"q": "boats"})
    assert [row["id"] for row in answer.json()["choices"]] == [picture.pk]
    assert "no-store" in answer["Cache-Control"]
    assert client.post(address("picture_choose")).status_code == 405


@pytest.mark.parametrize("query", [{"ids": "x,,9" * 40}, {"ids": "9" * 4000}, {"q": "a " * 1800}])
@pytest.mark.parametrize("kind", ["picture", "gallery", "quote"])
def test_the_picker_takes_any_question(client, kind, query):
    client.force_login(editor())
    assert client.get(address(f"{kind}_choose"), query).status_code == 200
