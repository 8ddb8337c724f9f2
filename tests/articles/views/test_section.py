"""The page of a section, and how an editor sets it up at the desk."""

import pytest

from articles.models import Section
from tests.articles.admin.desk import address, inline
from tests.factories import PictureFactory, SectionFactory, StoryFactory, TopicFactory, editor

pytestmark = pytest.mark.django_db


def test_a_section_says_what_it_is_and_what_it_writes_about_lately(client):
    section = SectionFactory(description="The council and the courts.")
    courts, council, once = TopicFactory(), TopicFactory(), TopicFactory()
    for topics in ([council], [council, courts], [council, courts, once]):
        StoryFactory(published=True, section=section, topics=topics)
    StoryFactory(section=section, topics=[once])
    StoryFactory(published=True, topics=[once])

    response = client.get(section.get_absolute_url())

    assert "The council and the courts." in response.text
    assert list(response.context["topics"]) == [council, courts]
    assert f'href="{council.get_absolute_url()}"' in response.text
    assert f'href="/{section.slug}/latest.rss"' in response.text


def test_the_first_page_opens_with_the_newest_story_and_the_next_has_an_address(client):
    section, picture = SectionFactory(), PictureFactory()
    for _ in range(21):
        StoryFactory(published=True, section=section, lead_picture=picture)

    first = client.get(section.get_absolute_url()).text
    second = client.get(section.get_absolute_url() + "?page=2").text

    assert first.count("story-card--opening") == 1
    assert first.count('class="story-item ') == 19
    assert 'rel="next" href="?page=2"' in first
    assert "story-card--opening" not in second
    assert second.count('class="story-item ') == 1
    assert 'aria-current="page" aria-label="Page 2"' in second


def test_a_section_without_stories_says_so(client):
    answer = client.get(SectionFactory().get_absolute_url())

    assert "No story has been published here yet." in answer.text


@pytest.mark.parametrize("stories", [1, 25])
def test_a_section_asks_the_same_questions_however_much_there_is(
    client, django_assert_num_queries, stories
):
    section, topic, picture = SectionFactory(), TopicFactory(), PictureFactory()
    for _ in range(stories):
        StoryFactory(published=True, section=section, topics=[topic], lead_picture=picture)
    client.get("/robots.txt")  # the first answer of a process asks what the database can do

    with django_assert_num_queries(5):
        assert client.get(section.get_absolute_url()).status_code == 200


def test_an_editor_arranges_the_front_page_in_the_list_of_sections(client):
    city, sport = SectionFactory(position=1), SectionFactory(position=2)
    client.force_login(editor())
    rows = [
        {"id": city.pk, "front_layout": "feature", "in_bar": "on", "position": 5},
        {"id": sport.pk, "front_layout": "none", "position": 3},
    ]

    page = client.get(address("section_changelist"))
    answer = client.post(
        address("section_changelist"), inline("form", rows, initial=2) | {"_save": "Save"}
    )

    assert "One across the page, three below" in page.text
    assert answer.status_code == 302
    assert list(Section.objects.values_list("pk", "front_layout", "in_bar", "position")) == [
        (sport.pk, "none", False, 3),
        (city.pk, "feature", True, 5),
    ]


def test_an_editor_chooses_the_layout_of_a_section(client):
    section = SectionFactory()
    client.force_login(editor())
    form = {"name": "Sport", "slug": "sport", "description": "", "position": 1}

    answer = client.post(
        address("section_change", section.pk), form | {"front_layout": "list", "in_bar": "on"}
    )

    assert answer.status_code == 302
    section.refresh_from_db()
    assert (section.name, section.front_layout, section.in_bar) == ("Sport", "list", True)
