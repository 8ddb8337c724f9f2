"""Readers who may share no views for a while, or not log in: muted and banned by moderators.

It ends by itself when its hour has come (accounts.models.User.is_muted), and no sooner because they
delete their account (accounts.held). Of the reader the log has a number, as everywhere.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import held
from accounts.models import Restriction, User
from articles import rights
from articles.models import Record
from articles.models.record import signed

from .models import Comment

LONGEST = timedelta(days=366)
MUTED = "Shared as a guest with the address of a reader who is muted."


def mute(reader, *, by, until, reason):
    """Let them share no views until then; they may log in, and read what they have said."""
    _restrict(reader, Restriction.MUTED, by, until, reason)


def ban(reader, *, by, until, reason):
    """Log them out everywhere, and let them in again when the hour has come."""
    _restrict(reader, Restriction.BANNED, by, until, reason)


def set_free(reader, *, by):
    """End it before its hour; nothing if it has ended already."""
    with transaction.atomic():
        row = _locked(reader, by)
        if row.is_muted:
            row.set_free()
            held.forget(row)
            Record.objects.keep(row, "restriction ended", by=by, title=signed(row))


def refuse_if_muted(comment):
    """Refuse what a guest shares with the address of somebody who is muted.

    It stands with what was refused, and the guest is thanked as everybody is: perhaps they are not
    who has this address, and then its owner's standing is none of theirs to learn.
    """
    if comment.author_id or comment.status != comment.Status.WAITING:
        return
    there = User.objects.filter(email__iexact=comment.email, restricted_until__gt=timezone.now())
    if there.exists() or held.is_held(comment.email):
        Comment.objects.filter(pk=comment.pk).refuse(by=None, reason=MUTED)


def _restrict(reader, restriction, by, until, reason):
    """Raises PermissionDenied for a colleague, and from who moderates nothing."""
    until = min(until, timezone.now() + LONGEST)
    with transaction.atomic():
        row = _locked(reader, by)
        if (row.restriction, row.restricted_until) == (restriction, until):
            return
        row.restrict(restriction, until=until, because=reason)
        line = {"until": until.isoformat()}
        Record.objects.keep(row, restriction, by=by, note=reason, title=signed(row), **line)


def _locked(reader, by):
    row = User.objects.select_for_update(of=("self",)).get(pk=reader.pk)
    if not rights.restricts(by, row):
        raise PermissionDenied(f"{by} may not mute or ban this account.")
    return row
