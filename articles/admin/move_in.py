"""The page by which another paper moves in: a file is given, tried, brought in by the worker."""

from datetime import timedelta
from functools import partial

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from articles.interchange.from_the_desk import NoRoom, Refused, asking, doing, files, kinds
from articles.models import Gallery, MoveIn, Picture, Section
from newsroom.form_fields import CharField
from newsroom.machine.models import Worker
from newsroom.methods import require_safe

from . import uploading
from .base import ReadOnlyAdmin
from .pages import Page

LAST = 20  # that the page lists
WORKER_GONE_AFTER = 60  # seconds
TRY, IMPORT = "try", "import"
LONGEST_SITE = 200
TEXTS = ("site", "section", "gallery", "credit")
RARE = "a file of more than {} is brought in by whoever runs the site, with manage.py."


class MoveInForm(forms.Form):
    file = forms.FileField(
        label="File",
        help_text="The .xml file of WordPress (Tools, Export) or of a feed, the .json of Ghost or "
        "a .zip with its pictures, a .zip with Markdown files, a table (.csv), or a .zip with "
        "pictures for the library.",
        error_messages={"required": "Choose a file.", "empty": kinds.EMPTY},
    )
    site = CharField(
        label="Address of the old site",
        required=False,
        max_length=LONGEST_SITE,
        help_text="For Ghost, Markdown and tables, which do not say it: https://paper.example",
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    fetch = forms.BooleanField(
        label="Fetch the pictures of stories from the old site", required=False
    )
    section = CharField(
        label="Section",
        required=False,
        max_length=Section._meta.get_field("name").max_length,
        help_text="For feeds, Markdown and tables: put all stories into the section of this name. "
        "Without it the first category of a story is its section.",
    )
    gallery = CharField(
        label="Gallery",
        required=False,
        max_length=Gallery._meta.get_field("title").max_length,
        help_text="For a .zip with pictures: put them into the gallery of this title.",
    )
    credit = CharField(
        label="Credit",
        required=False,
        max_length=Picture._meta.get_field("credit").max_length,
        help_text="For a .zip with pictures: instead of what stands in the files.",
    )
    how = forms.ChoiceField(
        label="What shall be done",
        choices=[
            (TRY, "Only try: change nothing, and say what would happen"),
            (IMPORT, "Bring it in"),
        ],
        initial=TRY,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one.", "invalid_choice": "Choose one of the two."},
    )

    def choices(self):
        """What was chosen beside the file, by name."""
        cleaned = self.cleaned_data
        texts = {name: " ".join(cleaned[name].split()) for name in TEXTS}
        return texts | {"fetch": cleaned["fetch"]}


@admin.register(MoveIn)
class MoveInAdmin(ReadOnlyAdmin):
    """Files that moved in, or are about to: for superusers."""

    def get_urls(self):
        return [page.url(self) for page in self.pages]

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser and request.user.is_active


def move_in(desk, request):
    """The form, and what was given before; by POST a file is taken.

    303 to its page; 413 before a larger one is read; 422 in words for what is no such file; 507
    where there is no room.
    """
    if not desk.has_view_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return _form(desk, request, MoveInForm(auto_id="move-in-%s"))
    if uploading.is_larger(request, settings.IMPORT_MAX_BYTES):
        return _form(desk, request, _empty(), status=413, trouble=too_large())
    handler = files.UploadHandler(request, most=settings.IMPORT_MAX_BYTES)
    request.upload_handlers = [handler]
    try:
        return csrf_protect(partial(_take, desk, handler=handler))(request)
    except UnreadablePostError:  # whoever sent it has gone
        raise
    except OSError:
        return _form(desk, request, _empty(), status=507, trouble=files.NO_ROOM)


def _take(desk, request, *, handler):
    form = MoveInForm(request.POST, request.FILES, auto_id="move-in-%s")
    if handler.is_too_large:
        return _form(desk, request, form, status=413, trouble=too_large())
    if not form.is_valid():
        return _form(desk, request, form, status=422)
    try:
        row = asking.ask(
            form.cleaned_data["file"],
            by=request.user,
            choices=form.choices(),
            is_dry_run=form.cleaned_data["how"] == TRY,
        )
    except NoRoom as refused:
        return _form(desk, request, form, status=507, trouble=str(refused))
    except Refused as refused:
        form.add_error("site" if str(refused) == kinds.NO_SITE else "file", str(refused))
        return _form(desk, request, form, status=422)
    return HttpResponseRedirect(desk.page_of(row), status=303)


def _empty():
    return MoveInForm(auto_id="move-in-%s")


def _form(desk, request, form, *, status=200, trouble=""):
    response = desk.answer(
        request,
        "form",
        title="Move in",
        form=form,
        trouble=trouble,
        most=_most(),
        is_one_file=connection.vendor == "sqlite",
        rows=MoveIn.objects.select_related("by").defer("report")[:LAST],
        kinds=kinds.KINDS,
    )
    response.status_code = status
    return response


def _most():
    return f"{settings.IMPORT_MAX_BYTES // 2**20} MB"


def too_large():
    return "The file is too large: " + RARE.format(_most())


def one(desk, request, pk):
    """How far one is, and what became of it; by POST it is stopped, begun anew or taken away."""
    row = _row(desk, request, pk)
    trouble = ""
    if request.method == "POST":
        try:
            return HttpResponseRedirect(desk.page_of(_pressed(request, row)), status=303)
        except Refused as refused:
            trouble = str(refused)
            row.refresh_from_db()
    return desk.answer(
        request,
        "one",
        row,
        title=row.file_name or "A file",
        is_wrong=bool(trouble),
        trouble=trouble,
        kind=kinds.KINDS[row.kind].words if row.kind in kinds.KINDS else row.kind,
        progress=_progress(row),
        is_stopping=row.state == MoveIn.State.RUNNING and files.is_to_stop(row.folder),
        has_file=not row.is_open and bool(row.folder),
        is_worker_away=row.state == MoveIn.State.WAITING and _is_worker_away(),
    )


def _pressed(request, row):
    """Do what the pressed button says; the row whose page follows."""
    match request.POST.get("do", ""):
        case "stop":
            asking.stop(row)
        case "again":
            return asking.again(row, by=request.user, is_dry_run=row.is_dry_run)
        case "import":
            return asking.again(row, by=request.user, is_dry_run=False)
        case "remove":
            asking.take_away(row)
        case _:
            raise Refused("Press one of the buttons.")
    return row


def _progress(row):
    """How far one that runs is: words, a share of 100, items a second, what is left."""
    if row.state != MoveIn.State.RUNNING:
        return None
    told = files.told(row.folder)
    done, total = told.get("done", 0), told.get("total") or 0  # none while the file is being read
    seconds = told.get("seconds", 0)
    rate = done / seconds if seconds >= 1 else 0
    left = (total - done) / rate if rate and total else None
    return {
        "doing": told.get("doing", ""),
        "done": done,
        "total": total,
        "share": min(100, round(100 * done / total)) if total else 0,
        "rate": round(rate, 1) if rate < 10 else round(rate),
        "left": None if left is None else _in_words(left),
        "is_alive": doing.is_alive(row),
    }


def _in_words(seconds):
    minutes = round(seconds / 60)
    if seconds < 50:
        return "less than a minute"
    if minutes < 60:
        return "a minute" if minutes <= 1 else f"{minutes} minutes"
    hours = round(timedelta(minutes=minutes) / timedelta(hours=1), 1)
    return f"{hours:g} hours"


def _is_worker_away():
    seconds = Worker.objects.seconds_since_seen()
    return seconds is None or seconds > WORKER_GONE_AFTER


def report(desk, request, pk):
    """The report as a file of text."""
    row = _row(desk, request, pk)
    if not row.report:
        raise Http404
    response = HttpResponse(row.report, "text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="moved-in-{row.pk}.txt"'
    return response


def _row(desk, request, pk):
    if not desk.has_view_permission(request):
        raise PermissionDenied
    row = MoveIn.objects.select_related("by").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def address():
    return reverse("admin:articles_movein_changelist")


MoveInAdmin.pages = [
    # The token is asked for further in: looking for it here would read the file.
    Page("", "changelist", move_in, csrf_exempt),
    Page("<int:pk>/", "change", one),
    Page("<int:pk>/report/", "report", report, require_safe),
]
