"""What readers said on the old site."""

from datetime import UTC, datetime

import pytest

from articles.comments.models import Comment

from .exports import comment, outcomes, post

pytestmark = pytest.mark.django_db


def test_comments_keep_their_order_of_answers_and_their_status(import_site):
    comments = comment(12, parent=11, approved="0") + comment(11, parent=10) + comment(10)
    import_site(post(comments=comments))

    views = {view.text: view for view in Comment.objects.all()}
    assert views["View 12"].parent == views["View 11"]
    assert views["View 11"].parent == views["View 10"]
    assert views["View 10"].parent is None
    assert views["View 12"].status == Comment.Status.WAITING
    assert views["View 10"].status == Comment.Status.APPROVED
    assert views["View 10"].created_at == datetime(2012, 3, 16, 8, tzinfo=UTC)


def test_spam_the_bin_and_pings_are_left_out_and_their_answers_move_up(import_site):
    comments = (
        comment(1)
        + comment(2, parent=1, approved="spam")
        + comment(3, parent=2)
        + comment(4, approved="trash")
        + comment(5, kind="pingback")
        + comment(6, kind="trackback")
        + comment(7, text=" <b></b> ")
    )
    report = import_site(post(comments=comments))

    assert set(Comment.objects.values_list("text", flat=True)) == {"View 1", "View 3"}
    assert Comment.objects.get(text="View 3").parent == Comment.objects.get(text="View 1")
    assert outcomes(report, "comment") == {"imported": 2, "left out": 5}


def test_comments_that_answer_each_other_in_a_circle_all_arrive(import_site):
    report = import_site(post(comments=comment(1, parent=2) + comment(2, parent=1)))

    assert outcomes(report, "comment") == {"imported": 2}


def test_a_comment_becomes_plain_text_and_keeps_no_address_of_a_machine(import_site):
    text = 'Hi <a href="javascript:alert(1)">there</a><br />\nyou &amp; me<script>x()</script>'
    import_site(post(comments=comment(1, text=text, author="<b>Al</b>", email="not an address")))

    view = Comment.objects.get()
    assert (view.name, view.email, view.text) == ("Al", "", "Hi there\n\nyou & me")


def test_a_very_long_comment_is_cut_and_that_is_told(import_site):
    report = import_site(post(comments=comment(1, text="word " * 2000)))

    assert len(Comment.objects.get().text) <= 5000
    assert any("was cut" in note for note in report.notes)
