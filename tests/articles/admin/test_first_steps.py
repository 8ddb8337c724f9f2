"""A new paper's first steps at the desk: each ticked from what is there, none in the way."""

import pytest

from articles.models import Imported, Paper, Section
from tests.factories import SectionFactory, StoryFactory, UserFactory, editor, reporter
from tests.html import on_one_line

from .desk import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    person = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(person)
    return person


def steps(client):
    """{step: whether it is ticked} as the page has them."""
    page = client.get(address("paper_first_steps"))
    return {step.name: step.done for step in page.context["steps"].all}


def press(client, step, **typed):
    return client.post(address("paper_first_steps"), {"step": step} | typed)


def test_the_desk_of_a_new_paper_opens_with_them(client, owner):
    page = on_one_line(client.get("/admin/").text)

    assert "A paper in five steps" in page
    assert page.index("A paper in five steps") < page.index("Write a story")
    assert not any(steps(client).values())


def test_each_is_ticked_once_it_is_so_however_that_came(client, owner):
    Paper.objects.update(name="The Eastmole Lantern")
    SectionFactory(name="Ferry")
    editor()
    Imported.objects.create(source="https://old", kind="story", external_id="1", object_id=1)
    assert steps(client) == {
        "name": True, "sections": True, "colleagues": True, "story": False, "move-in": True
    }  # fmt: skip

    StoryFactory()
    assert not steps(client)["story"]
    StoryFactory(published=True)
    assert steps(client)["story"]
    assert "A paper in five steps" not in client.get("/admin/").text


def test_the_paper_gets_its_name_and_its_sections_in_their_order(client, owner):
    assert press(client, "name", name="  The Eastmole  Lantern ").status_code == 302
    assert (
        press(client, "sections", sections="Island\n\n Ferry \nCouncil\nFerry").status_code == 302
    )

    assert Paper.objects.get().name == "The Eastmole Lantern"
    assert [str(section) for section in Section.objects.all()] == ["Island", "Ferry", "Council"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Island\nSearch", "“Search”: This word is the address of another page."),
        ("Island\n!!!", "“!!!”: "),
        ("Island\n" + "x" * 61, "60 characters"),
        ("Island\nISLAND", "“ISLAND”: another line has the same address."),
        ("\n".join(f"Part {n}" for n in range(31)), "30 sections are the most"),
        (" \n ", "Write at least one section."),
    ],
)
def test_of_sections_that_cannot_be_none_is_made_and_what_was_typed_comes_back(
    client, owner, typed, said
):
    answer = press(client, "sections", sections=typed)

    assert answer.status_code == 422
    assert said in answer.text
    assert typed.split("\n")[0] in answer.text
    assert not Section.objects.exists()


def test_what_nobody_needs_is_left_out_and_can_be_shown_again(client, owner):
    press(client, "colleagues")
    page = client.get(address("paper_first_steps"))
    assert page.context["steps"].count == 1
    assert not steps(client)["colleagues"]

    assert press(client, "all").url == "/admin/"
    assert "A paper in five steps" not in client.get("/admin/").text
    press(client, "again")
    assert "A paper in five steps" in client.get("/admin/").text


def test_they_are_for_whoever_may_change_the_paper(client):
    client.force_login(reporter())
    assert "A paper in five steps" not in client.get("/admin/").text
    assert client.get(address("paper_first_steps")).status_code == 403


def test_an_editor_who_may_add_nobody_is_told_who_does(client):
    client.force_login(editor())
    page = client.get(address("paper_first_steps")).text
    assert "Whoever looks after the site invites them." in page
    assert "Add somebody" not in page
