"""Which passwords are taken: long ones that are not guessed first; and why any other is not.

NIST SP 800-63B-4, 3.1.1.2: length and a list of what is tried first; no rule of what it is made of.
"""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from zxcvbn import zxcvbn

from accounts import second_factor
from accounts.hashers import same_however_typed

LONGEST = 128  # characters of a new one
# Of those that are estimated. The estimate takes some time by the square of them: 10 ms, or 150 at
# the worst that was found.
ESTIMATED = 40
# Guesses that it has to withstand, as powers of ten: alone, and where a second factor is asked for.
ENOUGH, ENOUGH_WITH_ANOTHER = 10, 8

TOO_EASY = _("This is guessed quickly. Add another word that does not belong to the others.")
REASONS = {
    "repeat": _("It repeats itself, and that is tried early. Choose words that differ."),
    "spatial": _("It is a row of keys, and those are tried early. Choose words."),
    "sequence": _("It is a row like abcd or 1234, and those are tried early. Choose words."),
    "date": _("It is little more than a date. Add words that do not belong to it."),
    "passwords": _("It is one of the passwords that many people have, and that are tried first."),
    "user_inputs": _(
        "It is made of your name, your address or the paper’s name. Choose words that have nothing "
        "to do with them."
    ),
}


def least_length(user):
    """The fewest characters for this person; None and a stranger are readers."""
    if not (getattr(user, "is_staff", False) or getattr(user, "is_superuser", False)):
        return settings.PASSWORD_LENGTH
    if user.pk and second_factor.is_set_up(user):
        return settings.STAFF_PASSWORD_LENGTH_WITH_SECOND_FACTOR
    return settings.STAFF_PASSWORD_LENGTH


class LengthValidator:
    """For AUTH_PASSWORD_VALIDATORS: long enough for this person, and not endless."""

    def validate(self, password, user=None):
        length, least = len(same_however_typed(password)), least_length(user)
        if length < least:
            text = _("Use at least %(least)d characters; these are %(length)d. It is too short.")
            values = {"least": least, "length": length}
            raise ValidationError(text, code="password_too_short", params=values)
        if length > LONGEST:
            text = _("A new password has at most %(most)d characters.")
            raise ValidationError(text, code="password_too_long", params={"most": LONGEST})

    def get_help_text(self):
        return _("At least %(least)d characters.") % {"least": settings.PASSWORD_LENGTH}


class GuessesValidator:
    """Not guessed early: by lists of passwords that leaked, rows of keys, repetition, names, dates.

    The estimate is zxcvbn's, with its list of 30,000 leaked passwords. It goes by exact words, so
    that nobody is refused for a password that is not there; Django's list of 20,000 stands beside.
    """

    def validate(self, password, user=None):
        password = same_however_typed(password)
        if len(password) < least_length(user):
            return  # which is said already
        has_another = bool(user and user.pk and second_factor.is_set_up(user))
        enough = ENOUGH_WITH_ANOTHER if has_another else ENOUGH
        known = words_around(user)
        estimate = zxcvbn(password[:ESTIMATED], user_inputs=known)
        if estimate["guesses_log10"] < enough and len(password) > ESTIMATED:
            estimate = zxcvbn(password[-ESTIMATED:], user_inputs=known)
        if estimate["guesses_log10"] < enough:
            raise ValidationError(reason(estimate["sequence"]), code="password_too_common")

    def get_help_text(self):
        return _("Three or four words that do not belong together are hard to guess.")


def reason(parts):
    """Why, by the longest part of it that is more than single characters."""
    known = [part for part in parts if part["pattern"] != "bruteforce"]
    if not known:
        return TOO_EASY
    longest = max(known, key=lambda part: len(part["token"]))
    kind = longest["pattern"]
    if kind == "repeat" and (name := _of_names(longest)):
        return name
    if kind == "dictionary":
        kind = longest["dictionary_name"]
    return REASONS.get({"regex": "date"}.get(kind, kind), TOO_EASY)


def _of_names(repeat):
    inside = repeat.get("base_matches") or []
    is_name = any(part.get("dictionary_name") == "user_inputs" for part in inside)
    return REASONS["user_inputs"] if is_name else None


def words_around(user):
    """What somebody would try who knows the person and the paper: names, whole and in parts."""
    site = import_string(settings.LETTERHEAD)()["site_name"]
    texts = [site, settings.SITE_NAME, urlsplit(settings.SITE_URL).hostname or ""]
    texts += [getattr(user, name, "") or "" for name in ("name", "email")]
    words = set()
    for text in texts:
        parts = re.findall(r"\w+", text.lower())
        words |= {part for part in parts if len(part) > 2}
        words |= {"".join(parts[begin:]) for begin in range(len(parts))}
    return sorted(word for word in words if len(word) > 2)
