"""Nobody gives a role above their own, and no newsroom is left without an administrator."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts import roles
from accounts.models import User
from articles import colleagues, rights
from articles.models import Invitation
from tests.factories import (
    SectionFactory,
    StoryFactory,
    UserFactory,
    administrator,
    chief_editor,
    contributor,
    editor,
    moderator,
    reporter,
    section_editor,
)
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.database, pytest.mark.django_db]

BELOW_CHIEF = ["Contributor", "Reporter", "Moderator", "Section editor", "Editor"]


def role_of(person):
    return list(roles.roles_of(User.objects.get(pk=person.pk)))


def test_an_administrator_gives_every_role_and_a_chief_editor_those_below_their_own():
    assert roles.roles_to_give(administrator()) == list(roles.IN_ORDER)
    assert roles.roles_to_give(chief_editor()) == BELOW_CHIEF


@pytest.mark.parametrize("of_role", [editor, section_editor, moderator, reporter, contributor])
def test_nobody_else_gives_any(of_role):
    person = of_role()
    assert roles.roles_to_give(person) == []
    assert not rights.looks_after_colleagues(person)
    with pytest.raises(PermissionDenied):
        colleagues.invite("jo@example.org", "Contributor", by=person)
    with pytest.raises(PermissionDenied):
        colleagues.remove(reporter(), by=person)
    assert not Invitation.objects.exists()


def test_a_reader_whose_groups_say_chief_editor_gives_none():
    impostor = UserFactory()
    impostor.groups.set(chief_editor().groups.all())
    assert roles.roles_to_give(impostor) == []
    assert not rights.looks_after_colleagues(impostor)


def test_a_chief_editor_who_is_kept_to_a_section_gives_none():
    chief = chief_editor()
    SectionFactory().editors.add(chief)
    assert not rights.looks_after_colleagues(chief)
    with pytest.raises(PermissionDenied):
        colleagues.invite("jo@example.org", "Reporter", by=chief)


@pytest.mark.parametrize("of_role", [chief_editor, administrator])
def test_a_chief_editor_touches_nobody_of_their_rank_or_above(of_role):
    other, chief = of_role(), chief_editor()
    before = role_of(other)
    with pytest.raises(PermissionDenied):
        colleagues.give_role(other, "Reporter", by=chief)
    with pytest.raises(PermissionDenied):
        colleagues.remove(other, by=chief)
    with pytest.raises(PermissionDenied):
        colleagues.give_role(reporter(), roles.ADMINISTRATOR, by=chief)
    assert role_of(other) == before


@pytest.mark.parametrize("role", ["Superuser", "", "reporter"])
def test_what_is_no_role_is_given_by_nobody(role):
    with pytest.raises(PermissionDenied):
        colleagues.give_role(reporter(), role, by=administrator())


def test_a_role_takes_the_place_of_the_one_before_and_what_was_given_by_hand():
    jo, city = reporter(), SectionFactory()
    colleagues.give_role(jo, "Section editor", [city], by=administrator())
    assert role_of(jo) == ["Section editor"]
    assert list(jo.edited_sections.all()) == [city]

    colleagues.give_role(jo, "Moderator", [city], by=administrator())
    assert role_of(jo) == ["Moderator"]
    assert not jo.edited_sections.exists()


def test_an_administrator_makes_another_and_takes_it_back():
    boss, jo = administrator(), editor()
    colleagues.give_role(jo, roles.ADMINISTRATOR, by=boss)
    assert role_of(jo) == [roles.ADMINISTRATOR]
    colleagues.give_role(jo, "Editor", by=boss)
    assert role_of(jo) == ["Editor"]
    assert not User.objects.get(pk=jo.pk).is_superuser


def test_nobody_changes_their_own_role_so_that_one_administrator_is_always_left():
    boss = administrator()
    for change in (colleagues.remove, lambda who, by: colleagues.give_role(who, "Editor", by=by)):
        with pytest.raises(PermissionDenied):
            change(boss, by=boss)
    assert role_of(boss) == [roles.ADMINISTRATOR]


def test_of_two_who_remove_one_another_the_second_is_none_any_more():
    one, other = administrator(), administrator()
    as_it_was = User.objects.get(pk=other.pk)
    colleagues.remove(other, by=one)
    with pytest.raises(PermissionDenied):
        colleagues.remove(one, by=as_it_was)
    assert User.objects.filter(is_superuser=True).count() == 1


def test_who_is_removed_is_out_at_the_next_request_and_what_they_wrote_stays(client):
    jo, city = editor(), SectionFactory()
    story = StoryFactory(by=jo, created_by=jo, section=city)
    city.editors.add(jo)
    client.post("/accounts/login/", {"login": jo.email, "password": PASSWORD})
    assert client.get("/admin/").status_code == 200

    colleagues.remove(jo, by=administrator())

    assert client.get("/admin/").status_code == 302
    story.refresh_from_db()
    assert story.created_by == jo
    assert role_of(jo) == []
    assert not city.editors.exists()
    client.post("/accounts/login/", {"login": jo.email, "password": PASSWORD})
    assert client.get("/admin/", follow=True).status_code == 403  # a reader like any other


def test_another_role_logs_somebody_out_everywhere(client):
    jo = reporter()
    client.post("/accounts/login/", {"login": jo.email, "password": PASSWORD})
    colleagues.give_role(jo, "Editor", by=administrator())
    assert client.get("/admin/").status_code == 302


# Section editors and contributors


def test_a_section_editor_publishes_in_the_sections_that_are_named_and_nowhere_else():
    city, sport = SectionFactory(), SectionFactory()
    mara = section_editor(city)
    StoryFactory(section=city).publish(by=mara)
    with pytest.raises(PermissionDenied):
        StoryFactory(section=sport).publish(by=mara)


def test_a_section_editor_who_is_named_nowhere_publishes_nowhere():
    with pytest.raises(PermissionDenied):
        StoryFactory().publish(by=section_editor())


def test_a_section_editor_without_a_section_is_not_made():
    with pytest.raises(colleagues.Refused, match="Name a section"):
        colleagues.invite("jo@example.org", "Section editor", by=administrator())
    with pytest.raises(colleagues.Refused, match="Name a section"):
        colleagues.give_role(reporter(), "Section editor", by=administrator())


def test_a_contributor_hands_in_drafts_of_their_own_and_publishes_nothing():
    cleo = contributor()
    own, others = StoryFactory(created_by=cleo), StoryFactory()
    own.write(by=cleo, headline="Bridge closes again")
    own.submit(by=cleo)
    for story, verb in ((own, "publish"), (others, "write"), (others, "submit")):
        assert not rights.may(cleo, verb, story)
    assert not cleo.has_perm("articles.change_picture")
    assert not cleo.has_perm("articles.view_gallery")
