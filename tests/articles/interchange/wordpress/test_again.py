"""What a second import does, and what an import does as a whole."""

from collections import Counter

import pytest
from django.core.management import call_command

from articles.comments.models import Comment
from articles.interchange import wordpress
from articles.models import (
    Announcement,
    Author,
    Imported,
    OldAddress,
    Quote,
    Section,
    Story,
    StoryVersion,
    Topic,
)

from .exports import THEME_UNIT_TEST, comment, export, outcomes, post

pytestmark = pytest.mark.django_db


def test_a_second_run_changes_nothing(import_site):
    items = [
        post(1, content='<blockquote class="wp-block-quote"><p>A</p><cite>B</cite></blockquote>'),
        post(2, comments=comment(1) + comment(2, parent=1)),
    ]
    import_site(*items)
    before = state()
    report = import_site(*items)

    assert state() == before
    assert outcomes(report, "post") == {"unchanged": 2}
    assert outcomes(report, "comment") == {"unchanged": 2}
    assert not +report.created


def test_a_text_that_has_changed_since_reaches_readers_as_an_update(import_site):
    import_site(post())
    report = import_site(post(content="It opened on Tuesday."))

    story = Story.objects.get()
    assert outcomes(report, "post") == {"changed": 1}
    assert story.live.body == "<p>It opened on Tuesday.</p>"
    assert story.published_at.year == 2012


def test_a_draft_that_was_published_there_since_is_published_here(import_site):
    import_site(post(status="draft"))
    import_site(post())

    assert Story.objects.published().count() == 1


def test_what_the_desk_has_edited_is_left_as_it_is(import_site):
    import_site(post())
    Story.objects.get().write(by=None, headline="Ours")
    report = import_site(post(title="Theirs, changed"))

    assert Story.objects.get().latest.headline == "Ours"
    assert any("edited here" in note for note in report.notes)


def test_what_the_desk_has_taken_down_or_deleted_does_not_come_back(import_site):
    import_site(post(1), post(2, comments=comment(1)), post(3, comments=comment(2)))
    Story.objects.get(slug="story-1").take_down(by=None, reason="The court asked.")
    deleted = Story.objects.filter(slug="story-2")
    deleted.update(status="draft", live=None, latest=None)
    deleted.get().delete_for_good(by=None, reason="Not ours.")
    Comment.objects.all().delete()
    report = import_site(
        post(1, content="New text."), post(2, comments=comment(1)), post(3, comments=comment(2))
    )

    assert [story.slug for story in Story.objects.published()] == ["story-3"]
    assert not Comment.objects.exists()
    assert outcomes(report, "comment") == {"left out": 2}


def test_two_items_with_one_number_are_one_story(import_site):
    report = import_site(post(1), post(1, title="Again", comments=comment(1)))

    assert Story.objects.get().headline == "Story 1"
    assert outcomes(report, "post") == {"imported": 1, "left out": 1}
    assert outcomes(report, "comment") == {"left out": 1}


def test_an_import_is_announced_once_and_a_dry_run_not_at_all(import_site):
    import_site(post(1), post(2), dry_run=True)
    assert not Announcement.objects.exists()
    import_site(post(1), post(2))
    assert Announcement.objects.count() == 1


def test_a_dry_run_reports_everything_and_keeps_nothing(import_site):
    before = state()
    report = import_site(post(comments=comment(1)), dry_run=True)

    assert state() == before
    assert outcomes(report, "post") == {"imported": 1}
    assert outcomes(report, "comment") == {"imported": 1}


def test_the_command_tells_what_it_did_and_what_it_left_out(tmp_path, capsys):
    path = tmp_path / "export.xml"
    path.write_text(export(post(1), post(2, type="nav_menu_item", title="Home")))
    call_command("import_wordpress", str(path))

    told = capsys.readouterr().out
    assert "The file holds 2 items and 0 comments; 2 and 0 are accounted for." in told
    assert "nav_menu_item 2 “Home”" in told


# A real export


@pytest.mark.thorough
def test_each_item_and_comment_of_the_theme_unit_test_is_accounted_for():
    if not THEME_UNIT_TEST.exists():
        pytest.skip(f"the theme unit test of WordPress is not at {THEME_UNIT_TEST.name}")
    report = wordpress.import_site(THEME_UNIT_TEST)

    assert report.accounted_items == report.total_items == 186
    assert report.accounted_comments == report.total_comments == 33
    assert outcomes(report, "post") == {"imported": 58}
    assert outcomes(report, "page") == {"imported": 21}
    assert outcomes(report, "comment") == {"imported": 29, "left out": 4}
    assert Story.objects.published().count() == 79 - 5 - 1
    assert Story.objects.scheduled().count() == 1
    assert Quote.objects.filter(speaker="Johannes Gutenberg").exists()
    assert Counter(Comment.objects.values_list("status", flat=True)) == {
        "approved": 26,
        "waiting": 3,
    }

    before = state()
    again = wordpress.import_site(THEME_UNIT_TEST)
    assert state() == before
    assert all(
        not again.counts[kind]["imported"] + again.counts[kind]["changed"] for kind in again.counts
    )


def state():
    models = (Author, Comment, Imported, OldAddress, Quote, Section, Story, StoryVersion, Topic)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
