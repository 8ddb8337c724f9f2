"""A gallery made of the pictures that somebody has chosen for a story."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Gallery
from tests.factories import PictureFactory, moderator, reporter

from ..desk import address

pytestmark = pytest.mark.django_db


def make(client, **fields):
    return client.post(address("gallery_make"), fields)


@pytest.fixture
def pictures():
    return [PictureFactory(alt=f"Boat {number}") for number in range(3)]


def test_it_has_the_pictures_in_the_order_in_which_they_were_chosen(client, pictures):
    jo = reporter()
    client.force_login(jo)
    first, second, third = (picture.pk for picture in pictures)
    answer = make(client, title="The quay", pictures=f"{third},{first},{third},{second}")

    gallery = Gallery.objects.get()
    assert answer.status_code == 201
    assert answer.json()["id"] == gallery.pk
    assert answer.json()["detail"] == "3 pictures · Draft"
    assert [*gallery.placements.values_list("picture", flat=True)] == [third, first, second]
    assert (gallery.created_by, gallery.cover_id) == (jo, third)


@pytest.mark.parametrize(
    ("title", "count", "problem"),
    [
        ("", 3, "Give the gallery a title."),
        ("The quay", 1, "Choose two pictures or more."),
        ("x" * 161, 3, "at most 160 characters"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_made(client, pictures, title, count, problem):
    client.force_login(reporter())
    chosen = ",".join(str(picture.pk) for picture in pictures[:count])
    answer = make(client, title=title, pictures=chosen)

    assert answer.status_code == 422
    assert problem in " ".join(answer.json()["problems"])
    assert not Gallery.objects.exists()


def test_what_may_not_be_used_and_who_may_not(client, pictures):
    over = PictureFactory(alt="Old", usable_until=timezone.localdate() - timedelta(days=2))
    chosen = {"title": "The quay", "pictures": f"{pictures[0].pk},{over.pk}"}
    client.force_login(reporter())
    answer = make(client, **chosen)
    assert answer.status_code == 422
    assert "ended" in answer.json()["problems"][0]

    client.force_login(moderator())
    assert make(client, title="The quay", pictures="1,2").status_code == 403
    assert not Gallery.objects.exists()
