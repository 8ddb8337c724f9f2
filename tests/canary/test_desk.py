"""Nobody finds at the desk what is not theirs to see, or changes what is not theirs to change."""

import pytest
from django.urls import reverse

from tests.tiers import one_in_a_quick_run

from .asking import at_the_desk, desk, looking
from .people import ONLOOKERS

pytestmark = [pytest.mark.canary, pytest.mark.django_db]

# Of the addresses about stories, a so-many-th.
IN_A_QUICK_RUN = 12
# Two reporters differ in whose stories they are, and in nothing else.
LOOKED_AT = {"reporter": at_the_desk.stories}
# It is the moderators' work to approve and refuse views, an editor's to change what belongs to
# no section.
PRESSED = {
    "moderator": at_the_desk.all_but_comments,
    "reporter": at_the_desk.stories,
    "editor of another section": at_the_desk.stories,
}


@pytest.mark.parametrize("role", one_in_a_quick_run(ONLOOKERS, "reporter"))
def test_no_page_of_the_desk_shows_what_is_not_for_these_eyes(paper, role, thoroughly):
    every = 1 if thoroughly else IN_A_QUICK_RUN
    assert at_the_desk.look_at_the_desk(paper, role, LOOKED_AT.get(role), every) == []


@pytest.mark.parametrize(
    "role", one_in_a_quick_run([*ONLOOKERS, "editor of another section"], "reporter")
)
def test_no_form_sent_to_the_desk_changes_what_is_not_theirs(paper, role):
    assert at_the_desk.press_everything(paper, role, PRESSED.get(role)) == []


def test_a_reporter_who_changes_a_quote_leaves_it_with_the_hidden_story_it_comes_from(paper):
    story = paper.hidden["draft"]
    quote = story.quotes.get()
    onlooker = looking.Onlooker(paper, "another reporter")
    form = reverse("admin:articles_quote_change", args=[quote.pk])
    onlooker.read("", form, {"text": "It was louder.", "speaker": "Mirela Okafor", "story": ""})
    quote.refresh_from_db()

    assert (quote.text, quote.story) == ("It was louder.", story)
    assert onlooker.findings == []


@pytest.mark.thorough
def test_the_same_forms_from_the_chief_editor_do_change_something(paper):
    [changed] = at_the_desk.press_everything(paper, "chief editor", at_the_desk.stories)

    assert "articles_story" in changed
    assert "/admin/articles/story/" in changed


def test_the_chief_editor_reads_at_the_desk_what_is_hidden_from_others(paper):
    onlooker = looking.Onlooker(paper, "chief editor")
    [form] = [r for r in desk.routes() if r.name == "admin:articles_story_change"]
    words = set().union(*(onlooker.ask(ask.path).markers for ask in desk.asks(paper, form)))
    headlines = {state for state, field in map(paper.markers.meaning.get, words)
                 if field == "headline"}  # fmt: skip

    # The form shows the latest version: one that was never live is in none.
    assert headlines == {*paper.hidden, *paper.gone, *paper.half} - {"never live"}
