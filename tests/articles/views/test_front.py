"""Which story goes where on the front page, and that its editor decides it."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.front import MIN_MOST_READ, FrontPage
from articles.models import Reads, Section, Story
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PictureFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

TOP, BRIEF = Story.Prominence.TOP, Story.Prominence.BRIEF


def ago(**time):
    return timezone.now() - timedelta(**time)


def published(count=1, **fields):
    """So many stories, the newest last."""
    start = fields.pop("at", ago(hours=1))
    stories = [StoryFactory(at=start + timedelta(seconds=n), **fields) for n in range(count)]
    return stories if count > 1 else stories[0]


def front():
    return FrontPage(Section.objects.all())


def read(story, times):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    Reads.objects.create(story=story, hour=hour, count=times)


def test_the_newest_story_marked_for_the_top_leads_with_or_without_a_picture():
    section = SectionFactory()
    published(section=section, lead_picture=PictureFactory(), prominence=TOP, at=ago(hours=3))
    newer = published(section=section, prominence=TOP, at=ago(hours=2))
    published(section=section, lead_picture=PictureFactory(), at=ago(hours=1))

    assert front().lead == newer


def test_a_story_does_not_stay_at_the_top_for_more_than_four_days():
    published(prominence=TOP, at=ago(days=5), lead_picture=PictureFactory())
    pictured = published(lead_picture=PictureFactory(), at=ago(hours=3))
    published(at=ago(hours=1))

    assert front().lead == pictured


def test_scheduled_stories_and_those_taken_down_stand_nowhere():
    StoryFactory(at=timezone.now() + timedelta(hours=1), prominence=TOP)
    StoryFactory(taken_down="The court asked for it.", prominence=TOP)

    assert front().lead is None
    assert front().blocks == []


def test_stories_that_share_a_topic_with_the_lead_stand_under_it():
    topic, section = TopicFactory(), SectionFactory()
    related = published(4, topics=[topic], section=section, at=ago(days=2))
    lead = published(topics=[topic], section=section, prominence=TOP)
    published(3, section=section)

    page = front()

    assert page.lead == lead
    assert page.related == related[:0:-1]


def test_no_story_stands_on_the_page_twice(client):
    topic = TopicFactory()
    for layout in Section.FrontLayout:
        section = SectionFactory(front_layout=layout)
        published(5, section=section, topics=[topic])
        published(section=section, prominence=BRIEF)
        published(section=section, kind="opinion", authors=[AuthorFactory()])
        published(section=section, prominence=TOP)

    html = client.get("/").text
    addresses = [story.get_absolute_url() for story in Story.objects.select_related("section")]
    times = Counter(html.count(f'href="{address}"') for address in addresses)

    assert times[1] > 20
    assert set(times) <= {0, 1}


def test_an_editor_lays_out_each_section_and_leaves_some_away():
    for layout in Section.FrontLayout:
        section = SectionFactory(name=layout, front_layout=layout)
        published(6, section=section, at=ago(days=30))
    published(5, section=SectionFactory(front_layout="none"))

    assert {block.name: len(block.stories) for block in front().blocks} == {
        "one-and-four": 5,
        "three": 3,
        "four-text": 4,
        "feature": 4,
        "list": 6,
    }


def test_layouts_with_a_large_picture_begin_with_a_story_that_has_one():
    section = SectionFactory(front_layout="feature")
    stories = published(3, section=section, at=ago(days=9))
    pictured = published(section=section, lead_picture=PictureFactory(), at=ago(days=10))
    published(5, section=SectionFactory(front_layout="none"), prominence=TOP)

    (block,) = front().blocks

    assert block.stories == [pictured, *reversed(stories)]


@pytest.mark.parametrize("left", [1, 4])
def test_a_section_with_few_stories_is_still_laid_out(client, left):
    published(5, section=SectionFactory(front_layout="none"), prominence=TOP)
    for layout in Section.FrontLayout:
        section = SectionFactory(name=layout.label, front_layout=layout)
        published(left, section=section, headline="A word " * 30, at=ago(days=9))

    html = client.get("/").text

    shown = [layout for layout in Section.FrontLayout if f">{layout.label}</a></h2>" in html]
    assert shown == [layout for layout in Section.FrontLayout if layout != "none"]


def test_opinions_of_all_sections_stand_together_under_their_writers_names(client):
    published(5, section=SectionFactory(front_layout="none"), prominence=TOP)
    city, sport = SectionFactory(), SectionFactory()
    writer = AuthorFactory(name="Ewan Mackie")
    published(3, section=city, kind="opinion", authors=[writer])
    opinion = published(section=sport, kind="opinion", authors=[writer], at=ago(days=40))

    page = front()

    assert len(page.opinions) == 4
    assert opinion in page.opinions
    assert page.blocks == []
    assert len(re.findall(r">\s*Ewan Mackie\s*</p>", client.get("/").text)) == 4


def test_the_word_opinion_leads_to_the_section_that_all_of_them_stand_in():
    section = SectionFactory()
    published(5, section=SectionFactory(), prominence=TOP)
    published(2, section=section, kind="opinion")
    assert front().opinion_section == section

    published(section=SectionFactory(), kind="opinion")
    assert front().opinion_section is None


def test_news_in_brief_is_a_block_of_its_own_once_there_is_enough_of_it():
    section = SectionFactory()
    published(section=section, prominence=TOP)
    few = published(3, section=section, prominence=BRIEF)
    assert front().in_brief == []

    one_more = published(section=section, prominence=BRIEF, at=ago(minutes=5))
    assert front().in_brief == [one_more, *reversed(few)]


def test_most_read_is_shown_once_four_stories_were_read_and_never_says_how_often(client):
    stories = published(MIN_MOST_READ, section=SectionFactory())
    for times, story in enumerate(stories[1:], start=7700):
        read(story, times)
    assert front().most_read == []
    assert "Most read" not in client.get("/").text

    read(stories[0], 7799)
    html = client.get("/").text

    assert front().most_read[0] == stories[0]
    assert "Most read" in html
    shown = html[html.index("Most read") :].split("</section>")[0]
    # Outside the tags: in an address may stand any number.
    assert "77" not in re.sub(r"<[^>]*>", " ", shown)


def test_what_is_live_or_paid_for_says_so_in_words(client):
    section = SectionFactory()
    published(section=section, live_label_until=timezone.now() + timedelta(hours=1))
    published(section=section, sponsor="Ballast Street Traders")
    published(section=section, live_label_until=ago(minutes=1))

    html = client.get("/").text

    assert html.count('<span class="live">Live</span>') == 1
    assert "Sponsored by Ballast Street Traders" in html


def test_a_headline_of_more_than_ninety_characters_is_set_smaller(client):
    StoryFactory(published=True, headline="x" * 91)
    assert "story-card--long" in client.get("/").text

    for story in Story.objects.all():
        story.delete_for_good(by=None, reason="The next case.")
    StoryFactory(published=True, headline="x" * 90)
    assert "story-card--long" not in client.get("/").text


def test_a_story_in_another_language_says_which_and_the_page_keeps_its_side(client):
    StoryFactory(published=True, language="ar", headline="افتتاح الجسر", kicker="")

    html = client.get("/").text

    assert '<div class="story-card__words" dir="rtl">' in html
    assert '<h2 class="story-card__headline" lang="ar">' in html


def test_a_block_says_when_it_was_updated_only_if_that_was_today():
    now = timezone.now()
    section = SectionFactory()
    published(5, section=SectionFactory(front_layout="none"), prominence=TOP)
    story = published(section=section, at=ago(days=2))
    assert front().blocks[0].updated_at is None

    Story.objects.filter(pk=story.pk).update(published_at=now)
    assert front().blocks[0].updated_at == now


@pytest.mark.parametrize("stories", [1, 3])
def test_the_front_page_asks_the_same_questions_however_much_there_is(
    client, django_assert_num_queries, stories
):
    topic, picture, author = TopicFactory(), PictureFactory(), AuthorFactory()
    for layout in Section.FrontLayout:
        section = SectionFactory(front_layout=layout)
        for kind in ("news", "opinion"):
            published(stories, section=section, kind=kind, topics=[topic],
                      lead_picture=picture, authors=[author])  # fmt: skip
    for story in Story.objects.all():
        read(story, 1)
    GalleryFactory(published=True)
    QuoteFactory(story=StoryFactory(published=True))
    client.get("/robots.txt")  # the first answer of a process asks what the database can do

    with django_assert_num_queries(8):
        assert client.get(reverse("articles:front")).status_code == 200
