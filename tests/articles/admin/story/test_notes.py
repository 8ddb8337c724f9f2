"""What colleagues tell each other about a story stands beside its text, and reaches no reader."""

import pytest
from django.test import Client

from articles.models import DeskNote, Record
from articles.models.desk_note import LONGEST_NOTE
from tests.articles.admin.desk import address, page_of
from tests.factories import StoryFactory, reporter

pytestmark = pytest.mark.django_db
WORDS = "Legal has seen it.\nShe is back on Monday. \u0627\u0644\u0628\u062d\u0631 <b>"


@pytest.fixture
def story(ana):
    return StoryFactory(published=True)


def note(client, story, words, **headers):
    return client.post(address("story_notes", story.pk), {"for_colleagues": words}, headers=headers)


def test_a_note_stands_beside_the_text_with_who_wrote_it(admin_client, admin_user, story):
    response = note(admin_client, story, WORDS)

    assert response.status_code == 302
    page = page_of(admin_client, story)
    assert "<p>Legal has seen it.<br>She is back on Monday." in page
    assert "\u0627\u0644\u0628\u062d\u0631 &lt;b&gt;</p>" in page
    assert story.desk_notes.get().written_by == admin_user
    assert Record.objects.about(story).filter(action="noted").count() == 1


def test_no_reader_gets_it(admin_client, client, story):
    note(admin_client, story, "Legal has seen it.")

    assert "Legal" not in client.get(story.get_absolute_url()).text


def test_it_is_kept_without_leaving_the_text(admin_client, story):
    response = note(admin_client, story, "Rang the hut.", accept="text/html-fragment")

    assert response.status_code == 200
    assert "Rang the hut." in response.text
    assert "<html" not in response.text


def test_pressed_twice_it_is_one(admin_client, story):
    for _ in range(2):
        note(admin_client, story, "Rang the hut.")
    assert story.desk_notes.count() == 1
    note(admin_client, story, "She is out.")
    note(admin_client, story, "Rang the hut.")
    assert story.desk_notes.count() == 3


@pytest.mark.parametrize("accept", ["text/html", "text/html-fragment"])
@pytest.mark.parametrize(
    ("words", "said"),
    [("  \n", "Write the note."), ("x" * (LONGEST_NOTE + 1), f"at most {LONGEST_NOTE}")],
    ids=["nothing", "too much"],
)
def test_nothing_and_too_much_are_refused_in_words(admin_client, story, words, said, accept):
    response = note(admin_client, story, words, accept=accept)

    assert response.status_code == 422
    assert said in response.text
    assert not DeskNote.objects.exists()


def test_who_may_not_read_the_story_reads_and_writes_none(story):
    story.add_note("Legal has seen it.", by=None)
    other = Client()
    other.force_login(reporter())

    assert other.get(address("story_notes", story.pk)).status_code == 403
    assert note(other, story, "Me, too").status_code == 403
    assert story.desk_notes.count() == 1


def test_a_reporter_notes_at_their_own_story_after_it_is_out(story):
    writer = reporter()
    own = StoryFactory(published=True, created_by=writer)
    client = Client()
    client.force_login(writer)

    assert note(client, own, "The council rang.").status_code == 302


def test_the_newest_are_beside_the_text_and_all_on_their_page(admin_client, story):
    for number in range(25):
        story.add_note(f"Note {number}.", by=None)
    form = page_of(admin_client, story)
    page = admin_client.get(address("story_notes", story.pk)).text
    assert "Note 24." in form
    assert "Note 5." in form
    assert "Note 4." not in form
    assert "All notes" in form
    assert "Note 0." in page
