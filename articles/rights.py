"""Who may use which verb on what. Everybody asks here: the verbs themselves, and the desk before it
offers one.

Rights come from roles (accounts.roles); here stands what they mean for one story, gallery or
comment. Somebody who is named as an editor of sections has an editor's rights there and nowhere
else; who is named nowhere has them everywhere, but a section editor nowhere. `None` is the site
itself: the worker, an import, the demo.
"""

from django.core.exceptions import PermissionDenied

EVERYWHERE = "articles.publish_everywhere_story"
NOWHERE = frozenset([0])  # no section has this number


def _writes(user, story):
    """Editors write in their sections; a reporter their own drafts."""
    if _edits_story(user, story):
        return True
    right = "articles.add_story" if story._state.adding else "articles.change_story"
    return user.has_perm(right) and story.status == story.Status.DRAFT and is_own(user, story)


def _edits_story(user, story):
    return user.has_perm("articles.publish_story") and edits(user, story.section_id)


def reads_all(user, story):
    """Whoever may read the versions that readers have not got."""
    return user.has_perm("articles.publish_story") or is_own(user, story)


def _ends_story(user, story):
    # A right of its own, because nothing brings the story back.
    return user.has_perm("articles.delete_story") and edits(user, story.section_id)


def _arranges(user, gallery):
    """Editors arrange all; a reporter those they began, until they have an hour."""
    if not user.has_perm("articles.change_gallery"):
        return False
    is_own_draft = gallery.published_at is None and gallery.created_by_id == user.pk
    return is_own_draft or user.has_perm("articles.publish_gallery")


def _holding(*rights):
    return lambda user, item: user.has_perms(rights)


# Who may delete the one and change the other: nothing brings it back.
_merges_topics = _holding("articles.change_topic", "articles.delete_topic")
_merges_authors = _holding("articles.change_author", "articles.delete_author")
_moderates = _holding("comments.moderate_comment")
_changes_paper = _holding("articles.change_paper")
_moves_embargoes = _holding("articles.change_embargo")
# Editors, of whatever section: pictures, galleries and quotes belong to none.
_shows_galleries = _holding("articles.change_gallery", "articles.publish_gallery")
_shows_pictures = _holding("articles.change_picture", EVERYWHERE)
_shows_quotes = _holding("articles.change_quote", EVERYWHERE)

# By noun and verb. A verb that does not stand here is nobody's. "correct" is an update of which
# readers are told.
VERBS = {
    "articles.story": {
        **dict.fromkeys(["write", "submit"], _writes),
        "add_note": reads_all,
        **dict.fromkeys(
            [
                *("return_to", "approve", "publish", "schedule", "unschedule", "update", "correct"),
                *("expire", "put_under", "take_down", "restore", "retract"),
            ],
            _edits_story,
        ),
        **dict.fromkeys(["merge_into", "delete_for_good"], _ends_story),
    },
    "articles.gallery": {
        **dict.fromkeys(["put_in", "put_in_order"], _arranges),
        **dict.fromkeys(["publish", "withdraw", "put_under"], _shows_galleries),
    },
    "articles.quote": {"put_under": _shows_quotes},
    "articles.picture": dict.fromkeys(["withdraw", "allow_again"], _shows_pictures),
    "articles.topic": {"merge_into": _merges_topics},
    "articles.author": {"merge_into": _merges_authors},
    "articles.embargo": dict.fromkeys(["move", "lift"], _moves_embargoes),
    "articles.paper": dict.fromkeys(["break_news", "end_breaking_news"], _changes_paper),
    "comments.comment": dict.fromkeys(["approve", "refuse", "pick", "unpick"], _moderates),
    "comments.report": {"deal_with": _moderates},
}


def may(user, verb, item):
    """Whether `user` may use this verb on a story, gallery … or, where they are all alike, on
    this kind of them (its model). Raises ValueError for a verb that there is not."""
    rule = VERBS.get(item._meta.label_lower, {}).get(verb)
    if rule is None:
        raise ValueError(f"Nobody may “{verb}” a {item._meta.verbose_name}: no such verb.")
    if user is None:
        return True
    if not user.is_active:
        return False
    return user.is_superuser or (user.is_staff and rule(user, item))


def ensure(user, verb, item):
    """Raise PermissionDenied unless `user` may use this verb on the item, or this kind of them."""
    if not may(user, verb, item):
        noun = item._meta.verbose_name
        raise PermissionDenied(f"{user} may not use “{verb}” on this {noun}.")


def edits(user, section_id):
    """Whether an editor works in this section."""
    sections = sections_of(user)
    return not sections or section_id in sections


def sections_of(user):
    """The ids of the sections that an editor is kept to; empty for all. One query, once."""
    if not hasattr(user, "_edited_sections"):
        named = frozenset(user.edited_sections.values_list("pk", flat=True))
        is_kept = user.has_perm("articles.publish_story") and not user.has_perm(EVERYWHERE)
        user._edited_sections = named or (NOWHERE if is_kept else named)
    return user._edited_sections


def looks_after_colleagues(user):
    """Whether somebody may give roles at all (accounts.roles says which); nobody who is kept to
    sections, who would widen what is theirs."""
    if user.is_superuser:
        return user.is_active
    may = user.is_active and user.is_staff and user.has_perm("articles.look_after_colleague")
    return may and not sections_of(user)


def restricts(user, reader):
    """Whether `user` may mute or ban somebody: a moderator a reader, nobody a colleague."""
    if reader.is_staff or reader.is_superuser:
        return False
    if user is None:
        return True
    is_at_work = user.is_active and (user.is_superuser or user.is_staff)
    return is_at_work and _moderates(user, reader)


def is_own(user, story):
    """Whether somebody began this story or stands in its byline."""
    if story.created_by_id == user.pk:
        return True
    return any(byline.author.user_id == user.pk for byline in story.bylines.all())
