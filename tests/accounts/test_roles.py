import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db.models.signals import post_migrate

from accounts import roles
from tests.factories import editor, moderator, reporter

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def rights_of(role):
    return set(Group.objects.get(name=role).permissions.values_list("codename", flat=True))


def test_the_three_roles_are_there_after_migrating():
    assert set(Group.objects.values_list("name", flat=True)) >= {"Reporter", "Editor", "Moderator"}


def test_migrating_again_changes_nothing():
    before = {role: rights_of(role) for role in roles.ROLES}
    call_command("migrate", verbosity=0)
    assert {role: rights_of(role) for role in roles.ROLES} == before
    assert Group.objects.count() == len(roles.ROLES)


def test_every_right_that_a_role_names_exists():
    for role, apps in roles.ROLES.items():
        wanted = set().union(*(roles.codenames(role, app) for app in apps))
        assert rights_of(role) == wanted


def test_a_right_that_a_role_lost_goes_at_the_next_migration():
    group = Group.objects.get(name="Reporter")
    group.permissions.add(Permission.objects.get(codename="publish_story"))
    call_command("migrate", verbosity=0)
    assert "publish_story" not in rights_of("Reporter")


def test_rights_that_a_newsroom_added_in_other_apps_stay():
    group = Group.objects.get(name="Moderator")
    group.permissions.add(Permission.objects.get(codename="view_logentry"))
    call_command("migrate", verbosity=0)
    assert "view_logentry" in rights_of("Moderator")


def test_only_editors_publish_and_only_editors_and_moderators_moderate():
    assert editor().has_perms(["articles.publish_story", "articles.publish_gallery"])
    assert not reporter().has_perm("articles.publish_story")
    assert not moderator().has_perm("articles.publish_story")
    assert editor().has_perm("comments.moderate_comment")
    assert moderator().has_perm("comments.moderate_comment")
    assert not reporter().has_perm("comments.moderate_comment")


@pytest.mark.parametrize("role", roles.ROLES)
def test_no_role_may_touch_accounts_groups_or_rights(role):
    apps = Group.objects.get(name=role).permissions.values_list(
        "content_type__app_label", flat=True
    )
    assert set(apps) <= {"articles", "comments"}


def test_a_moderator_has_rights_over_readers_views_only():
    assert {name.split("_")[1] for name in rights_of("Moderator")} == {"comment"}


def test_the_roles_listen_once():
    roles.listen()
    roles.listen()
    mine = [key for key, *_ in post_migrate.receivers if key[0] == "accounts.roles"]
    assert len(mine) == 1
