"""A form that was sent after the log-in had ended: kept in the session until it is sent again.

The session of somebody who is not logged in goes over to whoever logs in or signs up next in the
same browser, so nothing that was typed stands in an address. One draft at a time.
"""

from django.contrib.auth import SESSION_KEY

from newsroom.throttling import seconds_to_wait, visitor_address

LONGEST = 50_000  # characters, all fields together: a visitor fills no table
LONGEST_AT_THE_DESK = 1_000_000  # a story of any length; fewer of them
# Of one visitor's address in so many seconds; and of those that are longer than LONGEST.
TIMES, TIMES_LONG, SECONDS = 20, 5, 10 * 60
NAME = "draft"


def keep(request, fields, *, subject="", address="", longest=LONGEST):
    """Keep the fields (newsroom.typed) for the form about `subject`, which stands at `address`.

    Both are the path that was asked for unless given. False, and nothing is kept, if it is too
    long (`longest`, in characters) or comes too often.
    """
    kept = {field.name: field.text for field in fields}
    length = sum(map(len, kept.values()))
    if not kept or length > longest:
        return False
    name, times = ("drafts", TIMES) if length <= LONGEST else ("long-drafts", TIMES_LONG)
    if seconds_to_wait(name, visitor_address(request), times=times, seconds=SECONDS):
        return False
    if SESSION_KEY in request.session:
        # Of somebody who may not log in any more: the next one's log-in would empty it.
        request.session.flush()
    address = address or request.get_full_path()
    request.session[NAME] = {"subject": subject or request.path, "address": address, "kept": kept}
    return True


def of(request, subject=""):
    """The texts by field's name that wait for the form about `subject`, or {}."""
    draft = _draft(request)
    return draft["kept"] if draft and draft["subject"] == (subject or request.path) else {}


def kept(request):
    """The texts by field's name that wait, whatever for, or {}."""
    return _draft(request).get("kept", {})


def address(request):
    """The path of the form that something waits for, or ""."""
    return _draft(request).get("address", "")


def move(request, subject, *, to):
    """What waited for one subject waits for another: it has become part of it."""
    if of(request, subject):
        request.session[NAME] |= {"subject": to}
        request.session.modified = True


def drop(request, subject=""):
    """It was sent."""
    if of(request, subject):
        del request.session[NAME]


def _draft(request):
    # Whoever has no session stays without one, and their pages the same for everybody.
    session = getattr(request, "session", None)
    if session is None or not session.session_key:
        return {}
    return session.get(NAME) or {}
