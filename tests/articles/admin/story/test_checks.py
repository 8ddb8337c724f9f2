"""The checks beside the form: before publishing, in words, on screen and by the server."""

import re
import uuid

import pytest

from articles.models import AcceptedFinding, Record, WorkingCopy
from tests.articles.admin.desk import address, page_of, said, story_form
from tests.factories import AuthorFactory, PictureFactory, StoryFactory, reporter
from tests.html import on_one_line

pytestmark = pytest.mark.django_db
DEAD = '<p>Read <a href="/city/99/gone/">what was said</a>.</p>'
FRAGMENT = {"headers": {"Accept": "text/html-fragment"}}
QUERIES = 25


@pytest.fixture
def poor(ana):
    """A draft with a dead link, no byline, no standfirst, and a picture without a description."""
    picture = PictureFactory(alt="", caption="The quay", credit="Jo")
    embed = f'<story-embed data-kind="picture" data-id="{picture.pk}"></story-embed>'
    return StoryFactory(body=DEAD + embed, standfirst="")


def panel(client, story, form):
    """What the checks say of a form that is being written."""
    where = address("story_check", story.pk) if story else address("story_check-new")
    response = client.post(where, form)
    assert response.status_code == 200
    return on_one_line(response.text)


def key_of(page, sentence):
    """The value of the button beside a finding."""
    return re.search(rf'{sentence}.*?name="accept" value="(\w+)"', page, re.DOTALL)[1]


SAID = [
    "leads to /city/99/gone/, which readers do not have",
    "There is no byline",
    "There is no standfirst",
    "Describe the picture “The quay”",
]


def test_a_poor_story_is_told_so_on_its_page_and_while_it_is_written(client, poor):
    for page in (page_of(client, poor), panel(client, poor, story_form(poor.section, poor))):
        for sentence in SAID:
            assert sentence in page


def test_a_story_that_was_never_saved_is_checked_too(client, ana):
    page = panel(client, None, {"headline": "Ferry", "body": DEAD})

    for sentence in SAID[:3]:
        assert sentence in page
    assert "Choose a section." in page
    assert 'name="accept"' not in page


def test_publishing_it_is_refused_in_words_with_nothing_lost(client, poor):
    form = story_form(poor.section, poor, headline="Rich", _publish="1")
    response = client.post(address("story_change", poor.pk), form, follow=True)
    poor.refresh_from_db()

    assert poor.status == "draft"
    assert poor.latest.headline == "Rich"
    words = " ".join(said(response))
    assert SAID[0] in words
    assert SAID[3] in words
    for sentence in SAID:
        assert sentence in on_one_line(response.text)


def test_what_was_mended_in_the_form_is_no_longer_said(client, poor):
    author = AuthorFactory()
    form = story_form(poor.section, poor, body="<p>No link.</p>", standfirst="In short.")
    page = panel(client, poor, form | {"bylines-TOTAL_FORMS": 1, "bylines-0-author": author.pk})

    assert not [sentence for sentence in SAID if sentence in page]


def test_an_advice_may_stay_by_one_press_and_is_known_again(client, poor):
    form = story_form(poor.section, poor)
    key = key_of(page_of(client, poor), "There is no byline")
    page = client.post(address("story_accept", poor.pk), form | {"accept": key}, **FRAGMENT).text

    assert "1 that may stay" in page
    assert "Ana Petrov" in page
    assert "There is no byline" not in page.partition("that may stay")[0]
    assert AcceptedFinding.objects.get().by.name == "Ana Petrov"
    client.post(address("story_accept", poor.pk), form | {"accept": key}, **FRAGMENT)
    assert AcceptedFinding.objects.count() == 1


def test_a_block_is_overridden_with_a_reason_that_stands_in_the_log(client, poor):
    form = story_form(poor.section, poor, body=DEAD)
    poor.write(by=None, body=DEAD)
    key = key_of(page_of(client, poor), "leads to /city/99/gone/")
    refused = client.post(address("story_accept", poor.pk), form | {"accept": key}, **FRAGMENT)
    assert "Give the reason" in refused.text
    client.post(
        address("story_accept", poor.pk),
        form | {"accept": key, f"reason-{key}": "It comes at six."}, **FRAGMENT,
    )  # fmt: skip
    line = Record.objects.about(poor).get(action="check overridden")
    assert line.note == "It comes at six."
    client.post(address("story_change", poor.pk), form | {"based_on": 2, "_publish": "1"})

    poor.refresh_from_db()
    assert poor.is_public


def test_where_the_newsroom_forbids_it_nothing_is_overridden(client, poor, settings):
    settings.CHECKS_MAY_BE_OVERRIDDEN = ["none"]
    form = story_form(poor.section, poor)
    page = page_of(client, poor)
    assert "Publish in spite of it" not in page
    from articles.checks import Draft, findings

    finding = next(each for each in findings(Draft.of(poor)) if each.check == "link")
    sent = form | {"accept": finding.key, f"reason-{finding.key}": "I want to."}
    response = client.post(address("story_accept", poor.pk), sent, **FRAGMENT)

    assert "lets nobody publish in spite of this" in response.text
    assert not AcceptedFinding.objects.exists()


def test_without_a_script_the_text_is_kept_and_the_form_comes_back(client, poor):
    key = key_of(page_of(client, poor), "There is no byline")
    form = story_form(poor.section, poor, headline="Written since") | {"accept": key}
    form["working_copy"] = str(uuid.uuid4())
    response = client.post(address("story_accept", poor.pk), form, follow=True)

    assert "It may stay." in " ".join(said(response))
    assert WorkingCopy.objects.get().headline == "Written since"
    assert "that you wrote" in on_one_line(response.text)


@pytest.mark.parametrize("forged", ["", "x", "0" * 16, "-1", "'; --"])
def test_what_is_no_finding_is_not_accepted(client, poor, forged):
    form = story_form(poor.section, poor) | {"accept": forged}
    response = client.post(address("story_accept", poor.pk), form, **FRAGMENT)

    assert "That is not there any more." in response.text
    assert not AcceptedFinding.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"section": "x", "lead_picture": "99", "bylines-0-author": "-1", "body": "<" * 30_000},
        {"body": "a" * 1_000_001}, {"lead_picture": "9" * 40, "section": "٣"}, {},
    ],
)  # fmt: skip
def test_whatever_is_typed_gets_an_answer(client, poor, typed):
    assert "Checks" not in panel(client, poor, typed)


def test_a_reporter_asks_nothing_about_a_colleagues_draft(client, poor):
    client.force_login(reporter())
    for name in ("check", "accept"):
        response = client.post(address(f"story_{name}", poor.pk), story_form(poor.section, poor))

        assert response.status_code in (403, 404)
        assert "byline" not in response.text


def test_the_form_and_its_checks_cost_few_questions(client, poor, django_assert_max_num_queries):
    client.get(address("story_change", poor.pk))
    with django_assert_max_num_queries(QUERIES):
        client.get(address("story_change", poor.pk))
    with django_assert_max_num_queries(QUERIES):
        panel(client, poor, story_form(poor.section, poor))
