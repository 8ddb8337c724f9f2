"""Made-up stories for a paper that is old: as the verbs would have left them, by the thousand."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from articles import body
from articles.demo import phrases
from articles.models import (
    Announcement,
    Appearance,
    Correction,
    Embargo,
    Picture,
    Record,
    SearchEntry,
    Section,
    Story,
    StoryVersion,
)
from articles.publishing import Change
from newsroom import clock
from tests.factories import PictureFactory, SectionFactory, editor, reporter

pytestmark = pytest.mark.django_db


def load(**options):
    call_command("load_stories", **{"count": 200} | options)


@pytest.fixture
def paper():
    """Two people of the newsroom, a section and a picture."""
    PictureFactory()
    return {"editor": editor(), "reporter": reporter(), "section": SectionFactory(slug="city")}


def state(word):
    return [story for story in Story.objects.with_hours() if story.state == word]


def test_so_many_stories_as_asked_for_with_headlines_that_differ(paper, capsys):
    load()
    load()

    assert Story.objects.count() == 400
    assert len({version.headline for version in StoryVersion.objects.filter(number=1)}) == 400
    assert "200 stories" in capsys.readouterr().out


def test_they_go_back_as_many_years_as_asked_for_and_some_are_of_today(paper):
    load(years=3)

    hours = [story.published_at for story in Story.objects.published().newest_first()]
    today = timezone.localdate()
    assert timezone.localdate(hours[0]) == today
    assert timedelta(days=1000) < hours[0] - hours[-1] <= timedelta(days=3 * 366)
    assert all(hour <= clock.now() for hour in hours)


def test_one_in_a_hundred_is_a_draft_scheduled_expired_taken_down_or_under_embargo(paper):
    load()

    assert [len(state(word)) for word in ("Expired", "Taken down")] == [2, 2]
    assert Story.objects.filter(embargo__isnull=False).count() == 2
    # Half of those under embargo are drafts, half wait for its hour.
    assert [len(state(word)) for word in ("Draft", "Scheduled")] == [3, 3]
    assert Story.objects.published().count() == 190


def test_readers_find_them_on_every_kind_of_list_and_nothing_of_the_others(client, paper):
    load(count=100, years=1)
    hidden = [story for story in Story.objects.all() if not story.is_public]

    for path in ("/", "/city/", "/latest.rss", "/archive/", "/sitemap-stories.xml", "/text/"):
        page = client.get(path)
        assert page.status_code == 200
        assert not any(story.headline in page.text for story in hidden)
    for story in Story.objects.published()[:20]:
        assert story.headline in client.get(story.get_absolute_url()).text
    for story in hidden:
        assert client.get(story.get_absolute_url()).status_code in (404, 410, 451)


def test_their_texts_are_as_clean_and_as_long_as_those_of_the_newsroom(paper):
    load()

    for version in StoryVersion.objects.all():
        assert body.clean(version.body) == version.body
        assert 150 <= version.word_count <= 700
        embeds = {(embed.kind, embed.thing.pk) for embed in version.embeds.all()}
        assert embeds == set(body.existing_embeds(version.body))


def test_search_finds_them_by_what_indexing_them_anew_would_say(paper):
    load(count=60)
    columns = ("headline", "names", "text")
    entries = {entry.story_id: entry for entry in SearchEntry.objects.filter(story__isnull=False)}
    said = {pk: [getattr(entry, c) for c in columns] for pk, entry in entries.items()}

    call_command("reindex")

    assert len(said) == Story.objects.filter(status="published").count()
    for entry in SearchEntry.objects.filter(story__isnull=False):
        assert [getattr(entry, column) for column in columns] == said[entry.story_id]


def test_none_is_entered_into_the_search_index_if_nobody_wants_that(paper):
    load(count=30, without_search=True)

    assert not SearchEntry.objects.filter(story__isnull=False).exists()


def test_what_readers_had_when_is_known_for_each_of_them(paper):
    load()

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
    load()

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


def test_corrections_are_tied_to_two_versions_and_move_the_date_of_modification(paper):
    load()

    corrections = Correction.objects.published()
    assert corrections.count() == 4
    for correction in corrections:
        assert correction.after.number == correction.before.number + 1
        assert correction.story.modified_at == correction.published_at
    changed = Story.objects.filter(updated_at__isnull=False)
    assert changed.count() == 4


def test_nothing_is_announced_of_the_past_and_what_is_to_come_at_its_hour(paper):
    load()

    to_come = Story.objects.scheduled()
    announced = Announcement.objects.values_list("story", "due_at", "what")
    expected = to_come.values_list("pk", "published_at")
    assert sorted(announced) == sorted((pk, hour, "published") for pk, hour in expected)
    assert not Announcement.objects.due().exists()
    story = to_come.first()
    assert Announcement.objects.get(story=story).path == story.get_absolute_url()


def test_the_verbs_work_on_them(paper):
    load()
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


def test_a_new_story_gets_a_number_of_its_own_afterwards(paper):
    load(count=10)
    story = Story(section=paper["section"])
    story.write(by=None, headline="The next one", body="<p>Text.</p>")

    assert story.pk > max(Story.objects.exclude(pk=story.pk).values_list("pk", flat=True))
    assert story.latest.number == 1


def test_an_empty_site_gets_sections_and_pictures_first():
    load(count=20)

    assert Section.objects.count() == 8
    assert not Picture.objects.filter(alt="").exists()
    assert StoryVersion.objects.filter(lead_picture__isnull=False).exists()
    assert Story.objects.published().count() == 19


def test_the_same_seed_says_the_same_and_another_says_something_else(paper):
    def said():
        before = Story.objects.order_by("pk").last()
        load(count=20, seed=said.seed)
        new = Story.objects.filter(pk__gt=before.pk if before else 0).order_by("pk")
        return [story.latest.body for story in new]

    said.seed = 5
    first, again = said(), said()
    said.seed = 6

    assert first == again
    assert first != said()


def test_only_what_readers_have_has_been_read(paper):
    load(count=300, years=1)

    assert not Story.objects.exclude(status="published").filter(reads__isnull=False).exists()
    assert not Story.objects.filter(reads__hour__lt=F("created_at") - timedelta(days=1)).exists()


def test_every_embargo_is_still_to_come(paper):
    load(count=10)

    assert all(not embargo.is_over for embargo in Embargo.objects.all())


@pytest.mark.parametrize(
    "typed",
    [
        ["--count", "0"], ["--count", "-5"], ["--count", "many"], ["--count", "99999999999"],
        ["--count", "5", "--years", "0"], ["--count", "5", "--years", "4000"],
        ["--count", "5", "--seed", "x"], ["--count", "5", "--seed", "²"], [],
    ],
)  # fmt: skip
def test_a_number_that_makes_no_sense_is_refused_and_nothing_is_added(typed):
    with pytest.raises(CommandError):
        call_command("load_stories", *typed)

    assert not Section.objects.exists()


def test_no_headline_comes_twice_within_a_million():
    numbers = range(7_000_000, 7_000_000 + 1_000_000, 97)

    assert len({phrases.headline(number) for number in numbers}) == len(numbers)
    assert max(map(len, map(phrases.headline, range(3000)))) <= 120
