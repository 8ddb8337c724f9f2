from datetime import timedelta
from itertools import chain

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, StreamingHttpResponse
from django.utils import timezone

from articles.admin.pages import Page
from articles.log import export, words
from articles.models import Record
from articles.models.record import ACTIONS, signed
from newsroom.form_fields import CharField
from newsroom.methods import require_safe
from newsroom.numbers import LARGEST_ID, whole_number

from .base import LONGEST_SEARCH, ReadOnlyAdmin, search_words

LINES = 50  # on a page
NOBODY = "nobody"
DAYS = {"": "at any time", 1: "in the last day", 7: "in the last week", 31: "in the last month",
        366: "in the last year"}  # fmt: skip
REFUSED = {"invalid_choice": "Choose one of the list.", "invalid": "This is no number."}


class LogForm(forms.Form):
    """Which lines of the log one wants to see."""

    q = CharField(
        label="Search",
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput({"type": "search"}),
    )
    kind = forms.ChoiceField(label="What it is about", required=False, error_messages=REFUSED)
    action = forms.ChoiceField(label="What was done", required=False, error_messages=REFUSED)
    by = forms.ChoiceField(label="By whom", required=False, error_messages=REFUSED)
    days = forms.TypedChoiceField(
        label="When",
        required=False,
        coerce=int,
        empty_value=None,
        choices=DAYS,
        error_messages=REFUSED,
    )
    number = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LARGEST_ID,
        widget=forms.HiddenInput,
        error_messages=REFUSED,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(kind, word.capitalize()) for kind, word in words.kinds()]
        self.fields["kind"].choices = [("", "everything"), *kinds]
        actions = sorted(ACTIONS)
        self.fields["action"].choices = [("", "anything"), *zip(actions, actions, strict=True)]
        people = [(str(person.pk), signed(person)) for person in self._people()]
        self.fields["by"].choices = [("", "anybody"), (NOBODY, "the site itself"), *people]

    def _people(self):
        """Who works at the desk, and the one who is asked for, who may not any more."""
        staff = Q(is_staff=True) | Q(is_superuser=True)
        chosen = Q(pk=whole_number(self.data.get("by")))
        people = get_user_model().objects.filter(staff | chosen)
        return sorted(people, key=lambda person: signed(person).casefold())

    def lines(self):
        """The lines that were asked for, newest first."""
        asked, lines = self.cleaned_data, Record.objects.all()
        for word in search_words(asked["q"]):
            lines = lines.filter(
                Q(title__icontains=word) | Q(note__icontains=word) | Q(by_name__icontains=word)
            )
        for name, column in (("kind", "kind"), ("action", "action"), ("number", "object_id")):
            if asked[name]:
                lines = lines.filter(**{column: asked[name]})
        if asked["by"] == NOBODY:
            lines = lines.filter(by=None, by_name="")
        elif asked["by"]:
            lines = lines.filter(by=asked["by"])
        if asked["days"]:
            lines = lines.filter(at__gte=timezone.now() - timedelta(days=asked["days"]))
        return lines


@admin.register(Record)
class RecordAdmin(ReadOnlyAdmin):
    """The log: to be read and taken along, by whoever may see it, and changed by nobody."""

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("articles.view_record")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def get_urls(self):
        # None of Django's: no page for a single line, none to add and none to delete.
        return [page.url(self) for page in self.pages]

    def changelist_view(self, request, extra_context=None):
        """The lines asked for, newest first; older ones follow from the last one of the page."""
        form = self._form(request)
        lines, older = [], None
        if form.is_valid():
            lines = list(self._before(request, form.lines())[: LINES + 1])
            if len(lines) > LINES:
                lines = lines[:LINES]
                older = self._with(request, before=lines[-1].pk)
        return self._page(request, form, lines, older)

    def export(self, request):
        """All lines asked for, as a file."""
        form = self._form(request)
        write, media_type = export.FORMATS.get(request.GET.get("format"), (None, None))
        if write is None:
            raise Http404
        if not form.is_valid():
            return self._page(request, form, [], None)
        name = f"log-{timezone.localdate():%Y-%m-%d}.{request.GET['format']}"
        # Without the mark of order, Excel takes the table's letters for those of 1252.
        mark = ["\ufeff"] if media_type.startswith("text/csv") else []
        response = StreamingHttpResponse(chain(mark, write(form.lines())), content_type=media_type)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def _form(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return LogForm(request.GET)

    def _before(self, request, lines):
        """Only those before the line that `?before=` names, counting none."""
        before = request.GET.get("before", "")
        if not before:
            return lines
        last = Record.objects.filter(pk=whole_number(before)).first()
        if last is None:
            raise Http404
        return lines.filter(at__lte=last.at).filter(Q(at__lt=last.at) | Q(pk__lt=last.pk))

    def _page(self, request, form, lines, older):
        for line in lines:
            line.kind_in_words = words.name_of_kind(line.kind)
            line.changes = words.changes(line)
        files = [(name, self._with(request, before=None, format=name)) for name in export.FORMATS]
        is_right = form.is_valid()
        return self.answer(
            request,
            "log",
            title="Log",
            is_wrong=not is_right,
            subtitle=None,
            form=form,
            lines=lines,
            older=older,
            is_first="before" not in request.GET,
            subject=self._subject(form, lines) if is_right else None,
            files=files if is_right else [],
        )

    def _subject(self, form, lines):
        """What the log is asked about, if it is one row: its kind, name and page on the desk."""
        kind, number = form.cleaned_data["kind"], form.cleaned_data["number"]
        if not (kind and number):
            return None
        is_there = words.model_of(kind)._base_manager.filter(pk=number).exists()
        return {
            "kind": words.name_of_kind(kind),
            "title": lines[0].title if lines else f"number {number}",
            "address": words.page_on_the_desk(kind, number) if is_there else "",
        }

    def _with(self, request, **changes):
        query = request.GET.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return query.urlencode()

    pages = [
        Page("", "changelist", changelist_view, require_safe),
        Page("export/", "export", export, require_safe),
    ]
