"""What is kept about the owner of an account, and what becomes of it when the account goes.

Accounts do not know what else stands in the paper. Whoever keeps something about people answers
these signals, each in its own room; a test finds every table that names a person and asks whether
somebody does.
"""

from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.dispatch import Signal
from django.utils.translation import gettext

from accounts.sessions.browsers import device_of

# asked.send(User, user=…): each receiver gives a list of Parts.
asked = Signal()
# left_behind.send(User, user=…): sentences that say what stays when the account goes.
left_behind = Signal()
# leaving.send(User, user=…, views_stay=True): before the row goes, in the same transaction.
leaving = Signal()


@dataclass(frozen=True)
class Part:
    """A part of what is kept: its `name` for programs, a title and a note for people.

    `rows` are dicts from a word for people to a text, a number, a datetime or a bool.
    """

    name: str
    title: str
    rows: list = field(default_factory=list)
    note: str = ""


def parts_of(user):
    """All that is kept about somebody, as a list of Parts; those of the account itself first."""
    return [*_own(user), *_said(asked, user)]


def what_stays(user):
    """Sentences for who is about to delete their account; [] for most."""
    return _said(left_behind, user)


def delete(user, *, views_stay):
    """Delete an account, with its log-ins, addresses and second step; within a transaction.

    Views stay under the name of a former reader, or go.
    """
    # Locked, so that nothing more is written in their name.
    type(user).objects.select_for_update().get(pk=user.pk)
    leaving.send(type(user), user=user, views_stay=views_stay)
    keys = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    user.delete()


def _said(signal, user):
    return [each for _, said in signal.send(type(user), user=user) for each in said]


def _own(user):
    return [
        Part("profile", gettext("Your account"), [_profile(user)]),
        Part("addresses", gettext("E-mail addresses"), [*map(_address, _addresses_of(user))]),
        Part(
            "second_step",
            gettext("Second step"),
            [*map(_second_step, Authenticator.objects.filter(user=user).order_by("pk"))],
            gettext("Its secrets are not part of this file: whoever finds it could log in."),
        ),
        Part(
            "sessions",
            gettext("Where you are logged in"),
            [*map(_session, UserSession.objects.filter(user=user).order_by("-last_seen_at"))],
            gettext("That you have logged in on a device before stands on that device alone."),
        ),
    ]


def _profile(user):
    told = {
        gettext("Your name"): user.name,
        gettext("E-mail address"): user.email,
        gettext("Account since"): user.date_joined,
        gettext("Last logged in"): user.last_login,
        gettext("Has a password (of which only a fingerprint is kept)"): user.has_usable_password(),
    }
    if user.is_muted:
        told[gettext("Shares no views until")] = user.restricted_until
        told[gettext("Because")] = user.restricted_because
    if user.is_staff or user.is_superuser:
        roles = [group.name for group in user.groups.order_by("name")]
        told[gettext("Works at the desk as")] = ", ".join(roles) or gettext("administrator")
    return told


def _addresses_of(user):
    return user.emailaddress_set.order_by("pk")


def _address(address):
    return {
        gettext("E-mail address"): address.email,
        gettext("Confirmed by a letter"): address.verified,
        gettext("You log in with it"): address.primary,
    }


def _second_step(factor):
    kinds = {
        Authenticator.Type.TOTP: gettext("App for codes"),
        Authenticator.Type.WEBAUTHN: gettext("Passkey"),
        Authenticator.Type.RECOVERY_CODES: gettext("Recovery codes"),
    }
    told = {gettext("What it is"): kinds[factor.type]}
    if factor.type == Authenticator.Type.WEBAUTHN:
        told[gettext("Name")] = str(factor.wrap())
    return told | {
        gettext("Set up"): factor.created_at,
        gettext("Last used"): factor.last_used_at,
    }


def _session(session):
    return {
        gettext("Device"): device_of(session),
        gettext("What the browser calls itself"): session.user_agent,
        gettext("Network address"): session.ip,
        gettext("Logged in"): session.created_at,
        gettext("Last used"): session.last_seen_at,
    }
