"""The newsroom's roles, as groups of rights. Nobody here may touch accounts, groups or rights.

What a right means for one thing (a reporter's own draft, a picture that readers see) is
asked where it matters; here stands only who may ask.
"""

from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.db.models.signals import post_migrate

LOOK_AT = ("view",)
WRITE = ("view", "add", "change")
KEEP = ("view", "add", "change", "delete")

OF_EDITORS = {
    "story": (*WRITE, "publish"),
    "byline": KEEP,
    "correction": LOOK_AT,  # said with an update, and never taken back
    "embargo": WRITE,
    "announcement": LOOK_AT,
    "picture": KEEP,
    "gallery": (*KEEP, "publish"),
    "placement": KEEP,
    "quote": KEEP,
    "section": KEEP,
    "topic": KEEP,
    "author": KEEP,
    "paper": ("view", "change"),
    "policy": KEEP,
    "imported": LOOK_AT,
    "oldaddress": KEEP,
}
OF_CHIEF_EDITORS = OF_EDITORS | {
    "story": (*KEEP, "publish"),  # to merge and to delete for good
    "record": LOOK_AT,
    "tombstone": LOOK_AT,
}
MODERATING = {"comment": (*KEEP, "moderate")}

# Role -> app -> rights, as codenames or as model -> verbs.
ROLES = {
    "Reporter": {
        "articles": {
            "story": WRITE,
            "byline": KEEP,
            "correction": LOOK_AT,
            "picture": WRITE,
            "gallery": WRITE,
            "placement": KEEP,
            "quote": WRITE,
            "section": LOOK_AT,
            "topic": LOOK_AT,
            "author": LOOK_AT,
        },
        "comments": {},
    },
    "Editor": {"articles": OF_EDITORS, "comments": MODERATING},
    "Chief editor": {"articles": OF_CHIEF_EDITORS, "comments": MODERATING},
    "Moderator": {
        "articles": {},
        "comments": {"comment": ("view", "change", "moderate")},
    },
}


def codenames(role, app_label):
    """The rights of a role in one app, as Django names them: {"change_story", …}."""
    rights = ROLES[role].get(app_label, {})
    return {f"{verb}_{model}" for model, verbs in rights.items() for verb in verbs}


def keep_roles(sender, using, apps=installed_apps, **kwargs):
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
    post_migrate.connect(keep_roles, dispatch_uid="accounts.roles")
