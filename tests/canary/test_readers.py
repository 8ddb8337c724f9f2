"""Nothing hidden shows, wherever in the paper it is looked for, whoever looks."""

import pytest

from articles.models import Paper
from tests.tiers import one_in_a_quick_run

from . import needs
from .asking import looking
from .people import ONLOOKERS

pytestmark = [pytest.mark.canary, pytest.mark.django_db]

# What an anonymous reader gets at these is no page of the paper.
NOT_OPEN = {
    "for whom METRICS_FROM names": {"metrics"},
    "for browsers' reports": {"security-reports"},
    "leads to one": {"change-password"},
    "a developer's page": {"articles:style"},
    "for those who are logged in": {
        *("accounts:start", "accounts:profile", "accounts:delete", "account_email"),
        "accounts:data",
        *("account_logout", "account_change_password", "account_set_password"),
        *("account_reauthenticate", "accounts:sessions"),
        *(*needs.SECOND_STEP, "mfa_edit_webauthn", "mfa_remove_webauthn"),
    },
    "for those who keep the machine, and have asked for figures": {"metrics"},
    "for whom an editor has made a link": {"articles:shared"},
    "for those who have had a letter": {
        *("account_confirm_email", "account_reset_password_from_key"),
        *("account_confirm_login_code", "accounts:stop-letters", "invited"),
    },
}
# Two reporters differ in whose stories they are, and in nothing else.
LOOKED_AT = {"reporter": ["articles:story", "articles:text-story", "articles:story-version"]}


@pytest.mark.parametrize("role", one_in_a_quick_run(ONLOOKERS, "anonymous"))
def test_nothing_hidden_shows_on_any_page_feed_map_search_picture_or_form(paper, role, thoroughly):
    every = None if thoroughly else looking.IN_A_TRIAL
    assert looking.findings(paper, role, LOOKED_AT.get(role), every) == []


@pytest.mark.thorough
def test_what_stands_above_an_answer_tells_no_more_than_the_answer(paper):
    onlooker = looking.Onlooker(paper, "anonymous", heads_only=True)

    assert onlooker.look(every=looking.SAMPLED) == []


def test_breaking_news_says_nothing_while_its_story_is_hidden(paper):
    # That a line waits costs each page one question, which articles.context says too.
    onlooker, line = looking.Onlooker(paper, "anonymous"), Paper.objects.get()
    for state, story in {**paper.hidden, **paper.gone}.items():
        line.break_news(paper.markers(state, "breaking news"), by=None, hours=1, story=story)
        for name, path in needs.public_addresses(paper, ["articles:front", "articles:text-front"]):
            onlooker.read(name, path)

    assert onlooker.findings == []


def test_breaking_news_says_its_line_once_the_story_is_out(paper):
    word = paper.markers("public", "breaking news")
    Paper.objects.get().break_news(word, by=None, hours=1, story=paper.stories[0])

    assert looking.Onlooker(paper, "anonymous").ask("/").markers == {word}


def test_every_route_was_really_opened(paper):
    opened = {
        name
        for name, path in needs.public_addresses(paper)
        if paper.before[path].status == 200 and paper.before[path].text
    }
    asked = {name for name, _ in needs.public_addresses(paper)}

    assert asked - opened == set().union(*NOT_OPEN.values())


@pytest.mark.parametrize("state", ["draft", "scheduled", "under embargo", "expired"])
def test_what_an_editor_finds_at_an_address_a_reader_does_not(paper, state):
    story = {**paper.hidden, **paper.gone}[state]
    path = story.get_absolute_url()
    words = looking.Onlooker(paper, "editor").ask(path).markers
    meanings = {paper.markers.meaning[word] for word in words}

    assert {(state, "headline"), (state, "body"), (state, "picture lead alt")} <= meanings
    assert looking.Onlooker(paper, "reader").ask(path).markers == set()
