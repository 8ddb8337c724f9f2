"""What was asked for is counted beside the answers, and holds nothing of who asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.addresses import asked_for
from articles.models import AskedFor, OldAddress
from tests.factories import SectionFactory, StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_noted():
    asked_for._noted.clear()
    yield
    asked_for._noted.clear()


def counted():
    asked_for.write_down()
    return {row.path: (row.is_known, row.count) for row in AskedFor.objects.all()}


def test_old_addresses_and_what_is_nothing_are_counted(client):
    OldAddress.objects.create(path="/2019/ferry", story=StoryFactory(published=True))
    for path in ("/2019/ferry", "/2019/ferry?utm_source=x", "/2019/gone", "/gone/?name=Ana"):
        client.get(path)
    client.get("/2019/gone")

    assert counted() == {"/2019/ferry": (True, 2), "/2019/gone": (False, 2), "/gone/": (False, 1)}
    client.get("/2019/gone")
    assert counted()["/2019/gone"] == (False, 3)


def test_no_request_writes(client, django_assert_max_num_queries):
    client.get("/2019/gone")
    assert not AskedFor.objects.exists()


def test_hidden_stories_secrets_people_and_what_is_sent_are_in_no_list(client):
    section = SectionFactory(slug="city")
    hidden = StoryFactory(section=section, headline="Mayor resigns")
    for path in (hidden.get_absolute_url(), "/x/ana@example.org", "/shared/abcdef", "/a?b=c"):
        client.get(path)
    client.post("/sent")
    client.get("/" + "x" * 600)

    assert set(counted()) <= {"/a"}


def test_whoever_asks_for_thousands_fills_neither_memory_nor_list(monkeypatch):
    monkeypatch.setattr(asked_for, "MOST_NOTED", 20)
    monkeypatch.setattr(asked_for, "MOST_KEPT", 5)
    asked_for.count("/often", is_known=False)
    asked_for.count("/often", is_known=False)
    for number in range(50):
        asked_for.count(f"/{number}", is_known=False)

    assert len(asked_for._noted) == 20
    assert len(counted()) == 5
    assert counted()["/often"] == (False, 2)


def test_what_nobody_asks_for_in_a_quarter_is_forgotten():
    today = timezone.localdate()
    for path, days in (("/old", 91), ("/new", 89)):
        AskedFor.objects.create(
            path=path, is_known=False, count=1, last_on=today - timedelta(days=days)
        )
    asked_for.delete_old()

    assert AskedFor.objects.get().path == "/new"
