"""Letters that tell the owner of an account what has happened to it."""

from django.core import signing
from django.utils import timezone

from accounts.tasks import link_to
from newsroom import mail, wording

# Notices that allauth sends: the folder in `templates/letters/`, and what it says has happened.
NOTICES = {
    "account/email/password_changed": ("password_changed", ""),
    "account/email/password_reset": ("password_changed", ""),
    "account/email/password_set": ("password_changed", ""),
    "account/email/email_changed": ("address_changed", ""),
    "mfa/email/totp_activated": ("second_step", "app set up"),
    "mfa/email/totp_deactivated": ("second_step", "app removed"),
    "mfa/email/webauthn_added": ("second_step", "passkey added"),
    "mfa/email/webauthn_removed": ("second_step", "passkey removed"),
    "mfa/email/recovery_codes_generated": ("second_step", "codes made"),
}


SALT = "accounts.letters"


def stop_link(user):
    """The address at which letters about stories end for somebody, whoever is logged in there."""
    return link_to("accounts:stop-letters", signing.Signer(salt=SALT).sign_object(user.pk))


def owner_of(token):
    """The primary key in a `stop_link`; None if nobody has made it. It is good for years."""
    try:
        return signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None


def notice(template_prefix, email, context):
    """The letter in place of allauth's; none for those that we do not send."""
    letter, change = NOTICES.get(template_prefix, (None, None))
    if letter:
        told = {key: context[key] for key in ("from_email", "to_email") if key in context}
        _post(letter, email, context["timestamp"], change, **told)


def tell(user, change):
    """That their second step changed; `change` as templates/letters/second_step knows it."""
    _post("second_step", user.email, timezone.now(), change)


def _post(letter, email, at, change, **told):
    mail.post(
        letter,
        email,
        when=wording.written(at, "moment"),
        new_password=link_to("account_reset_password"),
        **told,
        **({"change": change, "sessions": link_to("accounts:sessions")} if change else {}),
    )
