"""What readers read to the end is counted, and who they are is not kept."""

from datetime import timedelta
from threading import Barrier, Thread
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils import timezone

from articles import reads
from articles.models import Reads
from tests.factories import SectionFactory, StoryFactory, UserFactory, editor

pytestmark = [pytest.mark.database, pytest.mark.django_db]

READER = "203.0.113.7"


@pytest.fixture
def story():
    return StoryFactory(published=True)


@pytest.fixture(autouse=True)
def nothing_noted_before():
    reads._noted.clear()
    reads._counted.clear()


def total(story):
    """What is counted once the web process has written down what it noted."""
    reads.write_down()
    return sum(row.count for row in story.reads.all())


def mark(story):
    return f"/read/{story.pk}.gif"


def test_the_mark_stands_after_the_text_and_loads_when_somebody_comes_near(client, story):
    html = client.get(story.get_absolute_url()).text

    tag = f'src="{mark(story)}" alt="" width="1" height="1" loading="lazy">'
    assert html.index("The bridge over the Alder") < html.index(tag)


def test_a_reader_who_reaches_the_end_is_counted_once(client, story):
    for _ in range(3):
        answer = client.get(mark(story), REMOTE_ADDR=READER)

    assert total(story) == 1
    assert answer.headers["Content-Type"] == "image/gif"
    assert len(answer.content) == 43


def test_several_readers_are_counted_in_one_row_for_each_hour(story):
    now = timezone.now()
    for number in range(5):
        reads.count(story.pk, f"203.0.113.{number}", now)
    reads.count(story.pk, READER, now + timedelta(hours=1))
    reads.write_down()

    assert sorted(story.reads.values_list("count", flat=True)) == [1, 5]


def test_the_same_reader_is_counted_for_another_story_and_in_another_hour(story):
    now, other = timezone.now(), StoryFactory(published=True)
    for at in (now, now + timedelta(hours=1)):
        reads.count(story.pk, READER, at)
        reads.count(other.pk, READER, at)

    assert (total(story), total(other)) == (2, 2)


def test_a_household_is_one_reader_however_many_addresses_it_has(story):
    for address in ("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", "2001:db8:0:2::1"):
        reads.count(story.pk, address)

    assert total(story) == 2


def test_the_answer_says_nothing_about_hidden_stories(client, story):
    hidden = [StoryFactory(), StoryFactory(at=timezone.now() + timedelta(hours=1)),
              StoryFactory(taken_down="The court asked for it.")]  # fmt: skip

    answers = [client.get(mark(one)) for one in (story, *hidden)]
    answers.append(client.get("/read/987654321.gif"))

    assert {(a.status_code, a.content, str(sorted(a.headers.items()))) for a in answers} == {
        (200, answers[0].content, str(sorted(answers[0].headers.items())))
    }
    reads.write_down()
    assert [row.story for row in Reads.objects.all()] == [story]


def test_no_cookie_is_set_and_only_the_readers_own_browser_keeps_the_answer(client, story):
    answer = client.get(mark(story))

    assert not answer.cookies
    assert "Vary" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, max-age=10800"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_the_newsroom_and_machines_that_only_look_are_not_counted(client, story):
    client.head(mark(story))
    client.get(mark(story), headers={"Sec-Fetch-Site": "cross-site"})
    client.force_login(editor())
    client.get(mark(story))
    assert total(story) == 0

    client.force_login(UserFactory())
    client.get(mark(story), headers={"Sec-Fetch-Site": "same-origin"})
    assert total(story) == 1


def test_one_address_cannot_count_without_end(story, monkeypatch):
    monkeypatch.setattr(reads, "MOST_FROM_ONE_ADDRESS", 2)
    for other in (987654321, 987654322, story.pk):
        reads.count(other, READER)

    assert total(story) == 0


def test_the_request_asks_neither_database_nor_cache(client, story, django_assert_num_queries):
    silent = mock.patch.object(cache, "add", side_effect=ConnectionError("no cache"))
    with django_assert_num_queries(0), silent:
        answer = client.get(mark(story))

    assert answer.status_code == 200
    assert len(answer.content) == 43
    assert total(story) == 1


def test_what_cannot_be_counted_now_is_counted_later(story):
    reads.count(story.pk, READER)
    silent = mock.patch.object(cache, "add", side_effect=ConnectionError("no cache"))
    with silent, pytest.raises(ConnectionError):
        reads.write_down()
    with mock.patch.object(reads, "add", side_effect=DatabaseError("no disk")):
        for _ in range(2):
            with pytest.raises(DatabaseError):
                reads.write_down()

    assert total(story) == 1
    assert total(story) == 1


def test_what_waits_to_be_counted_is_bounded(story, monkeypatch):
    monkeypatch.setattr(reads, "MOST_NOTED", 3)
    for number in range(9):
        reads.count(story.pk, f"203.0.113.{number}")

    assert total(story) == 3


def test_no_address_is_kept_anywhere(client, story):
    kept = []
    with mock.patch.object(cache, "add", side_effect=lambda key, *_, **__: kept.append(key)):
        client.get(mark(story), REMOTE_ADDR=READER)
        noted = str(reads._noted)
        reads.write_down()

    assert READER not in noted
    assert len(kept) > 1
    assert not any(READER in key for key in kept)


def test_most_read_are_those_of_the_last_day_that_readers_can_still_see(
    django_assert_num_queries,
):
    section = SectionFactory()
    much, little, yesterday, unread = (
        StoryFactory(published=True, section=section) for _ in range(4)
    )
    gone = StoryFactory(taken_down="The court asked for it.", section=section)
    now = timezone.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    for story, hours, count in [
        (much, 0, 3), (much, 20, 3), (little, 2, 5), (yesterday, 25, 90), (gone, 0, 99),
    ]:  # fmt: skip
        Reads.objects.create(story=story, hour=hour - timedelta(hours=hours), count=count)

    with django_assert_num_queries(1):
        found = list(reads.most_read(now))
        assert [story.section.name for story in found] == [section.name] * 2

    assert found == [much, little]
    assert unread not in found


def test_what_is_older_than_a_week_is_forgotten(story):
    now = timezone.now()
    old = story.reads.create(hour=now - timedelta(days=8), count=5)
    young = story.reads.create(hour=now - timedelta(days=6), count=5)

    reads.delete_old(now)

    assert not Reads.objects.filter(pk=old.pk).exists()
    assert Reads.objects.filter(pk=young.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_no_read_is_lost_when_many_come_at_once(story):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    together = Barrier(8)

    def worker():
        try:
            together.wait()
            for _ in range(5):
                reads.add({(story.pk, hour): 2})
        finally:
            connection.close()

    threads = [Thread(target=worker) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list(story.reads.values_list("hour", "count")) == [(hour, 80)]
