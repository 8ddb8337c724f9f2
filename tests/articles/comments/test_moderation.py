from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tinyhtml5 import parse

from articles.comments.models import Comment
from articles.models import Record
from tests.articles.comments.test_conversation import HOSTILE
from tests.factories import CommentFactory, StoryFactory, UserFactory, editor, moderator, reporter

pytestmark = pytest.mark.django_db

LIST = reverse("admin:comments_comment_changelist")


def page_of(view):
    return reverse("admin:comments_comment_change", args=[view.pk])


def button(view, verb):
    return reverse(f"admin:comments_comment_{verb}", args=[view.pk])


@pytest.fixture
def desk(client):
    client.force_login(moderator())
    return client


def test_what_waits_stands_first_and_longest_waiting_on_top(desk):
    now = timezone.now()
    decided = CommentFactory(name="Decided", created_at=now)
    new = CommentFactory(name="New", status="waiting", created_at=now - timedelta(hours=1))
    old = CommentFactory(name="Old", status="waiting", created_at=now - timedelta(hours=2))
    response = desk.get(LIST)

    assert list(response.context["cl"].result_list) == [old, new, decided]
    assert "2 views waiting" in response.text
    assert old.story.headline in response.text


@pytest.mark.parametrize(("verb", "status"), [("approve", "approved"), ("refuse", "refused")])
def test_many_views_are_decided_at_once(desk, verb, status):
    views = [CommentFactory(status="waiting") for _ in range(3)]
    data = {"action": verb, "_selected_action": [view.pk for view in views[:2]], "index": 0}
    response = desk.post(LIST, data, follow=True)

    assert f"2 views {status}." in response.text
    assert Comment.objects.get(pk=views[2].pk).status == "waiting"
    decided = Comment.objects.filter(status=status)[1]
    assert decided.decided_by.groups.get().name == "Moderator"
    assert decided.decided_at is not None
    lines = Record.objects.filter(kind="comment", action=status)
    assert sorted(lines.values_list("object_id", flat=True)) == [view.pk for view in views[:2]]
    assert {line.by for line in lines} == {decided.decided_by}


def test_a_button_decides_one_view_and_leads_back_to_the_list_as_it_was(desk):
    view = CommentFactory(status="waiting")
    listed = desk.get(LIST, {"status__exact": "waiting"}).text
    assert f"{button(view, 'approve')}?_changelist_filters=status__exact%3Dwaiting" in listed
    response = desk.post(button(view, "approve") + "?_changelist_filters=status__exact%3Dwaiting")

    assert response.url == f"{LIST}?status__exact=waiting"
    view.refresh_from_db()
    assert view.status == "approved"


def test_a_decision_can_be_taken_back(desk):
    view = CommentFactory(status="waiting")
    for verb, status in (("refuse", "refused"), ("approve", "approved"), ("approve", "approved")):
        desk.post(button(view, verb))
        view.refresh_from_db()
        assert view.status == status
    lines = Record.objects.about(view).filter(action__in=["approved", "refused"])
    assert [line.action for line in lines] == ["approved", "refused"]


def test_a_view_is_read_in_full_with_its_thread(desk):
    before = CommentFactory(text="What came before.")
    view = CommentFactory(parent=before, story=before.story, text="word " * 900, status="waiting")
    CommentFactory(parent=view, story=before.story, text="What came after.")
    text = desk.get(page_of(view)).text

    assert text.count("word ") >= 899
    assert "What came before." in text
    assert "What came after." in text
    assert view.story.headline in text
    assert button(view, "approve") in text


def test_nobody_edits_what_a_reader_wrote(desk):
    view = CommentFactory(status="waiting", text="As written.")
    changed = {"text": "As twisted.", "name": "Someone", "status": "approved", "_save": "Save"}

    assert desk.post(page_of(view), changed).status_code == 403
    assert desk.post(LIST, changed | {"form-0-id": view.pk, "form-0-text": "x"}).status_code == 200
    assert desk.get(reverse("admin:comments_comment_add")).status_code == 403
    view.refresh_from_db()
    assert (view.text, view.status) == ("As written.", "waiting")
    assert "<textarea" not in desk.get(page_of(view)).text


@pytest.mark.parametrize("somebody", [reporter, UserFactory, lambda: UserFactory(is_staff=True)])
def test_others_do_not_moderate(client, somebody):
    client.force_login(somebody())
    view = CommentFactory(status="waiting", text="Not for you.")
    answers = [
        client.get(LIST),
        client.get(page_of(view)),
        client.post(button(view, "approve")),
        client.post(LIST, {"action": "approve", "_selected_action": view.pk, "index": 0}),
    ]

    for response in answers:
        assert response.status_code in (302, 403)
        assert "Not for you." not in response.text
    view.refresh_from_db()
    assert view.status == "waiting"


def test_an_editor_moderates_too(client):
    client.force_login(editor())
    view = CommentFactory(status="waiting")

    assert client.get(LIST).status_code == 200
    assert client.post(button(view, "refuse")).status_code == 302


def test_looking_at_a_button_presses_nothing(desk):
    view = CommentFactory(status="waiting")

    assert desk.get(button(view, "approve")).status_code == 405
    sealed = Client(enforce_csrf_checks=True)
    sealed.force_login(moderator())
    assert sealed.post(button(view, "approve")).status_code == 403
    view.refresh_from_db()
    assert view.status == "waiting"


def test_hostile_words_are_shown_as_words_on_the_desk(desk):
    harmless = [CommentFactory(status="waiting") for _ in HOSTILE[:2]]
    known = parse(desk.get(LIST).text, namespace_html_elements=False)
    known_page = parse(desk.get(page_of(harmless[0])).text, namespace_html_elements=False)
    Comment.objects.all().delete()
    story = StoryFactory(published=True, headline="<script>alert(1)</script><b>Bold</b>")
    views = [CommentFactory(story=story, name=w[:80], text=w, status="waiting") for w in HOSTILE]
    parent = CommentFactory(story=story, name=HOSTILE[0], text=HOSTILE[1])
    reply = CommentFactory(story=story, parent=parent, name=HOSTILE[2], text=HOSTILE[3])

    def tags(page):
        return {e.tag for e in page.iter() if isinstance(e.tag, str)} | {
            name for e in page.iter() for name in e.attrib if name.startswith("on")
        }

    text = desk.get(LIST).text
    assert "<b>Bold" not in text
    assert tags(parse(text, namespace_html_elements=False)) <= tags(known) | {"bdi"}
    assert HOSTILE[0].replace("<", "&lt;").replace(">", "&gt;") in text
    for view in [*views, reply]:
        page = parse(desk.get(page_of(view)).text, namespace_html_elements=False)
        assert tags(page) <= tags(known_page) | {"ol"}
    desk.post(LIST, {"action": "refuse", "_selected_action": [v.pk for v in views], "index": 0})
    history = desk.get(reverse("admin:comments_comment_history", args=[views[0].pk])).text
    assert "<script>alert" not in history
    assert "<script>alert" not in desk.get(reverse("admin:index")).text


@pytest.mark.thorough
def test_the_list_asks_as_much_of_two_views_as_of_twenty(desk):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(LIST).status_code == 200
        return len(asked)

    CommentFactory(status="waiting", parent=CommentFactory())
    queries()  # the first one also fills the cache of content types
    of_two = queries()
    for _ in range(9):
        CommentFactory(status="waiting", parent=CommentFactory(), author=UserFactory())

    assert queries() == of_two


@pytest.mark.parametrize(
    "query",
    [
        "author__password__startswith=a",
        "text__regex=(a%2B)%2B$",
        "author__email=x",
        "o=999",
        "p=abc",
        "p=99999999999999999999",
        "status__exact=nope",
        "story__section__id__exact=abc",
        "id=abc",
        "q=%22%27%3B--",
        "q=" + "a" * 3000,
        "_changelist_filters=%0d%0aSet-Cookie:x",
    ],
)
def test_a_strange_question_gets_no_secret_and_no_crash(desk, query):
    CommentFactory()

    assert desk.get(f"{LIST}?{query}").status_code in (200, 302, 400)


def test_a_strange_press_gets_no_crash(desk):
    view = CommentFactory(status="waiting")
    for selected in ("abc", "9" * 30, "", "-1"):
        data = {"action": "approve", "_selected_action": selected, "index": 0}
        assert desk.post(LIST, data).status_code in (302, 400)
    assert desk.post(button(view, "approve") + "?_changelist_filters=%0d%0aX:y").status_code == 302
    assert desk.post(LIST + f"{view.pk + 99}/approve").status_code == 404
    assert desk.get(LIST + "abc/change/").status_code in (302, 404)


def test_a_script_is_told_what_became_of_a_view_and_why_stands_in_the_log(desk):
    view = CommentFactory(status="waiting")
    as_script = {"headers": {"Accept": "application/json"}}
    refused = desk.post(button(view, "refuse"), {"reason": " Names\na witness "}, **as_script)
    again = desk.post(button(view, "refuse"), {"reason": "x" * 5000}, **as_script)
    approved = desk.post(button(view, "approve"), **as_script)

    assert refused.json() == {"changed": True, "state": "Refused"}
    assert again.json() == {"changed": False, "state": "Refused"}
    assert approved.json() == {"changed": True, "state": "Approved"}
    line = Record.objects.get(kind="comment", action="refused")
    assert line.note == "Names a witness"
