"""What is wrong with an installation, in words: for whoever has just set one up, or is called."""

import shutil
import smtplib
import socket
from contextlib import closing
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.http.request import validate_host
from django.utils import timezone

from . import readiness
from .readiness import Part, Trouble

CLOCK_MAY_DIFFER = timedelta(seconds=5)


def look():
    """Every Part; one that is needed and not well keeps the paper from its readers."""
    found = readiness.look()
    for name, is_needed, examine in EXAMINED:
        try:
            found.append(Part(name, is_needed, True, examine()))
        except Trouble as trouble:
            found.append(Part(name, is_needed, False, str(trouble)))
    return found


def _settings():
    found = checks.run_checks(include_deployment_checks=settings.IS_PRODUCTION)
    serious = [each for each in found if each.is_serious() and not each.is_silenced()]
    if serious:
        raise Trouble(f"{serious[0].id}: {serious[0].msg} ({len(serious)} in manage.py check)")
    return "nothing that manage.py check would name"


def _secret():
    if not settings.IS_PRODUCTION:
        return "ENVIRONMENT is local: set production before the world comes"
    if len(set(settings.SECRET_KEY)) < 10:
        raise Trouble("SECRET_KEY is hardly random: make another one")
    return f"{len(settings.SECRET_KEY)} characters"


def _hosts():
    host = urlsplit(settings.SITE_URL).hostname
    if not validate_host(host, settings.ALLOWED_HOSTS):
        raise Trouble(f"ALLOWED_HOSTS lacks {host}, of SITE_URL: every reader would be refused")
    return f"{host} is answered"


def _mail():
    options = settings.MAILERS["default"].get("OPTIONS", {})
    if "host" not in options:
        if settings.IS_PRODUCTION:
            raise Trouble("SMTP_HOST is not set: letters become files, and nobody gets one")
        return "letters become files in VAR_DIR"
    try:
        with smtplib.SMTP(options["host"], options["port"], timeout=options["timeout"]) as server:
            server.noop()
    except (OSError, smtplib.SMTPException, socket.gaierror) as error:
        raise Trouble(f"{options['host']} takes no letters ({type(error).__name__})") from error
    return f"{options['host']} answers"


def _clock():
    query = "SELECT now()" if connection.vendor == "postgresql" else None
    if query is None:
        return "the database has this machine's"
    try:
        with closing(connection.cursor()) as cursor:
            cursor.execute(query)
            (there,) = cursor.fetchone()
    except DatabaseError:
        raise Trouble("the database was not asked for its own") from None
    if (apart := abs(timezone.now() - there)) > CLOCK_MAY_DIFFER:
        raise Trouble(f"{apart.total_seconds():.0f} seconds from the database's: set both by NTP")
    return "this machine and its database agree"


def _static_files():
    if settings.DEBUG or any(settings.STATIC_ROOT.glob("*")):
        return "are collected"
    raise Trouble("none are in STATIC_ROOT, and pages have no style: manage.py collectstatic")


def _tools():
    if connection.vendor == "postgresql" and not shutil.which("pg_dump"):
        raise Trouble("pg_dump is missing, so there are no backups: install postgresql-client")
    return "those for backups are here"


EXAMINED = (
    ("settings", True, _settings),
    ("secret", False, _secret),
    ("hosts", True, _hosts),
    ("mail", False, _mail),
    ("clock", False, _clock),
    ("static files", False, _static_files),
    ("tools", False, _tools),
)
