"""Letters to the newsroom: what waits, what came back, what is out; each once."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission

from articles import announcing
from articles.models import Announcement, Story
from newsroom import clock
from tests import tasks
from tests.articles.models.test_embargo_hours import let_pass
from tests.factories import (
    AuthorFactory,
    SectionFactory,
    StoryFactory,
    UserFactory,
    chief_editor,
    editor,
    moderator,
    reporter,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def jo():
    """A reporter with a letter box; nobody is at the desk here."""
    return reporter(name="Jo Lindqvist", email="jo@example.org")


@pytest.fixture
def ana():
    """An editor with one."""
    return editor(name="Ana Petrov", email="ana@example.org")


def delivered(mailoutbox):
    """Deliver what is due, twice; who got which letter."""
    announcing.deliver_due()
    announcing.deliver_due()
    return sorted((letter.to[0], letter.subject) for letter in mailoutbox)


def receivers(mailoutbox):
    return [to for to, _ in delivered(mailoutbox)]


def test_editors_hear_of_a_story_that_waits_for_them(mailoutbox, jo, ana):
    story = StoryFactory(by=jo, headline="Ferry sails again")
    story.submit(by=jo, note="The harbour master confirmed it.")

    assert delivered(mailoutbox) == [("ana@example.org", "To read: Ferry sails again")]
    (letter,) = mailoutbox
    for part in (letter.body, letter.alternatives[0].content):
        assert f"Jo Lindqvist has submitted a story for {story.section}:" in " ".join(part.split())
        assert "The harbour master confirmed it." in part
        assert f"http://testserver/admin/articles/story/{story.pk}/change/" in part
    assert "sensitive" not in letter.body


def test_only_those_hear_of_it_who_may_approve_it(mailoutbox, jo, ana):
    city, sport = SectionFactory(name="City"), SectionFactory(name="Sport")
    of_sport = editor(email="sport@example.org")
    sport.editors.add(of_sport)
    city.editors.add(editor(email="city@example.org"))
    reporter(email="another@example.org")
    moderator(email="moderator@example.org")
    editor(email="left@example.org", is_active=False)
    editor(email="unproved@example.org", confirmed=False).emailaddress_set.update(verified=False)
    no_longer_here = editor(email="gone@example.org")
    no_longer_here.is_staff = False
    no_longer_here.save()
    UserFactory(email="reader@example.org")
    by_hand = UserFactory(email="hand@example.org", is_staff=True)
    given = ("publish_story", "publish_everywhere_story")
    by_hand.user_permissions.set(Permission.objects.filter(codename__in=given))
    StoryFactory(by=jo, section=city).submit(by=jo)

    assert receivers(mailoutbox) == ["ana@example.org", "city@example.org", "hand@example.org"]


def test_an_editor_who_submits_gets_no_letter_about_it(mailoutbox, ana):
    StoryFactory(by=ana).submit(by=ana)

    assert delivered(mailoutbox) == []


def test_the_writer_of_a_sensitive_story_is_not_asked_to_approve_it(mailoutbox, jo, ana):
    chief_editor(email="chief@example.org")
    story = StoryFactory(by=jo, sensitive=True)
    story.write(by=ana, headline="Ana has rewritten it")
    story.submit(by=jo)

    assert delivered(mailoutbox) == [("chief@example.org", "To read: Ana has rewritten it")]
    assert "It is sensitive" in mailoutbox[0].body


def test_no_story_writes_to_more_than_twenty_and_to_its_own_editors_first(mailoutbox, jo):
    for _ in range(25):
        editor()
    section = SectionFactory()
    section.editors.add(editor(email="zoe@example.org"))
    StoryFactory(by=jo, section=section).submit(by=jo)

    found = receivers(mailoutbox)
    assert len(found) == 20
    assert "zoe@example.org" in found


def test_a_writer_gets_a_story_back_with_the_whole_note(mailoutbox, jo, ana):
    story = StoryFactory(by=jo, headline="Ferry sails again")
    story.submit(by=jo)
    delivered(mailoutbox)
    mailoutbox.clear()
    note = "Who paid for it?\n\nAsk the <county> & the harbour master. " + "Then again. " * 40
    story.return_to(jo, by=ana, note=note)

    assert delivered(mailoutbox) == [("jo@example.org", "Returned to you: Ferry sails again")]
    (letter,) = mailoutbox
    assert " ".join(note.split()) in " ".join(letter.body.split())
    assert "Who paid for it?\n\nAsk the <county> & the" in letter.body
    html = letter.alternatives[0].content
    assert "Ask the &lt;county&gt; &amp; the harbour master." in html
    assert "<county>" not in html
    assert "Ana Petrov has returned a story to you" in html


def test_a_story_that_was_submitted_again_meanwhile_is_not_said_to_be_returned(mailoutbox, jo, ana):
    story = StoryFactory(by=jo, headline="Ferry")
    story.submit(by=jo)
    story.return_to(jo, by=ana, note="Who paid?")
    story.submit(by=jo)

    # Twice submitted, and it waits: but nobody has to do anything about the return.
    assert {subject for _, subject in delivered(mailoutbox)} == {"To read: Ferry"}


def test_a_note_does_not_reach_somebody_who_may_not_read_the_story(mailoutbox, jo, ana):
    story = StoryFactory(by=jo)
    story.submit(by=jo)
    delivered(mailoutbox)
    mailoutbox.clear()
    story.return_to(reporter(email="stranger@example.org"), by=ana, note="Who paid?")

    assert delivered(mailoutbox) == []


def test_writer_and_submitter_hear_that_a_story_is_approved(mailoutbox, jo, ana):
    author = AuthorFactory(user=jo)
    other = reporter(email="bo@example.org")
    story = StoryFactory(by=other, headline="Ferry", authors=[author])
    story.submit(by=jo)
    delivered(mailoutbox)
    mailoutbox.clear()
    story.approve(by=ana, note="Well done.")

    assert delivered(mailoutbox) == [
        ("bo@example.org", "Approved: Ferry"),
        ("jo@example.org", "Approved: Ferry"),
    ]
    assert "Ana Petrov has approved" in mailoutbox[0].body
    assert "Well done." in mailoutbox[0].body


def test_who_wrote_a_story_hears_that_somebody_else_has_published_it(mailoutbox, jo, ana):
    bo = reporter(email="bo@example.org")
    story = StoryFactory(by=jo, headline="Ferry", authors=[AuthorFactory(user=bo), AuthorFactory()])
    story.publish(by=ana)

    assert delivered(mailoutbox) == [
        ("bo@example.org", "Published: Ferry"),
        ("jo@example.org", "Published: Ferry"),
    ]
    (letter, _) = mailoutbox
    assert f"http://testserver{story.get_absolute_url()}" in letter.body
    assert f"in {story.section}:" in " ".join(letter.body.split())
    assert "GMT" in letter.body or "BST" in letter.body


def test_who_publishes_an_own_story_needs_no_letter(mailoutbox, ana):
    StoryFactory(by=ana).publish(by=ana)

    assert delivered(mailoutbox) == []


def test_a_scheduled_story_is_told_of_at_its_hour_and_not_before(mailoutbox, jo, ana):
    story = StoryFactory(by=jo, headline="Ferry")
    story.schedule(by=ana, at=clock.now() + HOUR)
    assert delivered(mailoutbox) == []

    let_pass(story, 2 * HOUR)
    assert delivered(mailoutbox) == [("jo@example.org", "Published: Ferry")]


def test_a_story_that_was_taken_down_before_the_letter_went_is_not_said_to_be_out(
    mailoutbox, jo, ana
):
    story = StoryFactory(by=jo)
    story.publish(by=ana)
    story.take_down(by=ana, reason="A mistake.")

    assert delivered(mailoutbox) == []


def test_a_story_that_comes_back_is_no_news_to_its_writer(mailoutbox, jo, ana):
    story = StoryFactory(by=jo)
    story.publish(by=ana)
    delivered(mailoutbox)
    mailoutbox.clear()
    story.take_down(by=ana, reason="A mistake.")
    story.restore(by=ana)

    assert delivered(mailoutbox) == []


def test_an_update_brings_no_letter(mailoutbox, jo, ana):
    story = StoryFactory(by=jo)
    story.publish(by=ana)
    delivered(mailoutbox)
    mailoutbox.clear()
    story.write(by=ana, headline="Ferry, again")
    story.update(by=ana)

    assert delivered(mailoutbox) == []


def test_a_headline_of_several_lines_is_one_line_and_no_html(mailoutbox, jo, ana):
    headline = "Ferry\r\nBcc: all@example.org\n<script>alert(1)</script>\u2028& more"
    StoryFactory(by=jo, headline=headline).submit(by=jo)
    announcing.deliver_due()

    (letter,) = mailoutbox
    assert letter.message()["Bcc"] is None
    assert letter.subject == (
        "To read: Ferry Bcc: all@example.org <script>alert(1)</script> & more"
    )
    assert "<script>" not in letter.alternatives[0].content
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in letter.alternatives[0].content


def test_a_deleted_story_writes_to_nobody(mailoutbox, jo, ana):
    story = StoryFactory(by=jo)
    story.submit(by=jo)
    story.delete_for_good(by=chief_editor(), reason="A test.")

    assert Announcement.objects.filter(story=None, what="submitted").exists()
    assert delivered(mailoutbox) == []


@pytest.mark.django_db(transaction=True)
def test_letters_are_queued_with_the_announcement_and_not_again(settings, jo, ana):
    from django_tasks_db.models import DBTaskResult

    tasks.wait_for_a_worker(settings)
    StoryFactory(by=jo).submit(by=jo)
    letters = DBTaskResult.objects.filter(task_path="newsroom.mail.deliver")
    assert not letters.exists()

    assert announcing.deliver_due() == 1
    assert announcing.deliver_due() == 0
    (letter,) = letters
    assert letter.args_kwargs["args"][:2] == ["story_submitted", "ana@example.org"]


@pytest.mark.django_db(transaction=True)
def test_a_letter_is_not_queued_when_another_listener_fails(settings, jo, ana):
    from django_tasks_db.models import DBTaskResult

    from articles import publishing

    def fail(sender, **kwargs):
        raise OSError("The pager is silent.")

    tasks.wait_for_a_worker(settings)
    StoryFactory(by=jo).submit(by=jo)
    publishing.announced.connect(fail)
    try:
        assert announcing.deliver_due() == 0
    finally:
        publishing.announced.disconnect(fail)
    assert not DBTaskResult.objects.exists()

    Announcement.objects.update(due_at=clock.now())
    assert announcing.deliver_due() == 1
    assert DBTaskResult.objects.count() == 1


def test_thousands_of_imported_stories_write_to_nobody(mailoutbox, jo):
    from articles import publishing

    with publishing.quietly():
        story = StoryFactory(by=jo)
        story.publish(by=None)

    assert Story.objects.published().get() == story
    assert delivered(mailoutbox) == []
