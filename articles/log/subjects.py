"""What is watched: every table that people change, with every field that is theirs to change.

`unwatched` are the fields that a verb changes, which then writes a line of its own, and those that
the site fills in by itself.
"""

from django.contrib.auth.models import Group
from django.db.models.signals import post_save

from articles.models import (
    Author,
    Byline,
    Correction,
    Embargo,
    Gallery,
    Invitation,
    OldAddress,
    Paper,
    Picture,
    Placement,
    Policy,
    Quote,
    Section,
    Story,
    StoryVersion,
    Topic,
)
from articles.models.publication import PUBLISHED_FIELDS

from . import people
from .keeping import add_line, quietly
from .watching import Watched, watch

MADE = ("created_at", "created_by")
OF_STORIES_VERBS = (
    *PUBLISHED_FIELDS, *MADE, "latest", "submitted_at", "submitted_by", "approved_by"
)  # fmt: skip


def _is_recorded(row):
    return row.is_recorded


def subjects():
    return [
        # Its versions say that it was made, and the database lets only a verb delete it.
        Watched(
            Story,
            (
                "section", "slug", "kind", "prominence", "language", "live_label_until", "sponsor",
                "comments_open", "sensitive",
            ),
            many=("topics",), unwatched=OF_STORIES_VERBS, creations=False, deletions=False,
        ),
        Watched(
            Byline, ("author", "position"), part_of="story", is_recorded=_is_recorded,
            # The database writes them: they are the story's.
            unwatched=("status", "published_at", "expires_at"),
        ),
        Watched(
            Correction, ("kind", "wrong", "text", "material", "published_at"), part_of="story",
            # A verb ties it to the version that it came with, and writes a line of its own.
            unwatched=("before", "after", "created_by"), is_recorded=lambda change: change.after_id,
        ),
        Watched(
            Section, ("name", "slug", "description", "position", "in_bar", "front_layout"),
            many=("editors",), action=people.action,
        ),
        Watched(
            Topic, ("name", "slug", "description", "key_facts"), many=("start_here",),
            is_recorded=_is_recorded,
        ),
        Watched(
            Author,
            (
                "name", "slug", "role", "location", "bio", "languages", "areas", "contact",
                "pgp_fingerprint", "portrait", "user",
            ),
            is_recorded=_is_recorded,
        ),
        Watched(
            Picture,
            (
                "alt", "caption", "credit", "creator", "licence", "copyright", "people", "keywords",
                "place", "taken_at", "source", "usage_terms", "territory", "ask_first",
                "usable_until", "focal_x", "focal_y", "crops",
            ),
            # Withdrawing is a verb, which writes a line of its own.
            unwatched=(
                *MADE, "key", "original", "original_name", "digest", "likeness", "width", "height",
                "widths", "avif_widths", "cropped", "inscribed", "colour", "content_credentials",
                "findings",
                "withdrawn_at", "withdrawn_reason",
            ),
        ),
        Watched(
            Gallery, ("title", "slug", "standfirst", "cover"),
            many=("stories",), unwatched=(*MADE, "published_at", "embargo", "not_before"),
        ),
        Watched(
            Placement, ("picture", "caption", "position"), part_of="gallery",
            is_recorded=_is_recorded,
        ),
        Watched(
            Quote, ("text", "speaker", "role", "source", "story", "runs_on"),
            unwatched=("speaker_slug", "embargo", "not_before", "created_at"),
        ),
        # Its hour is moved by verbs.
        Watched(Embargo, ("name", "terms"), unwatched=(*MADE, "until")),
        Watched(
            Paper,
            ("name", "motto", "logo", "brand", "brand_in_the_dark", "address", "careful_words"),
            # The line above every page is put up and taken away by verbs.
            unwatched=("breaking_text", "breaking_story", "breaking_until", "steps_left_out"),
            creations=False,
        ),
        Watched(Policy, ("title", "slug", "body", "position"), unwatched=("updated_at",)),
        Watched(OldAddress, ("path", "story", "leads_to")),
        # Made, answered and withdrawn by articles.colleagues, which says so.
        Watched(
            Invitation,
            unwatched=(
                *("email", "role", "sections", "invited_by", "invited_at", "letters", "ends_at"),
                *("joined_at", "withdrawn_at"),
            ),
            creations=False,
            deletions=False,
        ),
        Watched(Group, ("name",), many=("permissions",), action=people.action),
        people.PEOPLE,
    ]  # fmt: skip


# Tables that nobody changes by hand, or whose rows are themselves what is kept.
NOT_WATCHED = {
    "accounts.heldrestriction": "follows from a verb, which is a line of the log",
    "articles.acceptedfinding": "who accepted what, and when, stands in it",
    "articles.announcement": "the site's own plans",
    "articles.askedfor": "how often something was asked for",
    "articles.appearance": "follows from the verbs",
    "articles.desknote": "who wrote it, and when, stands in it; nobody changes one",
    "articles.colleague": "an account under another name, and accounts are watched",
    "articles.checked": "what the checks said when a story was saved",
    "articles.deskentry": "the desk's search index",
    "articles.sound": "who brought it, and when, stands in it; nobody changes one",
    "articles.editing": "who writes at this moment",
    "articles.embed": "follows from a version's text",
    "articles.formername": "follows from another slug, which is a line of the log",
    "articles.imported": "written by imports",
    "articles.reads": "how often something was read",
    "articles.movein": "who gave which file, and when, stands in it; nobody changes one",
    "articles.linkcheck": "what the worker was answered elsewhere",
    "articles.record": "the log",
    "articles.sharelink": "made and ended by verbs, which are lines of the log",
    "articles.searchentry": "the search index",
    "articles.task": "what the worker has to do",
    "articles.tombstone": "written by a verb",
    "articles.storyversion": "each is a line of the log",
    "articles.workingcopy": "what nobody has saved yet",
    "comments.report": "a reader's; what moderators do with it is in the lines of the view",
    "auth.permission": "comes with the code",
}


def listen():
    for watched in subjects():
        watch(watched)
    post_save.connect(_written, sender=StoryVersion, dispatch_uid="articles.log.written")


def _written(sender, instance, created, raw, **kwargs):
    if created and not raw and not quietly.is_active():
        add_line(
            instance.story,
            "version restored" if instance.is_restored else "written",
            {"version": instance.number},
            title=instance.headline,
            note=instance.note,
            by=instance.created_by,
        )
