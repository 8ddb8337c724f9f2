"""Every table of the site: it is in the archive, or it stands here why not. A test compares."""

from django.apps import apps

from articles.models.listed import COLUMNS

EXPORTED = (
    "auth.Group",
    "auth.Group_permissions",
    "accounts.User",
    "accounts.User_groups",
    "accounts.User_user_permissions",
    "account.EmailAddress",
    "articles.Picture",
    "articles.Sound",
    "articles.Author",
    "articles.Section",
    "articles.Section_editors",
    "articles.Topic",
    "articles.Embargo",
    "articles.Story",
    "articles.Story_topics",
    "articles.Topic_start_here",
    "articles.StoryVersion",
    "articles.Appearance",
    "articles.Byline",
    "articles.Correction",
    "articles.Gallery",
    "articles.Gallery_stories",
    "articles.Placement",
    "articles.Quote",
    "articles.Embed",
    "articles.Policy",
    "articles.Paper",
    "articles.FormerName",
    "articles.OldAddress",
    "articles.Tombstone",
    "articles.Imported",
    "articles.AcceptedFinding",
    "articles.Checked",
    "articles.DeskNote",
    "articles.WorkingCopy",
    "articles.Announcement",
    "articles.Reads",
    "articles.Record",
    "comments.Comment",
    "comments.Report",
)

# By label, or by app for all of its tables.
LEFT_OUT = {
    "articles.AskedFor": "how often something was asked for; it is counted again",
    "articles.DeskEntry": "made again from stories",
    "articles.SearchEntry": "made again from stories, galleries, quotes and authors",
    "articles.Editing": "who writes at this moment",
    "articles.LinkCheck": "what other sites answered; they are asked again",
    "articles.MoveIn": "what came in on the machine that is left; its files are there",
    "articles.Invitation": "opened by letters of the machine that is left: ask them again",
    "articles.Invitation_sections": "goes with the invitation",
    "articles.ShareLink": "each opens a draft to whoever has it: a secret",
    "accounts.HeldRestriction": "made with the secret of the machine that is left",
    "account.EmailConfirmation": "links in letters: secrets",
    "mfa": "second factors: secrets",
    "usersessions": "who is logged in: secrets",
    "sessions": "who is logged in: secrets",
    "admin": "Django's own log, which nobody writes to: ours is articles.Record",
    "auth.Permission": "comes with the code; rows that name one do so by its name",
    "contenttypes": "comes with the code",
    "django_tasks_database": "what the worker of this machine has to do",
    "machine": "workers and backups of this machine",
    "page_store": "which pages are kept here",
}

# Columns that stay, and why.
OF_THE_STORY = dict.fromkeys(COLUMNS, "the database writes it again, from the story")
LEFT_OUT_FIELDS = {
    "articles.Byline": OF_THE_STORY,
    "articles.Story_topics": OF_THE_STORY,
    "accounts.User": {
        "password": "a secret: a new one is asked for by letter",
        "last_login": "whose log-in this was, it was on the machine that is left",
    },
}

# What `migrate` writes, and an import replaces.
WRITTEN_BY_MIGRATE = ("auth.Group_permissions", "auth.Group", "articles.Paper")


def model_of(label):
    return apps.get_model(label)


def fields_of(label):
    """The columns of a table that are in the archive, in their order."""
    left_out = LEFT_OUT_FIELDS.get(label, {})
    return [f for f in model_of(label)._meta.local_concrete_fields if f.name not in left_out]
