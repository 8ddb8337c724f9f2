"""The log on the desk: who reads it, how it is asked, and how one gets there."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Paper, Record
from tests.factories import (
    CommentFactory,
    GalleryFactory,
    PictureFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
    UserFactory,
    chief_editor,
    editor,
    moderator,
    reporter,
)

from .desk import address, story_form

pytestmark = pytest.mark.django_db

LOG = "/admin/articles/record/"
EXPORT = "/admin/articles/record/export/"


@pytest.fixture
def chief(client):
    user = chief_editor(name="Maren Holt")
    client.force_login(user)
    return user


def page(client, **asked):
    response = client.get(LOG, asked)
    assert response.status_code == 200
    return response


def titles(client, **asked):
    return [line.title for line in page(client, **asked).context["lines"]]


def body_of(response):
    return b"".join(response.streaming_content).decode()


@pytest.mark.parametrize("person", [reporter, editor, moderator, UserFactory])
def test_only_chief_editors_read_the_log(client, person):
    client.force_login(person())

    for path in (LOG, f"{EXPORT}?format=csv"):
        assert client.get(path).status_code in (302, 403)


def test_nobody_adds_changes_or_deletes_a_line(client):
    boss = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(boss)
    SectionFactory()
    line = Record.objects.first()
    count = Record.objects.count()

    for path in ("add/", f"{line.pk}/change/", f"{line.pk}/delete/"):
        for method in (client.get, client.post):
            assert method(LOG + path, follow=True).status_code in (403, 404)
    everything = {"action": "delete_selected", "_selected_action": [line.pk], "post": "yes"}
    assert client.post(LOG, everything).status_code == 405

    assert Record.objects.count() == count


def test_a_line_says_who_did_what_and_what_changed(client, chief):
    picture = PictureFactory(credit="Jo", caption="A <b>ferry</b>")
    form = {"alt": picture.alt, "caption": picture.caption, "credit": "Jo Lindqvist"}
    client.post(address("picture_change", picture.pk), form | {"focal_x": 0.5, "focal_y": 0.5})

    html = page(client, kind="picture", number=picture.pk).content.decode()

    assert "Maren Holt" in html
    assert "<del><bdi>‘Jo’</bdi></del>" in html
    assert "<ins><bdi>‘Jo Lindqvist’</bdi></ins>" in html
    assert "A &lt;b&gt;ferry" in html
    assert "<b>ferry" not in html


def test_one_press_on_save_is_one_line_of_the_story(client, chief):
    story = StoryFactory()
    first, second = TopicFactory(name="Ferries"), TopicFactory(name="Harbour")
    story.topics.add(first)
    story.refresh_from_db()
    before = Record.objects.about(story).count()
    form = story_form(SectionFactory(name="Sport"), story, topics=[second.pk], kind="opinion")

    client.post(address("story_change", story.pk), form)

    line = Record.objects.about(story).first()
    assert Record.objects.about(story).count() == before + 1
    assert (line.action, line.by) == ("changed", chief)
    assert set(line.details) == {"section", "kind", "topics"}
    assert line.details["topics"] == [["Ferries"], ["Harbour"]]


def test_the_log_answers_by_kind_person_action_and_words(client, chief):
    ana = reporter(name="Ana")
    Record.objects.keep(SectionFactory(name="City"), "changed", by=ana, title="By Ana")
    Record.objects.keep(TopicFactory(), "deleted", by=chief, title="By Maren", note="Why not")
    old = Record.objects.line(TopicFactory(), "merged", by=None, title="By the site")
    old.at = timezone.now() - timedelta(days=20)
    old.save()

    assert titles(client, kind="section", action="changed") == ["By Ana"]
    assert titles(client, by=ana.pk) == ["By Ana"]
    assert titles(client, action="deleted") == ["By Maren"]
    assert titles(client, q="maren by") == ["By Maren"]
    assert titles(client, q="why") == ["By Maren"]
    assert titles(client, action="merged", days=31) == ["By the site"]
    assert titles(client, action="merged", days=7) == []
    assert "By the site" in titles(client, by="nobody")
    assert titles(client, q="nowhere to be found") == []


def test_readers_can_be_asked_for_though_no_list_names_them(client, chief):
    reader = UserFactory(name="CANARY", email="canary@example.org")
    Record.objects.keep(SectionFactory(), "changed", by=reader, title="By a reader")

    html = page(client, by=reader.pk).content.decode()

    assert "By a reader" in html
    assert f"Reader {reader.pk}" in html
    assert "canary" not in html.lower()
    assert f"Reader {reader.pk}" not in page(client, kind="topic").content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "nope"}, {"action": "'; DROP TABLE"}, {"by": "9" * 18}, {"by": "x"},
        {"days": "-1"}, {"days": "x"}, {"number": "x"}, {"number": "9" * 30}, {"number": "0"},
        {"q": "x" * 201},
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_words(client, chief, asked):
    for path in (LOG, EXPORT):
        response = client.get(path, asked | {"format": "csv"})

        assert response.status_code == 422
        assert "errorlist" in response.content.decode()
        assert response.context["lines"] == []


@pytest.mark.parametrize("before", ["x", "0", "-1", "9" * 18, "9" * 40, "²"])
def test_a_page_that_does_not_exist_is_not_found(client, chief, before):
    assert client.get(LOG, {"before": before}).status_code == 404
    assert client.get(EXPORT, {"format": before}).status_code == 404


def test_older_lines_follow_and_none_is_lost_or_doubled(client, chief):
    topic, now = TopicFactory(), timezone.now()
    lines = [
        Record.objects.line(topic, "changed", by=None, title=str(number)) for number in range(120)
    ]
    for number, line in enumerate(lines):
        line.at = now - timedelta(minutes=number // 60)  # many of one moment
    Record.objects.bulk_create(lines)

    seen, asked = [], f"?kind=topic&number={topic.pk}&action=changed"
    while asked:
        response = client.get(LOG + asked)
        seen += [line.title for line in response.context["lines"]]
        older = response.context["older"]
        asked = f"?{older}" if older else None

    assert len(seen) == 120
    assert sorted(map(int, seen)) == list(range(120))


@pytest.mark.parametrize("many", [1, 45])
def test_the_log_asks_the_same_few_questions_for_one_line_and_for_many(
    client, chief, django_assert_max_num_queries, many
):
    for number in range(many):
        story = StoryFactory(headline=f"Story {number}")
        Record.objects.keep(story, "published", by=chief, version=1)
    client.get(LOG)

    with django_assert_max_num_queries(9):
        page(client, kind="story", by=chief.pk, days=7)


# How one gets there


def test_each_thing_leads_to_what_happened_to_it(client):
    boss = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(boss)
    things = [
        StoryFactory(published=True), PictureFactory(), GalleryFactory(), SectionFactory(),
        CommentFactory(), UserFactory(), Paper.objects.get(),
    ]  # fmt: skip

    for thing in things:
        meta = thing._meta
        name = f"admin:{meta.app_label}_{meta.model_name}_change"
        html = client.get(reverse(name, args=[thing.pk])).content.decode()
        link = f"{LOG}?kind={meta.model_name}&amp;number={thing.pk}"
        assert link in html, meta.model_name
        assert client.get(link.replace("&amp;", "&")).status_code == 200
    assert f"{LOG}?by=" in client.get(reverse("admin:accounts_user_change", args=[boss.pk])).text


def test_who_may_not_read_the_log_finds_no_way_to_it(client):
    client.force_login(editor())
    story, section = StoryFactory(published=True), SectionFactory()

    for path in (address("story_change", story.pk), address("section_change", section.pk)):
        assert LOG not in client.get(path).content.decode()
    assert LOG not in client.get("/admin/").content.decode()


def test_what_is_no_more_is_named_all_the_same(client, chief):
    topic = TopicFactory(name="Ferries")
    number = topic.pk
    topic.delete()

    html = page(client, kind="topic", number=number).content.decode()

    assert "Ferries" in html
    assert "which is no more" in html


# To take along


@pytest.mark.parametrize("name", ["csv", "jsonl"])
def test_what_was_asked_for_can_be_taken_along(client, chief, name):
    section = SectionFactory()
    Record.objects.keep(section, "changed", by=chief, title="=1+1", note='a\nb,"c"')
    Record.objects.keep(TopicFactory(), "changed", by=chief, title="Something else")
    asked = {"kind": "section", "action": "changed", "format": name}

    response = client.get(EXPORT, asked)

    assert response.streaming
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    text = body_of(response)
    if name == "csv":
        assert text.startswith("\ufeff")
        (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
        assert (row["title"], row["note"], row["by_name"]) == ("'=1+1", 'a\nb,"c"', "Maren Holt")
    else:
        (line,) = map(json.loads, text.splitlines())
        assert (line["title"], line["by"], line["object_id"]) == ("=1+1", chief.pk, section.pk)


def test_more_lines_than_a_page_holds_are_taken_along(client, chief):
    topic = TopicFactory()
    Record.objects.bulk_create(
        [Record.objects.line(topic, "moved", by=None, title=str(n)) for n in range(1200)]
    )

    text = body_of(client.get(EXPORT, {"action": "moved", "format": "jsonl"}))

    assert sorted(int(json.loads(line)["title"]) for line in text.splitlines()) == list(range(1200))
