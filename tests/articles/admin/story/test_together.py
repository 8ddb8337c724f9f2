"""Two people write one story: whoever saves second overwrites nothing unseen."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Story
from tests.articles.admin.desk import address, said, story_form
from tests.factories import PictureFactory, SectionFactory, StoryFactory, TopicFactory, editor
from tests.html import on_one_line

pytestmark = pytest.mark.django_db

FERRY, HARBOUR, MAYOR = (
    "<p>The ferry sails on Monday at noon.</p>",
    "<p>The harbour was closed for a week.</p>",
    "<p>The mayor waved from the quay.</p>",
)


@pytest.fixture
def jo(db):
    return editor(name="Jo Lindqvist")


@pytest.fixture
def story(ana):
    return StoryFactory(body=FERRY + HARBOUR + MAYOR)


@pytest.fixture
def opened(client, ana, story):
    """The form as the desk gives it, and what a browser sends of it."""
    page = client.get(address("story_change", story.pk))
    form = page.context["adminform"].form
    return story_form(story.section, story, opened_with=form["opened_with"].value())


def questions(response):
    """{name of a choice: its values} of a form that came back."""
    page = response.content.decode()
    found = {}
    for name, value in re.findall(r'<input type="radio" name="(choose-[^"]+)" value="(\w+)"', page):
        found.setdefault(name, []).append(value)
    return found


def save(client, story, form):
    response = client.post(address("story_change", story.pk), form)
    story.refresh_from_db()
    return response


def said_next(client, story):
    """The messages above the form that follows."""
    return " ".join(said(client.get(address("story_change", story.pk))))


def test_different_paragraphs_come_together(client, story, opened, jo):
    story.write(by=jo, body=FERRY.replace("noon", "eight") + HARBOUR + MAYOR)
    response = save(
        client, story, opened | {"body": FERRY + HARBOUR + MAYOR.replace("quay", "bridge")}
    )

    assert response.status_code == 302
    assert story.latest.number == 3
    assert story.latest.body == FERRY.replace("noon", "eight") + HARBOUR + MAYOR.replace(
        "quay", "bridge"
    )
    assert "Saved as version 3. Jo Lindqvist saved version 2 meanwhile" in said_next(client, story)


def test_a_paragraph_that_both_changed_is_asked_about_and_the_answer_is_saved(
    client, story, opened, jo
):
    theirs, mine = FERRY.replace("noon", "eight"), FERRY.replace("noon", "nine")
    story.write(by=jo, body=theirs + HARBOUR + MAYOR)
    form = opened | {"body": mine + HARBOUR + MAYOR}
    response = save(client, story, form)
    page = on_one_line(response.content.decode())
    [(name, values)] = questions(response).items()

    assert response.status_code == 422
    assert story.latest.number == 2
    assert "Jo Lindqvist saved version 2 at" in page
    assert "Removed: </span>noon<span" in page
    assert values == ["mine", "theirs", "both"]
    for answer, kept in [("mine", mine), ("theirs", theirs), ("both", theirs + mine)]:
        number = story.latest.number
        save(client, story, form | {name: answer})

        assert story.latest.body == kept + HARBOUR + MAYOR, answer
        assert story.latest.number == number + (answer != "theirs")
        story.write(by=jo, body=theirs + HARBOUR + MAYOR)


def test_while_one_is_not_answered_the_other_answers_are_kept(client, story, opened, jo):
    story.write(by=jo, headline="Theirs", body=FERRY.replace("noon", "eight") + HARBOUR + MAYOR)
    form = opened | {"headline": "Mine", "body": FERRY.replace("noon", "nine") + HARBOUR + MAYOR}
    asked = questions(save(client, story, form))
    [headline] = [name for name in asked if name.startswith("choose-headline")]
    response = save(client, story, form | {headline: "mine"})
    page = on_one_line(response.content.decode())

    assert len(asked) == 2
    assert asked[headline] == ["mine", "theirs"]
    assert response.status_code == 422
    assert re.search(rf'name="{headline}" value="mine"[^>]* checked', page)
    assert story.latest.headline == "Theirs"


def test_an_answer_that_is_none_is_asked_again(client, story, opened, jo):
    story.write(by=jo, headline="Theirs")
    form = opened | {"headline": "Mine"}
    [name] = questions(save(client, story, form))

    assert save(client, story, form | {name: "nobody’s"}).status_code == 422
    assert save(client, story, form | {name: "both"}).status_code == 422
    assert save(client, story, form | {name: "theirs"}).status_code == 302
    assert story.latest.headline == "Theirs"


def test_a_third_who_saves_meanwhile_is_brought_in_too(client, story, opened, jo):
    story.write(by=jo, headline="Theirs")
    form = opened | {"headline": "Mine"}
    [name] = questions(save(client, story, form))
    story.write(by=editor(name="Mo Third"), body=FERRY + HARBOUR)
    save(client, story, form | {name: "mine"})

    assert (story.latest.headline, story.latest.body) == ("Mine", FERRY + HARBOUR)


def test_each_field_comes_from_whoever_changed_it(client, story, opened, jo):
    picture, topic, other = PictureFactory(), TopicFactory(), SectionFactory()
    story.write(by=jo, kicker="Harbour", lead_picture=picture)
    story.topics.add(topic)
    Story.objects.filter(pk=story.pk).update(section=other, comments_open=False)
    save(client, story, opened | {"standfirst": "Mine.", "prominence": 2})

    assert (story.latest.kicker, story.latest.lead_picture) == ("Harbour", picture)
    assert (story.latest.standfirst, story.prominence) == ("Mine.", 2)
    assert (story.section, story.comments_open) == (other, False)
    assert [*story.topics.all()] == [topic]


def test_a_field_of_the_story_that_both_changed_is_asked_about(client, story, opened):
    mine, theirs = SectionFactory(name="Sea"), SectionFactory(name="City")
    Story.objects.filter(pk=story.pk).update(section=theirs)
    form = opened | {"section": mine.pk}
    response = save(client, story, form)
    page = on_one_line(response.content.decode())
    [name] = questions(response)

    assert "Somebody else changed the story while you were writing" in page
    assert re.search(r"Yours ?</label> ?<div [^>]*> ?Sea ?</div>", page)
    assert re.search(r"What was saved meanwhile ?</label> ?<div [^>]*> ?City ?</div>", page)
    save(client, story, form | {name: "mine"})
    assert story.section == mine


def test_what_came_together_goes_out_only_after_somebody_has_seen_it(client, story, opened, jo):
    story.write(by=jo, kicker="Harbour")
    save(client, story, opened | {"headline": "Mine", "_publish": "1"})

    assert (story.latest.headline, story.latest.kicker) == ("Mine", "Harbour")
    assert story.status == "draft"
    assert "press the button again: that was not done yet" in said_next(client, story)


def test_the_same_form_sent_twice_asks_and_adds_nothing_the_second_time(client, story, opened, jo):
    theirs, mine = FERRY.replace("noon", "eight"), FERRY.replace("noon", "nine")
    story.write(by=jo, body=theirs + HARBOUR)
    form = opened | {"body": mine + HARBOUR + MAYOR}
    [name] = questions(save(client, story, form))
    for _ in range(2):
        assert save(client, story, form | {name: "both"}).status_code == 302

    assert story.latest.number == 3
    assert story.latest.body == theirs + mine + HARBOUR


@pytest.mark.parametrize("based_on", ["", "0", "99", "many"])
def test_without_what_it_began_with_every_difference_is_asked_about(
    client, story, opened, based_on
):
    response = save(client, story, opened | {"headline": "Blind", "based_on": based_on})

    assert response.status_code == 422
    assert story.latest.number == 1


@pytest.mark.parametrize("forged", ["{", "[]", "null", '{"section": {}}', '"x"', "9" * 5000])
def test_a_forged_memory_of_the_fields_deceives_nobody_else(client, story, opened, forged):
    response = save(client, story, opened | {"opened_with": forged, "headline": "Mine"})

    assert response.status_code in (302, 422)
    assert response.status_code == 422 or story.latest.headline == "Mine"


def test_two_halves_that_are_too_long_together_are_refused_in_words(client, story, opened, jo):
    story.write(by=jo, body=FERRY + f"<p>{'a' * 600_000}</p>" + HARBOUR + MAYOR)
    form = opened | {"body": FERRY + HARBOUR + MAYOR + f"<p>{'b' * 600_000}</p>"}
    response = save(client, story, form)

    assert response.status_code == 422
    assert "longer than a million characters" in response.content.decode()
    assert story.latest.number == 2


def test_the_form_knows_what_it_was_opened_with(client, story, opened):
    before = json.loads(opened["opened_with"])

    assert before["section"] == story.section.pk
    assert before["topics"] == []


def test_an_hour_is_the_same_in_whatever_zone_it_was_typed(client, story, opened, settings):
    settings.TIME_ZONE = "America/New_York"
    hour = timezone.now().replace(second=0, microsecond=0) + timedelta(hours=3)
    Story.objects.filter(pk=story.pk).update(live_label_until=hour)
    local = timezone.localtime(hour)
    form = opened | {
        "live_label_until_0": f"{local:%Y-%m-%d}",
        "live_label_until_1": f"{local:%H:%M}",
    }
    assert save(client, story, form).status_code == 302
    assert story.live_label_until == hour
