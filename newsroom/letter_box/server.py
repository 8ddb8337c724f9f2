"""The mail server: whether it takes letters, and in words why not."""

import smtplib
import socket
import ssl
from contextlib import closing

from django.conf import settings


class Trouble(Exception):
    """What is wrong, as a sentence or two for whoever runs the paper."""


def options():
    """Those of SMTP_HOST and its kin as a dict; {} while letters become files."""
    found = settings.MAILERS["default"].get("OPTIONS", {})
    return found if found.get("host") else {}


def try_out():
    """Greet the server, encrypt and log in as a letter would. Raises Trouble."""
    told = options()
    try:
        with closing(smtplib.SMTP(told["host"], told["port"], timeout=told["timeout"])) as server:
            server.ehlo()
            if told.get("use_tls"):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if told.get("username"):
                server.login(told["username"], told["password"])
            server.quit()
    except (OSError, smtplib.SMTPException) as error:
        raise Trouble(in_words(error)) from error


def in_words(error):
    """What an OSError or SMTPException of a mail server means, and what to look at."""
    told = options()
    where = f"{told.get('host')}, port {told.get('port')}"
    for kind, words in WORDS:
        if isinstance(error, kind):
            return words.format(where=where, host=told.get("host"), said=_said(error))
    return f"{where} took no letter: {_said(error) or type(error).__name__}."


def _said(error):
    """What the server answered, on one line; never what was sent to it."""
    text = getattr(error, "smtp_error", b"")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        text = b" ".join(words for _, words in error.recipients.values())
    text = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    return " ".join(text.split())[:300]


# The first that fits.
WORDS = (
    (smtplib.SMTPAuthenticationError,
     "{host} does not know SMTP_USER with SMTP_PASSWORD. It says: {said}"),
    (smtplib.SMTPNotSupportedError,
     "{where} offers no encryption or no log-in. Port 587 usually does; without encryption, on a "
     "machine of your own alone, set SMTP_TLS=off."),
    (smtplib.SMTPSenderRefused,
     "{host} refuses letters from the address in MAIL_FROM. Take one that belongs to SMTP_USER. "
     "It says: {said}"),
    (smtplib.SMTPRecipientsRefused, "{host} does not deliver to your address. It says: {said}"),
    (smtplib.SMTPDataError,
     "{host} has read the letter and refused it, often for its sender or as spam. It says: {said}"),
    (smtplib.SMTPServerDisconnected,
     "{where} ended the conversation. Port 465 speaks another language: take 587."),
    (ssl.SSLCertVerificationError,
     "The certificate of {host} is not valid for that name: write SMTP_HOST as the provider does."),
    (ssl.SSLError, "{where} speaks an encryption that is too old, or none."),
    (socket.gaierror, "There is no machine called {host}: look at SMTP_HOST."),
    (ConnectionRefusedError, "Nobody listens at {where}: look at SMTP_HOST and SMTP_PORT."),
    (TimeoutError,
     "{where} says nothing. A firewall may stand between; many hosters close port 25: take 587."),
)  # fmt: skip
