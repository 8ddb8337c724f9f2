from django import forms
from django.contrib import admin

from articles.admin.base import only_add
from articles.models import Byline

from .bylines import BylineFormSet

MOST_BYLINES = 12


class BylineInline(admin.TabularInline):
    model = Byline
    formset = BylineFormSet
    verbose_name_plural = "Byline"
    verbose_name = "author"
    fields = ["author", "position"]
    autocomplete_fields = ["author"]
    extra = 0
    max_num = MOST_BYLINES
    classes = ["desk-reorder"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("author")

    def get_formset(self, request, obj=None, **kwargs):
        kwargs["absolute_max"] = MOST_BYLINES * 2
        formset = super().get_formset(request, obj, **kwargs)
        only_add(formset.form.base_fields["author"])
        return formset

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "position":
            kwargs["label"] = "Order"
            kwargs["widget"] = forms.NumberInput({"aria-label": "Order", "tabindex": -1})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 1
