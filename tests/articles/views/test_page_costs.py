"""How many questions a page asks the database, whatever there is to show."""

from datetime import UTC, datetime

import pytest

from tests.articles.texts import embed
from tests.factories import (
    AuthorFactory,
    CommentFactory,
    CorrectionFactory,
    GalleryFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
    pictures_without_files,
)

pytestmark = pytest.mark.django_db


def gallery(count=2):
    """One that readers see, of so many pictures."""
    return GalleryFactory(published=True, pictures=pictures_without_files(count))


def rich_story(pictures, comments):
    body = "<p>One.</p>" + "".join(
        embed("picture", each) for each in pictures_without_files(pictures)
    )
    body += embed("gallery", gallery()) + embed("quote", QuoteFactory())
    leads = pictures_without_files(5)
    section, topic = SectionFactory(), TopicFactory()
    for lead in leads[1:]:
        StoryFactory(published=True, section=section, topics=[topic], kind="opinion",
                     authors=[AuthorFactory()], lead_picture=lead)  # fmt: skip
    story = StoryFactory(
        published=True, section=section, topics=[topic], body=body, lead_picture=leads[0],
        authors=[AuthorFactory(), AuthorFactory()],
    )  # fmt: skip
    CorrectionFactory(story=story)
    CommentFactory.create_batch(comments, story=story)
    return story


@pytest.mark.parametrize(("pictures", "comments"), [(1, 1), (8, 30)])
def test_a_story_page_asks_six_questions_at_most(
    client, django_assert_max_num_queries, pictures, comments
):
    story = rich_story(pictures, comments)
    client.get("/robots.txt")  # the first answer of a process asks what the database can do

    with django_assert_max_num_queries(6):
        assert client.get(story.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("stories", [1, 6])
def test_the_front_page_asks_ten_questions_at_most(client, django_assert_max_num_queries, stories):
    for _ in range(3):
        section = SectionFactory()
        for _ in range(stories):
            StoryFactory(published=True, section=section, authors=[AuthorFactory()], kind="opinion")
    gallery()
    QuoteFactory(story=StoryFactory(published=True))

    with django_assert_max_num_queries(10):
        assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/galleries/", 5), ("/quotes/", 6), ("/archive/", 4), ("/archive/2026/11/22/", 4),
        ("/corrections/", 5), ("/corrections/updates/", 5), ("/nowhere/", 5),
    ],
)  # fmt: skip
def test_a_list_asks_the_same_few_questions_for_one_thing_and_for_many(
    client, django_assert_max_num_queries, path, most
):
    for _ in range(4):
        CorrectionFactory()
        gallery()
        QuoteFactory(story=StoryFactory(published=True))

    with django_assert_max_num_queries(most):
        client.get(path)


@pytest.mark.parametrize("many", [1, 12])
@pytest.mark.parametrize(("kind", "most"), [("topic", 5), ("author", 4), ("speaker", 5)])
def test_a_topic_an_author_and_a_speaker_ask_the_same_for_one_thing_and_for_many(
    client, django_assert_max_num_queries, kind, most, many
):
    topic = TopicFactory(key_facts="One.\nTwo.")
    portrait, lead = pictures_without_files(2)
    author = AuthorFactory(portrait=portrait)
    for _ in range(many):
        story = StoryFactory(published=True, topics=[topic], authors=[author], lead_picture=lead)
        QuoteFactory(story=story, role="reader")
        topic.start_here.add(story)
    addresses = {
        "topic": topic.get_absolute_url(),
        "author": author.get_absolute_url(),
        "speaker": "/quotes/by/mirela-okafor/",
    }

    with django_assert_max_num_queries(most):
        assert client.get(addresses[kind]).status_code == 200


@pytest.mark.parametrize("path", ["/archive/2026/", "/archive/2026/11/", "/archive/2026/11/20/"])
def test_the_calendar_asks_three_questions(client, django_assert_num_queries, path):
    for day in range(1, 21):
        StoryFactory(at=datetime(2026, 11, day, 9, tzinfo=UTC))

    with django_assert_num_queries(3):
        assert client.get(path).status_code == 200


def test_a_gallery_asks_the_same_few_questions_for_any_number_of_pictures(
    client, django_assert_max_num_queries
):
    large = gallery(12)
    for _ in range(4):
        gallery()

    for address in (large.get_absolute_url(), large.placements.first().get_absolute_url()):
        with django_assert_max_num_queries(4):
            assert client.get(address).status_code == 200
