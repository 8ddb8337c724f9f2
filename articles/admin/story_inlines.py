from django import forms
from django.contrib import admin
from django.db import models

from articles.models import Byline, Correction

from .base import only_add
from .moments import MomentField

MOST_BYLINES = 12
MOST_CORRECTIONS = 30


class BylineInline(admin.TabularInline):
    model = Byline
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


class CorrectionInline(admin.StackedInline):
    model = Correction
    fields = [("kind", "material"), "text", "published_at"]
    extra = 0
    max_num = MOST_CORRECTIONS
    formfield_overrides = {
        models.DateTimeField: {"form_class": MomentField},
        models.TextField: {"widget": forms.Textarea({"rows": 3})},
    }

    def get_formset(self, request, obj=None, **kwargs):
        kwargs["absolute_max"] = MOST_CORRECTIONS * 2
        return super().get_formset(request, obj, **kwargs)
