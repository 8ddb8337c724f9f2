"""The forms of the second factor: allauth's own, with our words, and codes that work once."""

import json

from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import forms as recovery_codes
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal import auth as totp_codes
from allauth.mfa.webauthn import forms as webauthn
from allauth.mfa.webauthn.internal import auth as passkeys
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from fido2.utils import websafe_encode

from accounts.second_factor.adapter import SecondFactorAdapter
from newsroom import form_fields

LONGEST_CODE = 40  # characters, with the spaces that people put between digits
LONGEST_CREDENTIAL = (
    20_000  # characters of JSON; the certificates of a security key are the most of it
)
# What a parser of JSON, base64, CBOR and DER may say of bytes that are none.
NOT_READABLE = (
    ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError
)  # fmt: skip


class CodeField(form_fields.CharField):
    def __init__(self, label, help_text=""):
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=LONGEST_CODE,
            widget=forms.TextInput(
                attrs={
                    "autocomplete": "one-time-code",
                    "inputmode": "numeric",
                    "autocapitalize": "none",
                    "spellcheck": "false",
                    "class": "code",
                }
            ),
            error_messages={
                "required": _("Enter the code."),
                "max_length": _("A code has at most %(limit_value)d characters."),
            },
        )


def spend(authenticator, code):
    """Whether this code of an app is newer than the last that was used; from now on it is used.

    allauth remembers for one period, in the cache; a code is right for three, and a cache may be
    emptied. RFC 6238, 5.2: a verifier must not accept the second attempt.
    """
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        secret = totp_codes.decrypt(row.data["secret"])
        last = row.data.get("last_step", 0)
        for step in totp_codes.yield_hotp_counters_from_time():
            value = totp_codes.format_hotp_value(totp_codes.hotp_value(secret, step))
            if step > last and totp_codes.compare_user_code(actual=code, expected=value):
                row.data["last_step"] = step
                row.save(update_fields=["data"])
                return True
    return False


class OnceOnly:
    """`code` of a form that takes the codes of an app or from the list; each is good for once."""

    def clean_code(self):
        code = super().clean_code()
        is_of_app = self.authenticator.type == Authenticator.Type.TOTP
        if is_of_app and not spend(self.authenticator, code):
            raise SecondFactorAdapter().validation_error("incorrect_code")
        return code


CODE = _("Code")
FROM_APP_OR_LIST = _("Six digits from your app, or one of your recovery codes.")


class AuthenticateForm(OnceOnly, base.AuthenticateForm):
    code = CodeField(CODE, FROM_APP_OR_LIST)


class ReauthenticateForm(OnceOnly, base.ReauthenticateForm):
    code = CodeField(CODE, FROM_APP_OR_LIST)


class ActivateAppForm(totp.ActivateTOTPForm):
    code = CodeField(CODE, _("The six digits that the app shows now."))


class DeactivateAppForm(totp.DeactivateTOTPForm):
    """A button."""


class RecoveryCodesForm(recovery_codes.GenerateRecoveryCodesForm):
    """A button."""


class CredentialField(form_fields.CharField):
    """What a browser says of a passkey, as JSON. Nobody types it: it is right, or forged."""

    widget = forms.HiddenInput

    def to_python(self, value):
        if isinstance(value, str) and len(value) > LONGEST_CREDENTIAL:
            raise ValidationError(_("This is too long for a passkey."), code="invalid")
        try:
            credential = json.loads(super().to_python(value))
        except NOT_READABLE:
            credential = None
        if not isinstance(credential, dict):
            raise ValidationError(_("The passkey said nothing. Try once more."), code="required")
        return credential

    def bound_data(self, data, initial):
        """Nothing: it answers a challenge, and the next form has another."""


class NoSuchPasskey(ValidationError):
    def __init__(self):
        super().__init__(
            _("This passkey does not fit, or took too long. Try once more."), code="incorrect_code"
        )


class NameField(form_fields.CharField):
    def __init__(self, **options):
        super().__init__(
            label=_("Name"),
            help_text=_("So that you know it again: “Telephone”, “Key on my key ring”."),
            max_length=80,
            error_messages={
                "required": _("Enter a name."),
                "max_length": _(
                    "Use at most %(limit_value)d characters; these are %(show_value)d."
                ),
            },
            **options,
        )


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    name = NameField(required=False)
    credential = CredentialField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)

    def clean(self):
        """Only what somebody has proved to be theirs (a finger, a face, a PIN) becomes one."""
        self.cleaned_data["passwordless"] = True
        try:
            cleaned = super().clean()
            if credential := cleaned.get("credential"):
                cleaned["credential"] = _as_read(credential)
        except ValidationError:
            raise
        except NOT_READABLE:
            raise NoSuchPasskey from None
        return cleaned


def _as_read(credential):
    """What was understood of it and nothing else: it is kept, and may hold what no table takes."""
    read = passkeys.parse_registration_response(credential)
    identifier = websafe_encode(read.raw_id)
    return {
        "id": identifier,
        "rawId": identifier,
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(read.response.client_data),
            "attestationObject": websafe_encode(read.response.attestation_object),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }


class OfPasskey:
    """A form that takes a passkey's answer to our challenge."""

    def clean_credential(self):
        try:
            return super().clean_credential()
        except ValidationError as refusal:
            if getattr(refusal, "code", None) == "too_many_login_attempts":
                raise
            raise NoSuchPasskey from None
        except NOT_READABLE:
            raise NoSuchPasskey from None


class AuthenticatePasskeyForm(OfPasskey, webauthn.AuthenticateWebAuthnForm):
    credential = CredentialField()


class LoginPasskeyForm(OfPasskey, webauthn.LoginWebAuthnForm):
    credential = CredentialField()


class ReauthenticatePasskeyForm(OfPasskey, webauthn.ReauthenticateWebAuthnForm):
    credential = CredentialField()


class EditPasskeyForm(webauthn.EditWebAuthnForm):
    name = NameField()
