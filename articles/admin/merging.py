"""The desk's page on which two topics, or two authors, become one."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from articles import publishing, rights
from newsroom.form_fields import CharField
from newsroom.slugs import is_slug

from .pages import Page, form_data

OFFERED = 50  # names in the list below the box
SHOWN = 5  # of several that have the same name


class MergeForm(forms.Form):
    other = CharField(
        label="Into which one",
        max_length=200,
        help_text="Its name, or the end of its address.",
        widget=forms.TextInput({"list": "others", "autocomplete": "off"}),
        error_messages={"required": "Write the name of the other one."},
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row
        self.others = type(row).objects.exclude(pk=row.pk)

    def near(self):
        return self.others.order_by("name").values_list("name", flat=True)[:OFFERED]

    def clean_other(self):
        """The one that is meant, a row."""
        typed = " ".join(self.cleaned_data["other"].split())
        by_slug = Q(slug=typed) if is_slug(typed) else Q(pk__in=[])
        found = list(self.others.filter(by_slug | Q(name__iexact=typed)).order_by("slug"))
        found = [row for row in found if row.slug == typed] or found
        if not found:
            raise forms.ValidationError("There is no other one of this name.")
        if len(found) > 1:
            slugs = ", ".join(row.slug for row in found[:SHOWN])
            raise forms.ValidationError(
                f"{len(found)} have this name. Write the end of the address of one: {slugs}."
            )
        try:
            publishing.ensure_names_can_be_merged(self.row, found[0])
        except publishing.NotReady as not_ready:
            raise forms.ValidationError(not_ready.problems) from not_ready
        return found[0]


def merge(desk, request, pk):
    """Ask into which one, say what will be, and do it once that was read and confirmed."""
    if not desk.has_view_permission(request):
        raise PermissionDenied  # before anything tells whether there is such a row
    row = get_object_or_404(desk.get_queryset(request), pk=pk)
    rights.ensure(request.user, "merge_into", row)
    form = MergeForm(form_data(request), row=row)
    other = form.cleaned_data["other"] if form.is_valid() else None
    if other and request.POST.get("confirmed") == str(other.pk):
        done = f"“{row}” is part of “{other}” now, and its address leads there."
        try:
            row.merge_into(other, by=request.user)
        except publishing.NotReady as not_ready:
            form.add_error(None, not_ready.problems)
            other = None
        except type(row).DoesNotExist as error:
            raise Http404 from error  # somebody else has merged or deleted one of them meanwhile
        else:
            desk.say_done(request, other, done)
            return HttpResponseRedirect(desk.page_of(other))
    return desk.answer(
        request,
        "merge",
        row,
        title=f"Merge into another {row._meta.verbose_name}",
        is_wrong=bool(form.errors),
        form=form,
        other=other,
        moved=row.stories_that_move(other) if other else 0,
        back=desk.page_of(row),
    )


PAGES = [Page("<id:pk>/merge/", "merge", merge)]


class MergeableDesk:
    """For the desk of a table whose rows can become one; offers the page beside the form."""

    pages = PAGES

    def render_change_form(self, request, context, *args, **kwargs):
        if (row := context.get("original")) and rights.may(request.user, "merge_into", row):
            context["merge_page"] = self.page_of(row, "merge")
        return super().render_change_form(request, context, *args, **kwargs)
