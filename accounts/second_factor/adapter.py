"""What allauth.mfa asks us: names, words, the origin of passkeys, how secrets are kept."""

from urllib.parse import urlsplit

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.second_factor import secrets

QUIET_ZONE = 4  # modules of white around a QR code (ISO/IEC 18004)


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's hooks (MFA_ADAPTER)."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or has been used. Wait for the next one."),
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first."),
        "unverified_email": _("Confirm your e-mail address first."),
        "add_email_blocked": _("Your e-mail address cannot be changed at the moment."),
    }

    def encrypt(self, text):
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text):
        return secrets.decrypt(encrypted_text)

    def get_totp_issuer(self):
        return self._get_site_name()

    def _get_site_name(self):
        return import_string(settings.LETTERHEAD)()["site_name"]

    def get_public_key_credential_rp_entity(self):
        """From SITE_URL: a forged Host header must not choose whom a passkey belongs to.

        A name and no number (WebAuthn, 5.1.2): a developer's machine is called localhost.
        """
        name = urlsplit(settings.SITE_URL).hostname
        return {
            "id": "localhost" if name in ("127.0.0.1", "::1") else name,
            "name": self._get_site_name(),
        }

    def generate_authenticator_name(self, user, type):  # noqa: A002 allauth's name
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey") if number == 1 else gettext("Passkey %d") % number

    def build_totp_svg(self, url):
        """A QR code as one path. Black on white in dark mode too: cameras expect that."""
        code = qrcode.QRCode(border=QUIET_ZONE)
        code.add_data(url)
        rows = code.get_matrix()
        path = "".join(
            f"M{x} {y}h1v1h-1z"
            for y, row in enumerate(rows)
            for x, is_dark in enumerate(row)
            if is_dark
        )
        return format_html(
            '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}">'
            '<rect width="{0}" height="{0}" fill="#fff"/><path d="{2}" fill="#000"/></svg>',
            len(rows), gettext("QR code for your app"), path,
        )  # fmt: skip
