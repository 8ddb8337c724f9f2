"""The newsroom's roles, as groups of rights. Nobody here may touch accounts, groups or rights.

What a right means for one object (a reporter's own draft, a picture that readers see) is
asked where it matters; here stands only who may ask.
"""

from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.db.models.signals import post_migrate

VIEW = ("view",)
EDIT = ("view", "add", "change")
MANAGE = ("view", "add", "change", "delete")

EDITOR = {
    "story": (*EDIT, "publish"),
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
    "story": (*MANAGE, "publish"),  # to merge and to delete for good
    "record": VIEW,
    "tombstone": VIEW,
}
MODERATION = {"comment": (*MANAGE, "moderate")}

# Role -> app -> rights, as codenames or as model -> verbs.
ROLES = {
    "Reporter": {
        "articles": {
            "story": EDIT,
            "byline": MANAGE,
            "correction": VIEW,
            "picture": EDIT,
            "gallery": EDIT,
            "placement": MANAGE,
            "quote": EDIT,
            "section": VIEW,
            "topic": VIEW,
            "author": VIEW,
        },
        "comments": {},
    },
    "Editor": {"articles": EDITOR, "comments": MODERATION},
    "Chief editor": {"articles": CHIEF_EDITOR, "comments": MODERATION},
    "Moderator": {
        "articles": {},
        "comments": {"comment": ("view", "change", "moderate")},
    },
}


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
        group, _ = group_model.objects.using(using).get_or_create(name=role)
        wanted = {
            by_codename[name] for name in codenames(role, sender.label) if name in by_codename
        }
        had = set(group.permissions.filter(content_type__app_label=sender.label))
        group.permissions.remove(*(had - wanted))
        group.permissions.add(*(wanted - had))


def listen():
    """Connect `sync_roles` to post_migrate; idempotent."""
    post_migrate.connect(sync_roles, dispatch_uid="accounts.roles")
