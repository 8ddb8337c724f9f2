"""The paper at the desk: its look, its breaking news and its policies, without a line of code."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Paper, Policy
from tests.factories import PictureFactory, PolicyFactory, StoryFactory, editor, reporter

from .desk import address, said

pytestmark = pytest.mark.django_db

EMPTY = {"name": "", "motto": "", "logo": "", "brand": "", "brand_in_the_dark": "", "address": ""}
HOUR = timedelta(hours=1)


@pytest.fixture
def ines(client):
    user = editor(name="Ines Marlow")
    client.force_login(user)
    return user


def save(client, **changes):
    return client.post(address("paper_change", 1), EMPTY | {"_save": "1"} | changes)


def the_paper():
    return Paper.objects.get()


def test_an_editor_finds_the_paper_on_the_first_page_and_is_there_at_once(client, ines):
    start = client.get("/admin/").text
    assert f'href="{address("paper_changelist")}">The paper</a>' in start
    assert f'href="{address("paper_breaking")}">Breaking news</a>' in start

    assert client.get(address("paper_changelist")).url == address("paper_change", 1)
    page = client.get(address("paper_change", 1))
    assert "<h1>The paper</h1>" in page.text
    assert f'href="{address("section_changelist")}"' in page.text
    assert f'href="{address("policy_changelist")}"' in page.text


def test_there_is_one_paper_and_nobody_adds_or_deletes_one(client, ines):
    assert client.get(address("paper_add")).status_code == 403
    assert client.post(address("paper_delete", 1), {"post": "yes"}).status_code == 403
    assert Paper.objects.count() == 1


def test_a_reporter_changes_nothing_here(client):
    client.force_login(reporter())
    start = client.get("/admin/").text

    assert "The paper" not in start
    assert "Breaking news" not in start
    for name in ("paper_changelist", "paper_breaking", "policy_changelist", "policy_add"):
        assert client.get(address(name)).status_code == 403
    assert save(client, name="Mine").status_code == 403
    line = {"text": "Mine", "hours": 1}
    assert client.post(address("paper_breaking"), line).status_code == 403
    assert (the_paper().name, the_paper().breaking_text) == ("", "")


def test_an_editor_names_the_paper(client, ines):
    logo = PictureFactory()
    response = save(
        client, name=" Alder  Gazette ", motto="Every tide", logo=logo.pk, address="4 Rope Walk"
    )

    assert response.url == address("paper_change", 1)
    paper = the_paper()
    assert (paper.name, paper.motto, paper.logo) == ("Alder Gazette", "Every tide", logo)
    assert paper.address == "4 Rope Walk"
    assert "Alder Gazette" in client.get("/admin/").text
    assert "Harbour Record" not in client.get("/admin/").text


@pytest.mark.parametrize("typed", ["A4123F", "#A4123F", " a4123f"])
def test_a_colour_is_taken_however_it_is_typed(client, ines, typed):
    save(client, brand=typed)
    assert the_paper().brand == "#a4123f"


@pytest.mark.parametrize("typed", ["red", "#12345", "x" * 7, "url(x)"])
def test_what_is_no_colour_is_refused_and_comes_back(client, ines, typed):
    response = save(client, brand=typed)

    assert response.status_code == 422
    assert "Write a colour as # and six digits" in response.text
    assert f'value="{typed}"' in response.text


def test_a_faint_colour_is_refused_with_the_nearest_that_reads_and_a_button_for_it(client, ines):
    response = save(client, name="Alder Gazette", brand="#e0567f")
    page = response.text

    assert response.status_code == 422
    assert "#e0567f reaches 3.3:1 on white paper" in page
    assert "The nearest shade that reaches it is #c63d69." in page
    assert 'name="take-brand" value="#c63d69">Take #c63d69</button>' in page
    # Shown as it would stand on paper and on a panel, as a word and as a line.
    assert page.count('fill="#c63d69"') == 4
    assert the_paper().name == ""


def test_one_press_takes_the_shade_and_saves_everything_else(client, ines):
    form = EMPTY | {"name": "Alder Gazette", "brand": "E0567F", "take-brand": "#c63d69"}
    response = client.post(address("paper_change", 1), form)

    assert response.status_code == 302
    assert (the_paper().name, the_paper().brand) == ("Alder Gazette", "#c63d69")


def test_a_forged_shade_does_not_get_in_by_that_button(client, ines):
    form = EMPTY | {"brand": "#e0567f", "take-brand": "#ffffff"}
    client.post(address("paper_change", 1), form)

    assert the_paper().brand == "#c63d69"


def test_the_enter_key_takes_no_other_colour(client, ines):
    """It presses the first button of a form: that has to be the one that saves."""
    page = save(client, brand="#e0567f").text
    form = page[page.index('id="paper_form"') :]

    assert form.index('name="_save"') < form.index('name="take-brand"')


def test_dark_paper_has_its_own_colour_or_shows_what_it_gets(client, ines):
    assert (
        "#404040 reaches 1.6:1 on dark paper"
        in save(client, brand="#a4123f", brand_in_the_dark="#404040").text
    )
    save(client, brand="#a4123f")
    assert "#e1536f, if left empty" in client.get(address("paper_change", 1)).text


def test_a_colour_for_the_dark_alone_is_half_a_choice(client, ines):
    response = save(client, brand_in_the_dark="#ff8fb0")
    assert "Write this colour too, or leave both empty." in response.text


def test_a_logo_that_was_deleted_meanwhile_is_refused(client, ines):
    assert save(client, logo=987654).status_code == 422


# --- Breaking news ---


def test_an_editor_breaks_news(client, ines, time_machine):
    time_machine.move_to("2026-11-22T12:00Z", tick=False)
    client.force_login(ines)  # on that day, whatever today is
    story = StoryFactory(published=True, headline="Ferry turned back")
    form = client.get(address("paper_breaking")).text
    assert f'<option value="{story.pk}">Ferry turned back</option>' in form

    line = {"text": "Ferry \n turned back", "story": story.pk, "hours": 2}
    response = client.post(address("paper_breaking"), line, follow=True)

    assert "Breaking news: “Ferry turned back”" in said(response)[0]
    assert "22 November 2026, 14:00 GMT" in response.text
    paper = the_paper()
    assert (paper.breaking_text, paper.breaking_story) == ("Ferry turned back", story)
    assert paper.breaking_until == timezone.now() + 2 * HOUR
    assert "until <time" in client.get("/admin/").text


def test_an_editor_ends_it_with_one_press(client, ines):
    the_paper().break_news("Ferry turned back", by=None, hours=2)
    client.post(address("paper_breaking"), {"end": "1"})

    assert the_paper().breaking_text == ""
    assert "End it now" not in client.get(address("paper_breaking")).text


def test_the_running_line_stands_in_the_form_and_an_old_one_does_not(client, ines, time_machine):
    the_paper().break_news("Ferry turned back", by=None, hours=2)
    assert "Ferry turned back</textarea>" in client.get(address("paper_breaking")).text
    time_machine.move_to(timezone.now() + 3 * HOUR)
    client.force_login(ines)
    assert "Ferry turned back" not in client.get(address("paper_breaking")).text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"text": "", "hours": 1}, "Write the line."),
        ({"text": "x" * 141, "hours": 1}, "at most 140 characters"),
        ({"text": "x", "hours": 0}, "greater than or equal to 1"),
        ({"text": "x", "hours": 25}, "less than or equal to 24"),
        ({"text": "x", "hours": ""}, "This field is required"),
        ({"text": "x", "hours": 1, "story": "9" * 30}, "not before readers"),
    ],
)
def test_a_line_that_cannot_run_is_refused_in_words(client, ines, line, words):
    response = client.post(address("paper_breaking"), line)

    assert response.status_code == 422
    assert words in response.text
    assert the_paper().breaking_text == ""


def test_a_line_leads_to_no_draft(client, ines):
    line = {"text": "x", "hours": 1, "story": StoryFactory().pk}
    assert client.post(address("paper_breaking"), line).status_code == 422


def test_the_desk_says_when_the_story_hides_the_line(client, ines):
    story = StoryFactory(published=True)
    the_paper().break_news("Ferry turned back", by=None, hours=2, story=story)
    story.take_down(by=ines, reason="A mistake.")

    assert "its story is not before readers" in client.get(address("paper_breaking")).text


# --- Policies ---


def test_an_editor_writes_a_policy(client, ines):
    form = {"title": "How we correct", "slug": "", "body": "<p>At once.<script>x</script></p>",
            "position": 3}  # fmt: skip
    client.post(address("policy_add"), form)
    policy = Policy.objects.get()

    assert (policy.slug, policy.body) == ("how-we-correct", "<p>At once.</p>")
    assert "At once." in client.get("/about/how-we-correct/").text


def test_a_policy_in_another_place_has_not_changed(client, ines, time_machine):
    time_machine.move_to("2026-03-01T12:00Z")
    client.force_login(ines)  # on that day, whatever today is
    policy = PolicyFactory()
    form = {"title": policy.title, "slug": policy.slug, "body": policy.body, "position": 9}
    time_machine.move_to("2026-03-09T12:00Z")
    client.force_login(ines)
    client.post(address("policy_change", policy.pk), form)
    policy.refresh_from_db()
    assert (policy.position, policy.updated_at.day) == (9, 1)

    client.post(address("policy_change", policy.pk), form | {"body": "<p>Always.</p>"})
    policy.refresh_from_db()
    assert policy.updated_at.day == 9


def test_a_text_that_is_too_long_is_refused_in_words(client, ines):
    form = {"title": "Ethics", "slug": "", "body": "<b>" * 21_000, "position": 0}
    response = client.post(address("policy_add"), form)

    assert response.status_code == 422
    assert "20,000 tags" in response.text


def test_an_editor_chooses_which_sections_stand_in_the_bar(client, ines):
    assert 'name="in_bar"' in client.get(address("section_add")).text
