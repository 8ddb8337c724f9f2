"""Log-ins that last: how long, on which devices, and how they end."""

import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone

BEGAN, SEEN = "began", "seen"  # in a session, as seconds since 1970
# How often a use is written down. A session ends so much earlier, at the most.
NOTE_EACH = 10 * 60  # seconds
HOUR, DAY = 60 * 60, 24 * 60 * 60


def begin(session, user, *, at=None):
    """Somebody has logged in: the session's time runs from now."""
    session[BEGAN] = session[SEEN] = int(at or time.time())
    session.set_expiry(_seconds_left(session, user))


def is_over(session, user):
    """Whether it has lasted as long as any may, however much it is used."""
    return BEGAN in session and _seconds_left(session, user) <= 0


def note_use(session, user):
    """Write down that it is used, and renew staff's, if that was not done a moment ago."""
    now = int(time.time())
    if BEGAN not in session:  # of before sessions had an end of their own
        begin(session, user)
    elif now - session.get(SEEN, 0) >= NOTE_EACH:
        session[SEEN] = now
        session.set_expiry(_seconds_left(session, user))
    else:
        return False
    return True


def _seconds_left(session, user):
    lasted = time.time() - session[BEGAN]
    if user.is_staff or user.is_superuser:
        most = settings.STAFF_SESSION_DAYS * DAY - lasted
        return int(min(most, settings.STAFF_SESSION_HOURS * HOUR))
    return int(settings.READER_SESSION_DAYS * DAY - lasted)


def end_others(request):
    """Log the visitor out everywhere but here."""
    request.user.end_sessions()
    update_session_auth_hash(request, request.user)
    UserSession.objects.purge_and_list(request.user)
    UserSession.objects.create_from_request(request)


def clear_old():
    """Forget sessions that are over, and where they were; for the worker."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    there = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.exclude(Exists(there)).delete()
