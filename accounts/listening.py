"""What follows when somebody logs in, is given a role, sets up a second factor, shows that an
address is theirs, or leaves."""

from allauth.account.signals import email_changed, email_confirmed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_used
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in
from django.db.models import F
from django.db.models.signals import m2m_changed, pre_delete

from accounts import held, letters, sessions
from accounts.models import address_confirmed


def listen():
    user_logged_in.connect(_logged_in)
    m2m_changed.connect(_given_roles, sender=get_user_model().groups.through)
    authenticator_added.connect(_set_up)
    authenticator_used.connect(_used)
    pre_delete.connect(_leaves, sender=get_user_model())
    email_changed.connect(_has_left_an_address)
    email_confirmed.connect(_confirmed_by_letter)
    address_confirmed.connect(_confirmed)


def _logged_in(sender, request, user, **kwargs):
    sessions.begin(request.session, user)
    request.began = True


def _given_roles(sender, instance, action, reverse, pk_set, **kwargs):
    """Another role: whoever has it logs in again, and begins with what they may now."""
    if action not in ("post_add", "post_remove", "post_clear") or pk_set == set():
        return
    if reverse:  # a group was given to people
        people = get_user_model().objects.filter(pk__in=pk_set or ())
        people.update(session_epoch=F("session_epoch") + 1)
    elif instance.last_login is not None:
        instance.end_sessions()


def _set_up(sender, request, user, authenticator, **kwargs):
    """Nobody who knew the password alone, and is inside already, stays."""
    is_first = (
        not Authenticator.objects.filter(user=user)
        .exclude(pk=authenticator.pk)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .exists()
    )
    if is_first and authenticator.type != Authenticator.Type.RECOVERY_CODES:
        sessions.end_others(request)


def _used(sender, user, authenticator, **kwargs):
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        letters.tell(user, "recovery code used")


def _leaves(sender, instance, **kwargs):
    """By whichever door: their own page, or the desk."""
    held.hold(instance)


def _has_left_an_address(sender, user, from_email_address, **kwargs):
    if from_email_address is not None:
        held.hold(user, from_email_address.email)


def _confirmed_by_letter(sender, email_address, **kwargs):
    held.take_up(email_address.user, email_address.email)


def _confirmed(sender, user, **kwargs):
    held.take_up(user, user.email)
