"""Accounts in the log: what a newsroom must know later, and nothing that a reader may take back.

Staff stand there by name. A reader is a number; what readers do with their own account is theirs
and not written down, and of a reader's name and address the log knows only that they changed.
"""

from accounts.models import RESTRICTED, User
from newsroom import actor

from .values import CHANGED
from .watching import Watched

OF_READERS = {"name", "email"}
RIGHTS = {
    "is_active", "is_staff", "is_superuser", "groups", "user_permissions", "permissions", "editors",
}  # fmt: skip


def action(details):
    """The word for a change: rights are what one looks for first."""
    if RIGHTS & details.keys():
        return "rights changed"
    return "password changed" if details.keys() == {"password"} else "changed"


def _may_be_kept(person, details):
    details = dict(details)
    if "password" in details and _is_only_hashed_anew(person):
        del details["password"]
    if person.is_staff or person.is_superuser or {"is_staff", "is_superuser"} & details.keys():
        return details
    if actor.person() in (None, person):
        return None
    return {name: CHANGED if name in OF_READERS else pair for name, pair in details.items()}


def _is_only_hashed_anew(person):
    # At a log-in Django brings an old hash up to date: the words stay what they were.
    return person._password is None and person.has_usable_password()


PEOPLE = Watched(
    User,
    ("name", "email", "is_active", "is_staff", "is_superuser", "password"),
    many=("groups", "user_permissions"),
    unwatched=(
        *("last_login", "date_joined", "second_factor_due", "session_epoch", "story_letters"),
        *RESTRICTED,  # by moderators, whose lines say so
    ),
    action=action,
    sift=_may_be_kept,
)
