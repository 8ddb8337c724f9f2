"""Taking in one file at a time, for pages that send many."""

from functools import partial
from itertools import chain

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse

from articles.admin import uploading
from articles.admin.pages import Page
from articles.admin.uploading import problems
from articles.models import Picture
from articles.pictures import duplicates
from articles.pictures.receiving import (
    ReaderUnavailable,
    Refused,
    StorageFull,
    StorageUnavailable,
    receive,
    too_large,
)

from . import findings
from .form import ALREADY_HERE, TEXTS, digest_of

NO_ROOM = "There is no room left where pictures are kept. Try again when somebody has made some."
NOT_KEPT = "The picture could not be kept just now. Try again."
STATUS = {StorageFull: 507, StorageUnavailable: 503, ReaderUnavailable: 503}
# What a picture like the new one may be called by, at most.
LIKE_SHOWN = 3


class UploadForm(forms.ModelForm):
    """A file, with the texts that are known already."""

    file = forms.FileField(
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty.",
            "invalid": "Send the picture as a file.",
        }
    )
    keep_both = forms.BooleanField(required=False)

    class Meta:
        model = Picture
        fields = TEXTS


def upload(desk, request):
    """Take one file into the library; answer with its row as JSON.

    201 with the row, under `like` those that look the same, under `remarks` what an editor should
    know of the file, in sentences; 409 with `same`, the rows that
    have this very file, unless `keep_both` is sent; 403; 413, before the file is read; 422 with
    `problems` in words; 507 and 503 if there is no room, or storage does not answer, or nothing can
    read pictures just now.
    """
    if not desk.has_add_permission(request):
        raise PermissionDenied
    return uploading.take(
        request,
        partial(_take, desk),
        most_bytes=settings.PICTURE_MAX_BYTES,
        too_large=too_large(),
        no_room=NO_ROOM,
        not_kept=NOT_KEPT,
    )


def _take(desk, request):
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return problems(422, *chain.from_iterable(form.errors.values()))
    if len(request.FILES.getlist("file")) > 1:
        return problems(422, "Send one file at a time.")
    cleaned = form.cleaned_data
    if not cleaned["keep_both"]:
        here = duplicates.same_as(digest_of(cleaned["file"]))[:LIKE_SHOWN]
        if same := [_row(desk, picture) for picture in here]:
            return JsonResponse({"problems": [ALREADY_HERE], "same": same}, status=409)
    texts = {name: cleaned[name] for name in TEXTS if cleaned[name]}
    try:
        picture = receive(cleaned["file"], by=request.user, **texts)
    except Refused as refused:
        return problems(STATUS.get(type(refused), 422), str(refused))
    like = [_row(desk, each) for each in duplicates.like(picture)[:LIKE_SHOWN]]
    found = {"like": like, "remarks": findings.in_words(picture)}
    return JsonResponse(_row(desk, picture) | found, status=201)


def _row(desk, picture):
    """What the pages that upload need to show a picture and to edit its texts."""
    texts = {name: getattr(picture, name) for name in ("caption", "credit")}
    return {"id": picture.pk} | desk.picker_row(picture) | texts


PAGES = [Page("upload/", "upload", upload, uploading.read_late)]
