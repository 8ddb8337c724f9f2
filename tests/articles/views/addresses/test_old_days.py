"""A day, month or year as WordPress writes it leads to the archive, where that has a story."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from articles.models import OldAddress
from tests.factories import SectionFactory, StoryFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]

LED = {
    "/2019/05/07/": "/archive/2019/5/7/", "/2019/05/07": "/archive/2019/5/7/",
    "/2019/5/7/": "/archive/2019/5/7/", "/2019/05/07/page/2/": "/archive/2019/5/7/",
    "/2019/05/": "/archive/2019/5/", "/2019/05": "/archive/2019/5/",
    "/2019/05/feed/": "/archive/2019/5/", "/2019/": "/archive/2019/", "/2019": "/archive/2019/",
    "/?m=201905": "/archive/2019/5/", "/?m=20190507": "/archive/2019/5/7/",
    "/?m=2019": "/archive/2019/", "/?m=201905&paged=3": "/archive/2019/5/",
    "/?year=2019&monthnum=5": "/archive/2019/5/", "/?year=2019": "/archive/2019/",
    "/?year=2019&monthnum=05&day=7": "/archive/2019/5/7/",
}  # fmt: skip
NOT_LED = [
    "/2019/06/", "/2019/05/08/", "/2018/", "/2019/13/", "/2019/02/30/", "/?m=201906", "/?m=2019054",
    "/?m=999999", "/?m=", "/?m=2019x", "/?year=2019&day=7", "/?monthnum=5", "/?year=٢٠١٩",
    "/2019/00/", "/?m=201905٠١", "/1599/", "/news/city/tide/x/2019/", "/blog/2019/05/",
]  # fmt: skip


def at(*day, **fields):
    return StoryFactory(published=True, published_at=datetime(*day, 12, tzinfo=UTC), **fields)


@pytest.mark.parametrize("path", LED)
def test_it_leads_to_the_archive(path):
    at(2019, 5, 7)
    found = asked(path)

    assert found == (301, LED[path])
    assert Client().get(found[1]).status_code == 200


@pytest.mark.parametrize("path", NOT_LED)
def test_what_has_no_story_or_is_no_day_leads_nowhere(path):
    at(2019, 5, 7)

    assert asked(path)[0] in (200, 404)


@pytest.mark.parametrize("path", LED)
def test_a_day_of_which_only_hidden_stories_are_is_a_day_without(path):
    StoryFactory(published_at=None)
    taken_down = at(2019, 5, 7)
    taken_down.take_down(by=None, reason="It was wrong.")

    assert asked(path)[0] in (200, 404)


def test_its_numbers_are_those_of_no_story():
    at(2019, 12, 11)
    city = SectionFactory(slug="city")
    for number in (11, 12):
        at(2020, 1, 1, pk=number, section=city, slug=str(number))

    assert asked("/2019/12/") == (301, "/archive/2019/12/")
    assert asked("/2019/12/11/") == (301, "/archive/2019/12/11/")
    assert asked("/2018/12/") == (404, "")
    assert asked("/city/12/11/") == (301, "/city/12/12/")


def test_an_old_address_of_a_story_comes_first():
    story = at(2019, 5, 7)
    OldAddress.objects.create(path="/2019/05/", story=story)

    assert asked("/2019/05/") == (301, story.get_absolute_url())


def test_below_a_folder_only_where_a_site_was_that_was_brought_in():
    at(2019, 5, 7)
    OldAddress.objects.create(path="/blog/", leads_to="/")

    assert asked("/blog/2019/05/") == (301, "/archive/2019/5/")
    assert asked("/blog/?m=201905") == (301, "/archive/2019/5/")
    assert asked("/other/2019/05/")[0] == 404


def test_what_others_hang_on_it_goes_along():
    at(2019, 5, 7)

    assert Client().get("/2019/05/?utm_source=x").url == "/archive/2019/5/?utm_source=x"
    assert Client().get("/?m=201905&utm_source=x").url == "/archive/2019/5/?utm_source=x"


def test_to_look_costs_a_day_three_queries_and_a_word_the_same(django_assert_max_num_queries):
    at(2019, 5, 7)
    asked("/2019/05/")
    with django_assert_max_num_queries(3):
        asked("/2019/05/07/")


def asked(address):
    response = Client().get(address)
    return response.status_code, getattr(response, "url", "").partition("?")[0]
