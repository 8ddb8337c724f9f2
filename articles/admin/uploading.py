"""Files that a page of the desk sends by itself, one at a time, and what they are answered."""

import errno

from django.http import JsonResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from newsroom.methods import require_POST

AROUND = 64 * 1024  # bytes: the texts beside a file, and what separates them
FULL = (errno.ENOSPC, errno.EDQUOT)


def take(request, taking, *, most_bytes, too_large, no_room, not_kept):
    """The answer of `taking(request)`, or one with `problems`, a list of sentences, as JSON.

    413 with `too_large` before a file of more than `most_bytes` bytes is read; 507 with `no_room`
    and 503 with `not_kept` for an OSError. Raises UnreadablePostError if the sender has gone.
    """
    if is_larger(request, most_bytes):
        return problems(413, too_large)
    try:
        return csrf_protect(taking)(request)
    except UnreadablePostError:
        raise
    except OSError as problem:
        return problems(507, no_room) if problem.errno in FULL else problems(503, not_kept)


def is_larger(request, most_bytes):
    """Whether the file in a form must be larger, by what the request says before it is read."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) > most_bytes + AROUND
    except ValueError:
        return False


def problems(status, *sentences):
    return JsonResponse({"problems": list(sentences)}, status=status)


def read_late(view):
    """A route of `take`: the token is asked for further in, as to look for it reads the file."""
    return csrf_exempt(require_POST(view))
