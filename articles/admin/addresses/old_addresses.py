"""Addresses of the past at the desk: where they lead, how often they were asked for, as CSV."""

import csv
import io

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, reverse
from django.utils import timezone

from articles.checks import of_links
from articles.models import AskedFor, OldAddress, Story
from articles.models.imported import alike
from newsroom.form_fields import CharField
from newsroom.methods import require_safe
from newsroom.moments import day_in_short
from newsroom.paging import page_of

from ..base import DeskAdmin
from ..finding import address as finder
from ..pages import Page, form_data

MOST_LINES = 5000  # of a file that is read
MOST_BYTES = 2 * 1024 * 1024
MOST_TROUBLES = 20  # that are told at once
LONGEST_TARGET = OldAddress._meta.get_field("leads_to").max_length
COLUMNS = ["old address", "leads to"]
ONE_PLACE = "Say where it leads: to a story, or elsewhere."


class OldAddressForm(forms.ModelForm):
    leads_to = CharField(
        label="Or elsewhere",
        required=False,
        max_length=LONGEST_TARGET,
        widget=forms.TextInput({"class": "vTextField"}),
        help_text="The address of any page of the paper (a gallery, section, topic, author, "
        "policy …), or of another site, with https://.",
    )

    class Meta:
        model = OldAddress
        fields = ("path", "story", "leads_to")

    def clean(self):
        cleaned = super().clean()
        text = (cleaned.get("leads_to") or "").strip()
        if text and cleaned.get("story"):
            self.add_error("leads_to", "Choose a story or write an address, not both.")
        elif text:
            story, cleaned["leads_to"] = aimed_at(text)
            if story or not cleaned["leads_to"]:
                cleaned["story"], cleaned["leads_to"] = story, ""
            if not story:
                self._refuse_nothing(cleaned["leads_to"])
        elif not cleaned.get("story") and not self.errors:
            self.add_error("story", ONE_PLACE)
        return cleaned

    def _refuse_nothing(self, target):
        # What the model has better words for is left to it.
        own = alike(self.cleaned_data.get("path") or "")
        if not target.startswith("/") or target in own or _is_old(target):
            return
        if finder.leads_to(self.request, target).kind == "Nothing":
            self.add_error("leads_to", "No page of the paper has this address.")


def _is_old(path):
    return OldAddress.objects.filter(path__in=alike(path)).exists()


def aimed_at(text):
    """(story, what else) that an address names: a story of ours by its number, or the text itself.

    A whole address of this site becomes its path.
    """
    try:
        path = of_links.path_in_the_paper(text)
    except ValueError:
        return None, text
    if path is None:
        return None, text
    try:
        kind, value = of_links.led_to(path)
    except Resolver404:
        kind = ""
    if kind == "story":
        return Story.objects.filter(pk=value).first(), path
    return None, path if "?" not in text else text


@admin.register(OldAddress)
class OldAddressAdmin(DeskAdmin):
    """Addresses of the past that send readers on."""

    form = OldAddressForm
    list_display = ["path", "leads", "asked", "last_asked"]
    list_select_related = ["story__live", "story__latest", "story__section"]
    search_fields = ["path", "leads_to"]
    autocomplete_fields = ["story"]
    empty_value_display = "–"

    def get_queryset(self, request):
        asked = AskedFor.objects.filter(path=OuterRef("path"))[:1]
        return (
            super()
            .get_queryset(request)
            .annotate(asked=Subquery(asked.values("count")), last=Subquery(asked.values("last_on")))
        )

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"request": request})

    @admin.display(description="Leads to", ordering="leads_to")
    def leads(self, old):
        return old.leads_to or old.story

    @admin.display(description="Asked for", ordering="asked")
    def asked(self, old):
        return old.asked or 0

    @admin.display(description="Last", ordering="last")
    def last_asked(self, old):
        return day_in_short(old.last) if old.last else None

    def not_found(self, request):
        """What was asked for and is nothing, most often first; each with a way to lead it on."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        nothing = AskedFor.objects.filter(is_known=False)
        if request.method == "POST":
            nothing.delete()
            return HttpResponseRedirect(request.path)
        known = OldAddress.objects.filter(path=OuterRef("path")).values("pk")[:1]
        rows = nothing.annotate(leads_on=Subquery(known)).order_by("-count", "-last_on", "path")
        page = page_of(rows, request, per_page=50)
        return self.answer(request, "not_found", title="Asked for, and not found", page=page)

    def export(self, request):
        """All of them as a file that can be read again."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        file = io.StringIO()
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        rows = OldAddress.objects.select_related("story__section").order_by("path")
        for old in rows.iterator(chunk_size=500):
            writer.writerow((old.path, old.target))  # each begins with / or h, no formula
        # Without the mark of order, Excel takes the file's letters for those of 1252.
        response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
        name = f"old-addresses-{timezone.localdate():%Y-%m-%d}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def read(self, request):
        """Take in a file of them: all of it, or nothing with what is wrong in which line."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = ReadForm(form_data(request), request.FILES or None)
        if form.is_valid():
            try:
                added, changed, same = take_in(form.cleaned_data["lines"])
            except ValidationError as error:
                form.add_error("file", error)
            else:
                words = f"{added} added, {changed} changed, {same} as before."
                self.say_done(request, None, words)
                return HttpResponseRedirect(reverse("admin:articles_oldaddress_changelist"))
        return self.answer(
            request,
            "read",
            title="Read old addresses from a file",
            is_wrong=form.is_bound,
            form=form,
        )

    pages = [
        Page("not-found/", "not_found", not_found),
        Page("export/", "export", export, require_safe),
        Page("read/", "read", read),
    ]


class ReadForm(forms.Form):
    file = forms.FileField(
        label="A file with commas (CSV)",
        help_text="Two columns: the old address, and where it leads: the address of a page of the "
        f"paper, or of another site. Up to {MOST_LINES} lines.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )

    def clean_file(self):
        """Puts the lines, (number, old address, target), into `cleaned_data["lines"]`."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError("The file has more than 2 MB.")
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError("The file is not UTF-8: save it as “CSV UTF-8”.") from error
        if "\x00" in text:
            raise ValidationError("This is no text with commas.")
        first = text.partition("\n")[0]
        mark = ";" if first.count(";") > first.count(",") else ","
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
        except csv.Error as error:
            raise ValidationError("This is no CSV: a quotation mark is open.") from error
        lines = [(number, row) for number, row in enumerate(rows, 1) if any(map(str.strip, row))]
        if lines and lines[0][1][0].strip().casefold() == COLUMNS[0]:
            lines = lines[1:]
        if len(lines) > MOST_LINES:
            raise ValidationError(f"The file has more than {MOST_LINES} lines: divide it.")
        if not lines:
            raise ValidationError("No line has an address.")
        for number, row in lines:
            if len(row) < 2:
                raise ValidationError(f"Line {number} has one column: write both addresses.")
        self.cleaned_data["lines"] = [(n, row[0].strip(), row[1].strip()) for n, row in lines]
        return file


def take_in(lines):
    """Write (number, old address, target) down; (added, changed, as before). All or nothing."""
    added = changed = same = 0
    trouble = []
    with transaction.atomic():
        for number, path, target in lines:
            old = OldAddress.objects.filter(path=path).first() or OldAddress(path=path)
            before = (old.story_id, old.leads_to)
            story, text = aimed_at(target)
            old.story, old.leads_to = story, "" if story else text
            if old.pk and (old.story_id, old.leads_to) == before:
                same += 1
                continue
            is_new = old.pk is None
            try:
                _refuse_no_target(old)
                old.full_clean()
            except ValidationError as error:
                trouble.append(f"Line {number}, {path[:80]}: {' '.join(error.messages)}")
                if len(trouble) == MOST_TROUBLES:
                    break
                continue
            old.save()
            added, changed = added + is_new, changed + (not is_new)
        if trouble:
            transaction.set_rollback(True)
    if trouble:
        raise ValidationError(trouble)
    return added, changed, same


def _refuse_no_target(old):
    if old.story is None and not old.leads_to:
        raise ValidationError(ONE_PLACE)
    if old.leads_to.startswith("/") and not _is_old(old.leads_to):
        try:
            of_links.led_to(old.leads_to)
        except Resolver404 as error:
            raise ValidationError(f"No page of the paper is at {old.leads_to}") from error
