"""Until when, where and on what terms a picture may be used, and what that keeps from readers."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Gallery, Picture, Placement
from articles.pictures import usage
from articles.publishing import Change, NotReady
from newsroom.moments import day_in_words
from tests.factories import GalleryFactory, PictureFactory, StoryFactory

pytestmark = pytest.mark.django_db


def picture(**fields):
    return PictureFactory(caption="Crane at dusk", **fields)


def ended():
    """A picture whose last day was yesterday."""
    return picture(usable_until=usage.today() - timedelta(days=1))


def embed(kind, thing):
    return f'<p>Look.</p><story-embed data-kind="{kind}" data-id="{thing.pk}"></story-embed>'


def at(day, hour):
    """That hour of a day, in the paper's time zone."""
    return datetime.combine(day, hour, timezone.get_current_timezone())


def test_an_ended_right_keeps_a_story_from_readers_and_names_the_picture():
    crane = picture(usable_until=date(2026, 3, 3))
    story = StoryFactory(lead_picture=crane)

    with pytest.raises(NotReady) as refused:
        story.publish(by=None)

    assert refused.value.problems == [
        "The right to use “Crane at dusk” ended on 3 March 2026. Choose another picture, or "
        "extend it."
    ]
    story.refresh_from_db()
    assert not story.is_public
    crane.usable_until = usage.today()
    crane.save()
    story.publish(by=None)
    assert story.is_public


@pytest.mark.parametrize("where", ["embedded", "cover"])
def test_what_stands_inside_a_story_needs_the_right_too(where):
    crane = ended()
    thing = crane
    if where == "cover":
        thing = GalleryFactory(pictures=[crane, PictureFactory()])
        thing.choose_cover()
    story = StoryFactory(body=embed("picture" if thing is crane else "gallery", thing))

    with pytest.raises(NotReady, match="Crane at dusk"):
        story.publish(by=None)


def test_the_right_holds_through_its_last_day_in_the_papers_time_zone():
    last = usage.today() + timedelta(days=20)
    crane = picture(usable_until=last)

    story = StoryFactory(lead_picture=crane)
    story.schedule(by=None, at=at(last, time(23, 59)))
    with pytest.raises(NotReady) as refused:
        story.schedule(by=None, at=at(last + timedelta(days=1), time(0, 1)))

    words = f"“Crane at dusk” ends on {day_in_words(last)}, before that hour."
    assert words in str(refused.value)


def test_a_story_is_not_scheduled_for_a_day_after_the_right():
    story = StoryFactory(lead_picture=picture(usable_until=usage.today() + timedelta(days=1)))

    with pytest.raises(NotReady, match="Crane at dusk"):
        story.schedule(by=None, at=timezone.now() + timedelta(days=3))
    assert story.status == story.Status.DRAFT


def test_an_update_needs_the_right_now_or_at_its_hour():
    soon = picture(usable_until=usage.today() + timedelta(days=1))
    story = StoryFactory(published=True)
    story.write(by=None, lead_picture=soon)

    with pytest.raises(NotReady, match="before that hour"):
        story.update(by=None, at=timezone.now() + timedelta(days=3))
    story.update(by=None)
    assert story.live.lead_picture == soon

    story.write(by=None, lead_picture=ended())
    with pytest.raises(NotReady, match="Crane at dusk"):
        story.update(by=None)
    with pytest.raises(NotReady, match="Crane at dusk"):
        story.publish(by=None)


def test_a_live_story_stays_up_when_the_right_ends_and_gets_its_corrections(client):
    crane = picture(usable_until=usage.today())
    story = StoryFactory(published=True, lead_picture=crane)
    Picture.objects.update(usable_until=usage.today() - timedelta(days=1))

    page = client.get(story.get_absolute_url())
    assert crane.key in page.text
    assert client.get(crane.card_address).status_code == 200
    story.update(by=None, change=Change("correction", "The vote was 23 to 19."))
    assert story.corrections.count() == 1

    story.write(by=None, headline="Bridge reopens, again")
    with pytest.raises(NotReady, match="Crane at dusk"):
        story.update(by=None)


def test_a_story_with_such_a_picture_is_not_restored():
    story = StoryFactory(lead_picture=picture(usable_until=usage.today()), taken_down="A mistake.")
    Picture.objects.update(usable_until=usage.today() - timedelta(days=1))

    with pytest.raises(NotReady, match="Crane at dusk"):
        story.restore(by=None)


def test_a_story_with_such_a_picture_is_submitted_but_not_approved():
    story = StoryFactory(lead_picture=ended())

    story.submit(by=None)
    with pytest.raises(NotReady, match="Crane at dusk"):
        story.approve(by=None)


def test_under_an_embargo_the_right_must_reach_its_hour():
    from articles.models import Embargo

    until = timezone.now() + timedelta(days=5)
    embargo = Embargo.objects.create(name="Budget", until=until)
    crane = picture(usable_until=usage.today() + timedelta(days=2))
    story, gallery = StoryFactory(lead_picture=crane), GalleryFactory(pictures=[crane])
    story.put_under(embargo, by=None)
    gallery.put_under(embargo, by=None)

    for thing in (story, gallery):
        with pytest.raises(NotReady, match="before that hour"):
            thing.publish(by=None)
        thing.refresh_from_db()
        assert thing.published_at is None


def test_a_gallery_is_not_published_with_an_ended_right_nor_for_later():
    gallery = GalleryFactory(pictures=[PictureFactory(), ended()])
    with pytest.raises(NotReady, match="Crane at dusk"):
        gallery.publish(by=None)
    Picture.objects.update(usable_until=usage.today() + timedelta(days=1))
    with pytest.raises(NotReady, match="before that hour"):
        gallery.publish(by=None, at=timezone.now() + timedelta(days=3))

    gallery.publish(by=None)
    assert gallery.is_public


def test_nobody_adds_such_a_picture_to_a_gallery_that_readers_have():
    public, draft = GalleryFactory(published=True), GalleryFactory()
    crane = ended()

    with pytest.raises(ValidationError, match="Crane at dusk"):
        Placement(gallery=public, picture=crane).full_clean()
    Placement(gallery=draft, picture=crane).full_clean()


def test_a_picture_that_stands_in_the_gallery_may_stay_when_its_right_ends():
    gallery = GalleryFactory(published=True, pictures=[picture()])
    Picture.objects.update(usable_until=usage.today() - timedelta(days=1))

    gallery.placements.get().full_clean()


def test_all_that_is_wrong_is_said_at_once():
    story = StoryFactory(body="", lead_picture=picture(alt="", usable_until=date(2026, 3, 3)))
    with pytest.raises(NotReady) as refused:
        story.publish(by=None)

    assert [problem[:20] for problem in refused.value.problems] == [
        "Write the story: its", "Describe the lead pi", "The right to use “Cr",
    ]  # fmt: skip


@pytest.mark.parametrize("many", [1, 12])
def test_publishing_asks_one_question_about_all_pictures(many):
    body = "".join(embed("picture", PictureFactory()) for _ in range(many))
    story = StoryFactory(body=body, lead_picture=PictureFactory())

    with CaptureQueriesContext(connection) as queries:
        story.publish(by=None)

    asked = [q["sql"] for q in queries if 'FROM "articles_picture"' in q["sql"]]
    # The lead's description, the rights of all, and, once with each way to ask for them, which may
    # be public now.
    assert len(asked) <= 4


def test_a_story_without_pictures_asks_nothing_about_rights():
    story = StoryFactory()
    with CaptureQueriesContext(connection) as queries:
        story.publish(by=None)

    asked = [q["sql"] for q in queries if 'FROM "articles_picture"' in q["sql"]]
    assert not [sql for sql in asked if "usable_until" in sql]


@pytest.mark.parametrize("until", [date(1, 1, 1), date(9999, 12, 31)])
def test_the_ends_of_the_calendar_are_days_like_others(until):
    crane = picture(usable_until=until)
    crane.refresh_from_db()
    story = StoryFactory(lead_picture=crane)

    if until.year == 1:
        with pytest.raises(NotReady, match="ended on 1 January 1"):
            story.publish(by=None)
        return
    story.publish(by=None)
    assert story.is_public


@pytest.mark.parametrize("year", [1, 9999])
def test_an_hour_at_the_ends_of_the_calendar_is_refused_in_words(year):
    story = StoryFactory(published=True)
    story.write(by=None, lead_picture=picture(usable_until=date(2090, 1, 1)))
    with pytest.raises(NotReady, match="this century"):
        story.update(by=None, at=datetime(year, 1, 1, tzinfo=timezone.get_current_timezone()))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, "ended on"), (0, "ends today, on"), (1, "ends tomorrow, on"), (14, ", in 14 days"),
        (15, ""),
    ],
)  # fmt: skip
def test_editors_are_warned_two_weeks_before_a_right_ends(days, words):
    day = usage.today()
    warnings = usage.warnings(picture(usable_until=day + timedelta(days=days)), day)

    assert bool(warnings) == bool(words)
    assert words in " ".join(warnings)


def test_whatever_else_was_agreed_is_told_too():
    crane = picture(
        alt="", ask_first=True, territory="Norway", usage_terms="Once,\nnot on covers.",
    )  # fmt: skip

    assert usage.warnings(crane, usage.today()) == [
        "Ask before using it.",
        "Only for this territory: Norway",
        "Terms of use: Once, not on covers.",
        "Not described yet for those who cannot see it.",
    ]


def test_a_picture_that_asks_first_or_has_a_territory_may_be_published():
    crane = picture(ask_first=True, territory="Norway")
    assert StoryFactory(published=True, lead_picture=crane).is_public
    assert GalleryFactory(published=True, pictures=[crane]) in Gallery.objects.published()
