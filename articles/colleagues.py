"""Who works at the desk: invited by letter, given another role, removed.

Everything asks `by=`, who does it, and refuses what is not theirs to give or take
(accounts.roles.may_give): nobody gives a role above their own, changes their own, or takes the last
administrator away. An invitation gives nothing until its letter was followed, and then only what
whoever wrote it may still give.
"""

from contextlib import contextmanager
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone, translation

from accounts import held, roles
from accounts.models import User
from accounts.tasks import link_to
from articles import rights
from articles.models import Invitation, Record
from newsroom import actor, mail, wording
from newsroom.task_queue import task

LASTS = timedelta(days=7)  # a letter's link
SALT = "articles.colleagues"
SECTIONS_ARE_NAMED = "Section editor"  # who has none publishes nowhere
MAY_HAVE_SECTIONS = (SECTIONS_ARE_NAMED, "Editor")


class Refused(Exception):
    """What cannot be done, in words for whoever asked."""


# Invitations


def invite(email, role, sections=(), *, by):
    """Ask somebody by letter to work here. Raises Refused, PermissionDenied."""
    _ensure_may_give(by, role)
    email, sections = email.lower(), _kept(role, sections)
    works_here = Q(is_staff=True) | Q(is_superuser=True)
    if User.objects.filter(works_here, email__iexact=email, is_active=True).exists():
        raise Refused("Somebody with this address works here already.")
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                email=email, role=role, invited_by=by, ends_at=timezone.now() + LASTS
            )
            invitation.sections.set(sections)
            Record.objects.keep(invitation, "invited", by=by, role=role)
            send_letter.enqueue(invitation.pk)
    except IntegrityError:
        raise Refused("This address has been invited already. Send that letter again.") from None
    return invitation


def send_again(invitation, *, by):
    """Another letter, with a link for another LASTS; the one before opens nothing any more."""
    with _pending(invitation, by) as row:
        row.letters += 1
        row.invited_by, row.ends_at = by, timezone.now() + LASTS
        row.save(update_fields=["letters", "invited_by", "ends_at"])
        Record.objects.keep(row, "invitation sent again", by=by, role=row.role)
        send_letter.enqueue(row.pk)


def withdraw(invitation, *, by):
    """Let its letter open nothing from now on."""
    with _pending(invitation, by) as row:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        Record.objects.keep(row, "invitation withdrawn", by=by, role=row.role)


@contextmanager
def _pending(invitation, by):
    """The invitation, locked, if it is still to be answered and `by` may give its role."""
    with transaction.atomic():
        row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        _ensure_may_give(by, row.role)
        if row.joined_at or row.withdrawn_at:
            raise Refused("This invitation has been answered or withdrawn.")
        yield row


@task("An invitation to work here")
def send_letter(invitation_id, tries=0):
    """The worker makes the link, so that it never lies in the queue."""
    invitation = Invitation.objects.filter(pk=invitation_id).select_related("invited_by").first()
    if invitation is None or not invitation.is_open:
        return
    with mail.retrying(send_letter, invitation_id, tries=tries):
        with translation.override(settings.LANGUAGE_CODE):
            words = {"role": str(roles.WORDS[invitation.role]), "life": life()}
        link = link_to("invited", key_of(invitation))
        by = str(invitation.invited_by or "")
        mail.send("invitation", invitation.email, link=link, by=by, **words)


def life():
    """How long a link can be used, in the language of the page: "7 days"."""
    return wording.duration(int(LASTS.total_seconds()))


def key_of(invitation):
    return signing.dumps([invitation.pk, invitation.letters], salt=SALT)


def opened_by(key):
    """The invitation that this link answers, or None if it does so no more."""
    try:
        pk, letters = signing.loads(key, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    found = Invitation.objects.filter(pk=pk, letters=letters).select_related("invited_by")
    invitation = found.first()
    if invitation is None or not (invitation.is_open and _is_still_given(invitation)):
        return None
    return invitation


def _is_still_given(invitation):
    """Whoever has left, or may give less than then, has nobody come in after them."""
    by = invitation.invited_by
    return by is not None and _may_give(by, invitation.role)


def account_of(invitation):
    """Whose account has the address, and whether it was shown to be theirs: or else somebody may
    have opened it in their name."""
    person = User.objects.filter(email__iexact=invitation.email).first()
    is_theirs = (
        person is not None
        and person.is_active
        and EmailAddress.objects.filter(
            user=person, email__iexact=person.email, verified=True
        ).exists()
    )
    return person, is_theirs


def join(invitation, *, name="", password=""):
    """Answer an invitation; returns the colleague, or None if it was answered a moment ago.

    A `password` is given where the address has no account, or none that was shown to be theirs.
    """
    with transaction.atomic():
        row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        if not row.is_open or not _is_still_given(row):
            return None
        known, is_theirs = account_of(row)
        if known is not None and known.is_active and (known.is_staff or known.is_superuser):
            return None  # has come another way, and must not lose a role by an old letter
        with actor.acting(row.invited_by):
            person = known if is_theirs else _newcomer(row.email, known, name, password)
            person.set_free()
            held.forget(person)
            _give(person, row.role, row.sections.all())
        row.joined_at = timezone.now()
        row.save(update_fields=["joined_at"])
        Record.objects.keep(row, "joined", by=person, role=row.role)
    return person


def _newcomer(email, person, name, password):
    """A new account; or one that nobody has shown to be theirs, as if it were new."""
    if person is None:
        return User.objects.create_user(email, password, name=name, is_staff=True)
    person.name, person.is_active = name, True
    person.set_password(password)
    person.session_epoch += 1
    person.save()
    Authenticator.objects.filter(user=person).delete()
    person.confirm_address()
    return person


# Colleagues


def may_change(user, colleague):
    """Whether `user` may give somebody another role, or none."""
    if user.pk == colleague.pk or not rights.looks_after_colleagues(user):
        return False
    return all(roles.may_give(user, role) for role in roles.roles_of(colleague))


def give_role(colleague, role, sections=(), *, by):
    """This role and no other; logged out everywhere if it is another one."""
    _ensure_may_give(by, role)
    with transaction.atomic(), actor.acting(by):
        _give(_locked(colleague, by), role, _kept(role, sections))


def remove(colleague, *, by):
    """No way to the desk from the next request on. What they wrote stays, and so does a reader's
    account; letters that they sent to invite others open nothing."""
    with transaction.atomic(), actor.acting(by):
        person = _locked(colleague, by)
        person.edited_sections.clear()
        person.groups.clear()
        person.user_permissions.clear()
        person.is_staff = person.is_superuser = False
        person.save(update_fields=["is_staff", "is_superuser"])
        person.end_sessions()


def _locked(colleague, by):
    """The account, read again, with those of all administrators: two of them may press at once."""
    administrators = Q(is_superuser=True)
    rows = User.objects.select_for_update().filter(administrators | Q(pk__in=[colleague.pk, by.pk]))
    there = {person.pk: person for person in rows.order_by("pk")}
    now = there.get(by.pk)
    person = there.get(colleague.pk)
    if now is None or person is None or not may_change(now, person):
        raise PermissionDenied
    return person


def _give(person, role, sections):
    person.is_staff, person.is_superuser = True, role == roles.ADMINISTRATOR
    person.save()
    person.user_permissions.clear()
    person.groups.set(Group.objects.filter(name=role))
    person.edited_sections.set(sections)


def _kept(role, sections):
    sections = list(sections) if role in MAY_HAVE_SECTIONS else []
    if role == SECTIONS_ARE_NAMED and not sections:
        raise Refused("Name a section: a section editor without one publishes nowhere.")
    return sections


def _may_give(by, role):
    return rights.looks_after_colleagues(by) and roles.may_give(by, role)


def _ensure_may_give(by, role):
    if not _may_give(by, role):
        raise PermissionDenied(f"{by} may not give the role {role}.")
