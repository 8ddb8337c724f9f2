"""A gallery as readers get it: in parts, with its stories, and light however long it is."""

import gzip
import re

import pytest

from articles.models import Gallery
from tests.articles.pictures.library import large_gallery
from tests.factories import GalleryFactory, PictureFactory, StoryFactory, editor

pytestmark = pytest.mark.django_db


def pages(gallery):
    address = gallery.get_absolute_url()
    return [address, f"{address}?page=5", f"{address}?view=grid", f"{address}?view=grid&page=2"]


def ids(html):
    return [int(pk) for pk in re.findall(r'<li class="slide" id="p(\d+)">', html)]


@pytest.mark.thorough
def test_five_hundred_pictures_ask_no_more_questions_than_five(
    client, django_assert_max_num_queries
):
    story = StoryFactory(published=True)
    for count in (5, 500):
        gallery = large_gallery(count)
        gallery.stories.add(story)
        gallery.publish(by=None)
        shown = [*pages(gallery), gallery.placements.last().get_absolute_url()]
        for address in shown if count == 500 else [shown[0], shown[2], shown[4]]:
            with django_assert_max_num_queries(6):
                assert client.get(address).status_code == 200, address


def test_a_part_of_a_long_gallery_weighs_less_than_a_photograph(client):
    gallery = large_gallery(500)
    gallery.publish(by=None)
    for address in pages(gallery):
        page = client.get(address, headers={"accept-encoding": "identity"}).content
        assert len(gzip.compress(page)) < 25_000, address


def test_the_parts_of_a_gallery_hold_each_picture_once_and_in_order(client):
    gallery = large_gallery(250)
    gallery.publish(by=None)
    found = []
    for number in (1, 2, 3):
        page = client.get(f"{gallery.get_absolute_url()}?page={number}").text
        found += ids(page)
        assert page.count('loading="lazy"') >= len(ids(page)) - 1
    assert found == list(gallery.placements.values_list("picture_id", flat=True))


def test_from_the_last_picture_of_a_part_one_goes_on_to_the_next_part(client):
    gallery = large_gallery(150)
    gallery.publish(by=None)
    order = list(gallery.placements.values_list("picture_id", flat=True))
    address = gallery.get_absolute_url()
    first, second = client.get(address).text, client.get(f"{address}?page=2").text
    assert f'data-page href="{address}?page=2#p{order[100]}"' in first
    assert f'data-page href="{address}#p{order[99]}"' in second
    assert "Picture 101 of 150" in second
    assert "150 pictures" in second
    assert first.count("data-page") == second.count("data-page") == 1


def test_the_page_of_a_picture_leads_back_into_its_part(client):
    gallery = large_gallery(150)
    gallery.publish(by=None)
    placement = gallery.placements.all()[120]
    page = client.get(placement.get_absolute_url()).text
    assert f'href="{gallery.get_absolute_url()}?page=2#p{placement.picture_id}"' in page
    assert "picture 121 of 150" in page
    before, after = gallery.placements.all()[119], gallery.placements.all()[121]
    assert before.get_absolute_url() in page
    assert after.get_absolute_url() in page


def test_a_short_gallery_has_no_parts(client):
    gallery = GalleryFactory(published=True)
    page = client.get(gallery.get_absolute_url()).text
    assert "Parts of this gallery" not in page
    assert "?page=" not in page
    assert client.get(f"{gallery.get_absolute_url()}?page=2").status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "x", "1%00", "9" * 20, "01", "1e3", "٣"])
def test_a_part_that_is_none_is_not_found(client, number):
    gallery = GalleryFactory(published=True)
    for view in ("", "view=grid&"):
        address = f"{gallery.get_absolute_url()}?{view}page={number}"
        assert client.get(address).status_code in (400, 404)


def test_the_stories_of_a_gallery_stand_below_it_once_they_are_published(client):
    gallery = GalleryFactory(published=True)
    gallery.stories.add(StoryFactory(headline="A secret"))
    assert "Related stories" not in client.get(gallery.get_absolute_url()).text
    gallery.stories.add(StoryFactory(headline="The race", published=True))
    gallery.stories.add(StoryFactory(headline="Gone", taken_down="Wrong"))
    page = client.get(gallery.get_absolute_url()).text
    assert "Related stories" in page
    assert "The race" in page
    assert "A secret" not in page
    assert "Gone" not in page


def test_a_picture_that_was_withdrawn_leaves_no_gap_in_the_count(client):
    pictures = [PictureFactory() for _ in range(3)]
    gallery = GalleryFactory(published=True, pictures=pictures)
    pictures[1].withdraw(by=None, reason="Wrong man")
    page = client.get(gallery.get_absolute_url()).text
    assert "Picture 2 of 2" in page
    withdrawn = gallery.placements.get(picture=pictures[1])
    assert client.get(withdrawn.get_absolute_url()).status_code == 404


def test_a_gallery_without_pictures_is_looked_at_at_the_desk_only(client):
    gallery = Gallery.objects.create(title="Empty")
    assert client.get(gallery.get_absolute_url()).status_code == 404
    client.force_login(editor())
    assert client.get(gallery.get_absolute_url()).status_code == 200
