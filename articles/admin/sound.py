"""Taking in one sound at a time, for the text of a story."""

from functools import partial

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse

from articles.admin import uploading
from articles.admin.pages import Page
from articles.admin.uploading import problems
from articles.pictures import receiving_sounds

NO_ROOM = "There is no room left where audio is kept. Try again when somebody has made some."
NOT_KEPT = "The audio could not be kept just now. Try again."


def upload(desk, request):
    """Keep the file that is sent as `file`; answer with its number and name as JSON.

    201; 403; 413, before the file is read; 422 with `problems` in words; 507 and 503 if there is no
    room, or storage does not answer.
    """
    if not desk.has_change_permission(request):
        raise PermissionDenied
    return uploading.take(
        request,
        partial(_take, desk),
        most_bytes=settings.AUDIO_MAX_BYTES,
        too_large=receiving_sounds.too_large(),
        no_room=NO_ROOM,
        not_kept=NOT_KEPT,
    )


def _take(desk, request):
    files = request.FILES.getlist("file")
    if len(files) != 1:
        return problems(422, "Choose one file.")
    try:
        sound = receiving_sounds.receive(files[0], by=request.user)
    except receiving_sounds.Refused as refused:
        return problems(422, str(refused))
    return JsonResponse({"id": sound.pk, "label": str(sound)}, status=201)


PAGES = [Page("audio/", "audio", upload, uploading.read_late)]
