"""The newsroom's roles, as groups of rights; and who may give which of them.

What a right means for one object (a reporter's own draft, a picture that readers see) is
asked where it matters; here stands only who may ask. What stands in no role is nobody's but an
administrator's, who may do everything and is in no group.
"""

from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

VIEW = ("view",)
EDIT = ("view", "add", "change")
MANAGE = ("view", "add", "change", "delete")

CONTRIBUTOR = {
    "story": EDIT,
    "byline": MANAGE,
    "correction": VIEW,
    "picture": ("view", "add"),
    "section": VIEW,
    "topic": VIEW,
    "author": VIEW,
}
REPORTER = CONTRIBUTOR | {
    "picture": EDIT,
    "gallery": EDIT,
    "placement": MANAGE,
    "quote": EDIT,
}
# Pictures, galleries, quotes and readers' views belong to no section.
SECTION_EDITOR = REPORTER | {
    "story": (*EDIT, "publish"),
    "embargo": EDIT,
    "announcement": VIEW,
    "topic": ("view", "add"),
    "author": ("view", "add"),
}
EDITOR = {
    "story": (*EDIT, "publish", "publish_everywhere"),
    "byline": MANAGE,
    "correction": VIEW,  # said with an update, and never taken back
    "embargo": EDIT,
    "announcement": VIEW,
    "picture": MANAGE,
    "gallery": (*MANAGE, "publish"),
    "placement": MANAGE,
    "quote": MANAGE,
    "section": MANAGE,
    "topic": MANAGE,
    "author": MANAGE,
    "paper": ("view", "change"),
    "policy": MANAGE,
    "imported": VIEW,
    "oldaddress": MANAGE,
}
CHIEF_EDITOR = EDITOR | {
    # To merge and to delete for good.
    "story": (*MANAGE, "publish", "publish_everywhere"),
    "colleague": ("look_after",),
    "record": VIEW,
    "tombstone": VIEW,
}
MODERATION = {"comment": (*MANAGE, "moderate")}

# Role -> app -> rights, as codenames or as model -> verbs. The least comes first: whoever looks
# after colleagues gives and takes what stands before their own role.
ROLES = {
    "Contributor": {"articles": CONTRIBUTOR, "comments": {}},
    "Reporter": {"articles": REPORTER, "comments": {}},
    "Moderator": {
        "articles": {},
        "comments": {"comment": ("view", "change", "moderate")},
    },
    "Section editor": {"articles": SECTION_EDITOR, "comments": {}},
    "Editor": {"articles": EDITOR, "comments": MODERATION},
    "Chief editor": {"articles": CHIEF_EDITOR, "comments": MODERATION},
}
ADMINISTRATOR = "Administrator"  # a superuser, in Django's words
IN_ORDER = (*ROLES, ADMINISTRATOR)
# As readers' languages have them: what somebody does, whoever it is.
WORDS = {
    "Contributor": _("Contributor"),
    "Reporter": _("Reporter"),
    "Moderator": _("Moderator"),
    "Section editor": _("Section editor"),
    "Editor": _("Editor"),
    "Chief editor": _("Chief editor"),
    ADMINISTRATOR: _("Administrator"),
}
FOR_WHOM = {
    "Contributor": "writes drafts of their own and hands them in; publishes nothing",
    "Reporter": "writes, arranges galleries, keeps quotes; hands in and publishes nothing",
    "Moderator": "reads readers’ views, mutes and bans",
    "Section editor": "publishes in the sections that are named, and nowhere else",
    "Editor": "publishes, in all sections where none is named",
    "Chief editor": "merges and deletes stories too, reads the log, looks after colleagues",
    ADMINISTRATOR: "may do everything, and gives every role",
}


def roles_of(user):
    """The names of somebody's roles, the least first; one query, once."""
    if not hasattr(user, "_roles"):
        held = {ADMINISTRATOR} if user.is_superuser else {g.name for g in user.groups.all()}
        user._roles = tuple(role for role in IN_ORDER if role in held)
    return user._roles


def may_give(user, role):
    """Whether `user` may give this role, or take it from somebody: deny by default.

    Administrators give every role, others those before their own, if looking after colleagues is
    theirs at all.
    """
    if role not in IN_ORDER or not (user.is_active and (user.is_staff or user.is_superuser)):
        return False
    if user.is_superuser:
        return True
    if not user.has_perm("articles.look_after_colleague"):
        return False
    own = roles_of(user)
    return bool(own) and IN_ORDER.index(role) < IN_ORDER.index(own[-1])


def roles_to_give(user):
    return [role for role in IN_ORDER if may_give(user, role)]


def codenames(role, app_label):
    """The rights of a role in one app, as Django names them: {"change_story", …}."""
    rights = ROLES[role].get(app_label, {})
    return {f"{verb}_{model}" for model, verbs in rights.items() for verb in verbs}


def sync_roles(sender, using, apps=installed_apps, **kwargs):
    """Bring the groups to what stands above, as far as the app just migrated is concerned.

    Running it again changes nothing; rights in other apps are left as a newsroom set them.
    """
    if not any(sender.label in role for role in ROLES.values()):
        return
    try:
        group_model = apps.get_model("auth", "Group")
        permission_model = apps.get_model("auth", "Permission")
    except LookupError:  # migrated back to before there were groups
        return
    # Django makes an app's rights on the same signal, perhaps after us.
    create_permissions(sender, using=using, verbosity=0, apps=apps)
    there = permission_model.objects.using(using).filter(content_type__app_label=sender.label)
    by_codename = {permission.codename: permission for permission in there}
    for role in ROLES:
        group, _is_new = group_model.objects.using(using).get_or_create(name=role)
        wanted = {
            by_codename[name] for name in codenames(role, sender.label) if name in by_codename
        }
        had = set(group.permissions.filter(content_type__app_label=sender.label))
        group.permissions.remove(*(had - wanted))
        group.permissions.add(*(wanted - had))


def listen():
    """Connect `sync_roles` to post_migrate; idempotent."""
    post_migrate.connect(sync_roles, dispatch_uid="accounts.roles")
