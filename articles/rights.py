"""Who may do what with a story.

Rights come from roles (accounts.roles). Somebody who is named as an editor of sections has an
editor's rights there and nowhere else; an editor who is named nowhere has them everywhere.
`None` is the site itself: an import, the demo.
"""

from django.core.exceptions import PermissionDenied

# Verbs that a reporter may use on their own story.
OF_REPORTERS = frozenset({"write", "submit"})
OF_EDITORS = OF_REPORTERS | {
    *("return_to", "approve", "publish", "schedule", "unschedule", "update", "correct"),
    *("expire", "embargo", "take_down", "restore", "retract"),
}
# A right of its own, because nothing brings the story back.
OF_CHIEF_EDITORS = frozenset({"merge", "delete_for_good"})


def may(user, verb, story):
    """Whether `user` may use this verb on the story."""
    if user is None or user.is_superuser:
        return True
    if not (user.is_active and user.is_staff):
        return False
    if verb in OF_CHIEF_EDITORS:
        return user.has_perm("articles.delete_story") and edits(user, story.section_id)
    if verb not in OF_EDITORS:
        raise ValueError(f"No such verb: {verb}")
    if user.has_perm("articles.publish_story") and edits(user, story.section_id):
        return True
    if verb not in OF_REPORTERS or not user.has_perm("articles.change_story"):
        return False
    return story.status == story.Status.DRAFT and is_own(user, story)


def ensure(user, verb, story):
    """Raise PermissionDenied unless `user` may use this verb on the story."""
    if not may(user, verb, story):
        raise PermissionDenied(f"{user} may not {verb.replace('_', ' ')} this story.")


def edits(user, section_id):
    """Whether an editor works in this section."""
    sections = sections_of(user)
    return not sections or section_id in sections


def sections_of(user):
    """The ids of the sections that an editor is kept to; empty for all. One query, once."""
    if not hasattr(user, "_edited_sections"):
        user._edited_sections = frozenset(user.edited_sections.values_list("pk", flat=True))
    return user._edited_sections


def is_own(user, story):
    """Whether somebody began this story or stands in its byline."""
    if story.created_by_id == user.pk:
        return True
    return any(byline.author.user_id == user.pk for byline in story.bylines.all())
