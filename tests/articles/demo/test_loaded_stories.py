"""Made-up stories of an old paper: texts, hours, log and corrections as the verbs leave them."""

from itertools import pairwise

import pytest
from django.core.management import call_command

from articles import body
from articles.models import Announcement, Appearance, Correction, Record, Story, StoryVersion
from articles.publishing import Change
from newsroom import clock
from tests.factories import PictureFactory, SectionFactory, editor, reporter
from tests.kept import kept

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture(scope="module")
def paper(django_db_setup, django_db_blocker):
    """Two people of the newsroom, a section, a picture and two hundred stories."""
    yield from kept(django_db_blocker, old_paper)


def old_paper():
    PictureFactory()
    people = {"editor": editor(), "reporter": reporter(), "section": SectionFactory(slug="city")}
    call_command("load_stories", count=200)
    return people


def state(word):
    return [story for story in Story.objects.with_hours() if story.state == word]


def test_one_in_a_hundred_is_a_draft_scheduled_expired_taken_down_or_under_embargo(paper):
    assert [len(state(word)) for word in ("Expired", "Taken down")] == [2, 2]
    assert Story.objects.filter(embargo__isnull=False).count() == 2
    # Half of those under embargo are drafts, half wait for its hour.
    assert [len(state(word)) for word in ("Draft", "Scheduled")] == [3, 3]
    assert Story.objects.published().count() == 190


@pytest.mark.thorough
def test_their_texts_are_as_clean_and_as_long_as_those_of_the_newsroom(paper):
    for version in StoryVersion.objects.all():
        assert body.clean(version.body) == version.body
        assert 150 <= version.word_count <= 700
        embeds = {(embed.kind, embed.item.pk) for embed in version.embeds.all()}
        assert embeds == set(body.existing_embeds(version.body))


@pytest.mark.thorough
def test_what_readers_had_when_is_known_for_each_of_them(paper):
    for story in Story.objects.exclude(status="draft"):
        turns = list(story.appearances.all())
        assert turns[0].since == story.published_at
        assert all(a.until == b.since for a, b in pairwise(turns))
        assert turns[-1].version == story.live
        assert turns[-1].until == (story.taken_down_at or story.expires_at)
        versions = [turn.version.number for turn in turns]
        assert versions == list(range(1, len(turns) + 1))
    assert not Appearance.objects.filter(story__status="draft").exists()


def test_each_has_its_lines_in_the_log_under_the_name_of_who_did_it(paper):
    for story in Story.objects.exclude(status="draft"):
        (first,) = story.events.filter(action__in=["published", "scheduled"])
        assert first.by == paper["editor"]
        assert first.by_name == paper["editor"].name
        assert first.details == {"version": 1, "hour": story.published_at.isoformat()}
    written = Record.objects.filter(action="written", object_id__in=Story.objects.values("pk"))
    assert written.count() == StoryVersion.objects.count()
    handed_in = Story.objects.filter(submitted_by=paper["reporter"])
    assert Record.objects.filter(action="submitted").count() == handed_in.count() > 50
    assert Record.objects.filter(action="taken down", by=paper["editor"]).count() == 2


@pytest.mark.thorough
def test_corrections_are_tied_to_two_versions_and_move_the_date_of_modification(paper):
    corrections = Correction.objects.published()
    assert corrections.count() == 4
    for correction in corrections:
        assert correction.after.number == correction.before.number + 1
        assert correction.story.modified_at == correction.published_at
    changed = Story.objects.filter(updated_at__isnull=False)
    assert changed.count() == 4


def test_nothing_is_announced_of_the_past_and_what_is_to_come_at_its_hour(paper):
    to_come = Story.objects.scheduled()
    announced = Announcement.objects.values_list("story", "due_at", "what")
    expected = to_come.values_list("pk", "published_at")
    assert sorted(announced) == sorted((pk, hour, "published") for pk, hour in expected)
    assert not Announcement.objects.due().exists()
    story = to_come.first()
    assert Announcement.objects.get(story=story).path == story.get_absolute_url()


def test_the_verbs_work_on_them(paper):
    by = paper["editor"]
    live, other = Story.objects.published().newest_first()[:2]
    scheduled = Story.objects.scheduled().filter(embargo=None).first()
    waiting = Story.objects.scheduled().exclude(embargo=None).first()
    (expired, *_), (gone, *_), (draft, *_) = state("Expired"), state("Taken down"), state("Draft")

    live.write(by=by, headline="The council has changed its mind")
    live.update(by=by, change=Change(kind="correction", text="It has."))
    other.retract(by=by, reason="Nobody can confirm it.")
    scheduled.unschedule(by=by)
    waiting.embargo.lift(by=by)
    expired.restore(by=by)
    gone.restore(by=by)
    draft.put_under(None, by=by)
    draft.publish(by=by)

    public = Story.objects.published()
    for story in (live, other, waiting, expired, gone):
        assert public.filter(pk=story.pk).exists()
    assert not public.filter(pk=scheduled.pk).exists()
    assert live.shown_at(clock.now()).headline == "The council has changed its mind"
    assert live.versions.count() == live.latest.number
