"""A reader tells the editors that a view should not stand; a moderator looks into it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.comments.models import Report
from articles.models import Policy
from tests.articles.moments import a_full_hour
from tests.factories import CommentFactory, StoryFactory, UserFactory, moderator
from tests.html import on_one_line

pytestmark = pytest.mark.django_db

LIST = reverse("admin:comments_comment_changelist")
TYPED = {"reason": "attack", "words": "Calls my neighbour a thief."}


@pytest.fixture
def comment(db):
    return CommentFactory(name="Bo Lund")


def report_of(comment):
    story = comment.story
    return reverse("comments:report", args=[story.section.slug, story.pk, story.slug, comment.pk])


def button(comment, verb):
    return reverse(f"admin:comments_comment_{verb}", args=[comment.pk])


@pytest.fixture
def desk():
    browser = Client()
    browser.force_login(moderator())
    return browser


def test_each_view_leads_to_a_form_that_needs_no_account(client, comment):
    assert f'href="{report_of(comment)}"' in client.get(comment.story.get_absolute_url()).text
    page = client.get(report_of(comment))

    assert page.status_code == 200
    assert comment.text in page.text
    assert "Bo Lund" in page.text
    assert "It attacks or insults somebody" in page.text
    assert 'content="noindex"' in page.text


def test_a_report_is_kept_thanked_for_and_says_not_who_sent_it(client, comment):
    client.force_login(UserFactory(name="Ana Petrov"))
    answer = client.post(report_of(comment), TYPED)

    assert answer.status_code == 303
    assert "Thank you. An editor will look into it." in client.get(answer.url).text
    report = comment.reports.get()
    assert (report.reason, report.words) == ("attack", "Calls my neighbour a thief.")
    assert {field.name for field in Report._meta.fields} == {
        "id", "comment", "reason", "words", "created_at", "dealt_with_at", "dealt_with_by",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose what is wrong with it."),
        ({"reason": "envy"}, "Choose one of the reasons."),
        (TYPED | {"words": "a" * 1001}, "1,001 characters"),
        (TYPED | {"words": "kept\ufffdkept"}, "damaged"),
    ],
)
def test_a_report_that_cannot_be_kept_comes_back_with_the_reason(client, comment, typed, said):
    answer = client.post(report_of(comment), typed)

    assert answer.status_code == 422
    assert said in answer.text
    assert typed.get("words", "") in answer.text
    assert not Report.objects.exists()


def test_a_program_that_fills_every_field_is_thanked_and_not_heard(client, comment):
    answer = client.post(report_of(comment), TYPED | {"website": "https://spam.example"})

    assert answer.status_code == 303
    assert not Report.objects.exists()


def test_pressing_twice_reports_once(client, comment):
    answers = [client.post(report_of(comment), TYPED) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert Report.objects.count() == 1


def test_a_sixth_report_within_ten_minutes_waits_and_is_not_lost(client, comment):
    with time_machine.travel(a_full_hour(), tick=False):
        answers = [client.post(report_of(comment), TYPED | {"words": f"No. {n}"}) for n in range(6)]

    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert answers[5]["Retry-After"] == "540"
    assert "No. 5" in answers[5].text
    with time_machine.travel(a_full_hour() + timedelta(minutes=10), tick=False):
        assert client.post(report_of(comment), TYPED | {"words": "No. 5"}).status_code == 303
    assert Report.objects.count() == 6


def test_only_what_readers_see_can_be_reported(client, comment):
    hidden = [
        CommentFactory(status="waiting"),
        CommentFactory(parent=CommentFactory(status="refused")),
        CommentFactory(story=StoryFactory()),
    ]
    for each in hidden:
        assert client.get(report_of(each)).status_code == 404
        assert client.post(report_of(each), TYPED).status_code == 404
    elsewhere = report_of(comment).replace(f"/{comment.story.pk}/", f"/{hidden[0].story.pk}/")
    assert client.get(elsewhere).status_code == 404
    assert (
        client.get(report_of(comment).replace(f"/{comment.pk}/", "/99999999999/")).status_code
        == 404
    )


def test_an_old_headline_leads_to_the_new_address(client, comment):
    moved = client.get(f"/elsewhere/{comment.story.pk}/old/views/{comment.pk}/report/")

    assert (moved.status_code, moved.url) == (301, report_of(comment))


def test_a_view_on_a_closed_story_can_still_be_reported(client):
    comment = CommentFactory(story=StoryFactory(published=True, comments_open=False))

    assert client.post(report_of(comment), TYPED).status_code == 303


def test_a_form_without_its_seal_is_refused(comment):
    assert Client(enforce_csrf_checks=True).post(report_of(comment), TYPED).status_code == 403


def test_the_guidelines_are_at_hand_where_the_paper_has_them(client, comment, address):
    assert "What may stand here" not in client.get(report_of(comment)).text
    policy = Policy.objects.create(title="Guidelines for views", slug="guidelines", body="Be kind.")
    client.force_login(UserFactory(name="Ana"))
    for page in (report_of(comment), address(comment.story)):
        text = client.get(page).text
        assert f'href="{policy.get_absolute_url()}">What may stand here' in text


def test_the_desk_sees_what_was_reported_and_how_often(desk, comment):
    CommentFactory(text="Nobody minds this.")
    Report.objects.create(comment=comment, reason="attack", words="<b>Rude</b>")
    Report.objects.create(comment=comment, reason="advert")

    text = on_one_line(desk.get(LIST).text)
    assert "2 reports to look into" in text
    assert "Reported 2 times" in text
    assert "Nobody minds this." not in desk.get(LIST, {"reported": "open"}).text
    page = desk.get(reverse("admin:comments_comment_change", args=[comment.pk])).text
    assert "It attacks or insults somebody" in page
    assert "&lt;b&gt;Rude&lt;/b&gt;" in page


def test_a_moderator_deals_with_the_reports_and_the_view_stands(desk, comment):
    Report.objects.create(comment=comment, reason="attack")

    assert "Reported once" in on_one_line(desk.get(LIST).text)
    assert desk.post(button(comment, "deal_with_reports")).status_code == 302
    report = comment.reports.get()
    assert report.dealt_with_at
    assert report.dealt_with_by.groups.get().name == "Moderator"
    comment.refresh_from_db()
    assert comment.status == "approved"
    assert "Reported once" not in on_one_line(desk.get(LIST).text)


def test_refusing_a_view_deals_with_its_reports(desk, comment):
    Report.objects.create(comment=comment, reason="attack")
    desk.post(button(comment, "refuse"))

    assert not Report.objects.unsettled().exists()


def test_others_do_not_deal_with_reports(client, comment):
    client.force_login(UserFactory(is_staff=True))
    Report.objects.create(comment=comment, reason="attack")

    for verb in ("deal_with_reports", "pick", "unpick"):
        assert client.post(button(comment, verb)).status_code == 403
    assert Report.objects.unsettled().exists()


def test_an_editors_pick_carries_its_mark_and_loses_it_again(desk, client, comment):
    def marked():
        return "Editor’s pick" in client.get(comment.story.get_absolute_url()).text

    desk.post(button(comment, "pick"))
    assert marked()
    desk.post(button(comment, "unpick"))
    assert not marked()


def test_only_what_readers_see_can_be_picked(desk):
    comment = CommentFactory(status="waiting")
    desk.post(button(comment, "pick"))
    comment.refresh_from_db()

    assert not comment.is_pick


@pytest.mark.thorough
def test_the_list_asks_as_much_of_one_report_as_of_ten(desk, comment):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(LIST).status_code == 200
        return len(asked)

    Report.objects.create(comment=comment, reason="attack")
    queries()
    of_one = queries()
    for _ in range(9):
        Report.objects.create(comment=CommentFactory(), reason="other")
    assert queries() == of_one
