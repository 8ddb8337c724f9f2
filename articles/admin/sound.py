"""Taking in one sound at a time, for the text of a story."""

import errno
from functools import partial

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from articles.admin.pages import Page
from articles.pictures import receiving_sounds
from newsroom.methods import require_POST

AROUND = 64 * 1024  # bytes, of what stands around the file
NO_ROOM = "There is no room left where audio is kept. Try again when somebody has made some."
NOT_KEPT = "The audio could not be kept just now. Try again."


def upload(desk, request):
    """Keep the file that is sent as `file`; answer with its number and name as JSON.

    201; 403; 413, before the file is read; 422 with `problems` in words; 507 and 503 if there is no
    room, or storage does not answer.
    """
    if not desk.has_change_permission(request):
        raise PermissionDenied
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > settings.AUDIO_MAX_BYTES + AROUND:
        return _problem(413, receiving_sounds.too_large())
    return csrf_protect(partial(_take, desk))(request)


def _take(desk, request):
    files = request.FILES.getlist("file")
    if len(files) != 1:
        return _problem(422, "Choose one file.")
    try:
        sound = receiving_sounds.receive(files[0], by=request.user)
    except receiving_sounds.Refused as refused:
        return _problem(422, str(refused))
    except UnreadablePostError:  # whoever sent it has gone
        raise
    except OSError as problem:
        is_full = problem.errno in (errno.ENOSPC, errno.EDQUOT)
        return _problem(507, NO_ROOM) if is_full else _problem(503, NOT_KEPT)
    return JsonResponse({"id": sound.pk, "label": str(sound)}, status=201)


def _problem(status, sentence):
    return JsonResponse({"problems": [sentence]}, status=status)


def _read_late(view):
    # The token is asked for further in: looking for it here would read the file.
    return csrf_exempt(require_POST(view))


PAGES = [Page("audio/", "audio", upload, _read_late)]
