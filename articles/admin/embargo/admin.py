from django import forms
from django.contrib import admin
from django.db.models import Case, Count, OuterRef, Subquery, When
from django.http import HttpResponseRedirect

from articles import publishing
from articles.admin.base import DeskAdmin
from articles.admin.day_and_hour import MomentField
from articles.models import Embargo
from newsroom.clock import Now
from newsroom.moments import in_words

from . import pages
from .contents import rows_under

COUNTED = {"stories": "story", "galleries": "gallery", "quotes": "quote"}


class EmbargoForm(forms.ModelForm):
    class Meta:
        model = Embargo
        fields = ("name", "terms")
        widgets = {"terms": forms.Textarea({"rows": 4})}


class NewEmbargoForm(EmbargoForm):
    until = MomentField(label="Not before")

    class Meta(EmbargoForm.Meta):
        fields = ("name", "until", "terms")

    def clean_until(self):
        until = self.cleaned_data["until"]
        try:
            publishing.ensure_later(until)
        except publishing.NotReady as not_ready:
            raise forms.ValidationError(not_ready.problems) from not_ready
        return until


def _count_of(related_name):
    model = Embargo._meta.get_field(related_name).related_model
    under = model.objects.filter(embargo=OuterRef("pk")).order_by()
    return Subquery(under.values("embargo").annotate(count=Count("pk")).values("count"))


@admin.register(Embargo)
class EmbargoAdmin(DeskAdmin):
    """Packages that no reader gets before an hour: several stories, a gallery, quotes.

    Its hour is moved by verbs, and none is ever deleted: what was promised is kept.
    """

    form = EmbargoForm
    pages = pages.PAGES
    list_display = ["name", "holds_until", "state", "what_is_under_it"]
    search_fields = ["name"]
    search_help_text = "Search by name."

    def get_queryset(self, request):
        counts = {f"{name}_count": _count_of(name) for name in COUNTED}
        ended = Case(When(until__lte=Now(), then=True), default=False)
        return super().get_queryset(request).annotate(has_ended=ended, **counts)

    @admin.display(description="Not before", ordering="until")
    def holds_until(self, embargo):
        return in_words(embargo.until)

    @admin.display(description="State")
    def state(self, embargo):
        return "Over" if embargo.is_over else "Holds"

    @admin.display(description="Under it")
    def what_is_under_it(self, embargo):
        counts = ((getattr(embargo, f"{many}_count"), one, many) for many, one in COUNTED.items())
        counted = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
        return ", ".join(counted) or "Nothing yet"

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        """One that is over stays as it was, for the record."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or not obj.is_over)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = self.form if change else NewEmbargoForm
        return super().get_form(request, obj, change, **{"form": form} | kwargs)

    def get_fields(self, request, obj=None):
        return ["name", "terms"] if obj else ["name", "until", "terms"]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def add_view(self, request, form_url="", extra_context=None):
        context = {"title": "New embargo", "show_save_and_add_another": False}
        return super().add_view(request, form_url, context | (extra_context or {}))

    def render_change_form(self, request, context, *args, **kwargs):
        context["show_save_and_continue"] = False
        if embargo := context.get("original"):
            rows = rows_under(embargo, request.user)
            context |= {
                "title": embargo.name,
                "subtitle": None,
                "until": in_words(embargo.until),
                "rows": rows,
                "may_move": self.has_change_permission(request, embargo),
                "not_mine": [row for row in rows if not row["may"]],
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_change(request, obj)

    def response_change(self, request, obj):
        self.message_user(request, "Saved.")
        return HttpResponseRedirect(self.page_of(obj))
