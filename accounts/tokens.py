"""The secret in a link to a new password."""

from datetime import UTC, datetime

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator


class PasswordResetTokens(EmailAwarePasswordResetTokenGenerator):
    """Secrets that die with the password, an address, or PASSWORD_RESET_TIMEOUT seconds.

    Django counts those by the clock on the wall: a link of the night in which clocks go back lived
    two hours, and one of the night in which they go on was dead at once.
    """

    def _now(self):
        return datetime.now(UTC).replace(tzinfo=None)
