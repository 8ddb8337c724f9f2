from django import forms
from django.contrib import admin

from articles.models import Section

from .base import DeskAdmin, WithSlug


class SectionForm(WithSlug, forms.ModelForm):
    class Meta:
        model = Section
        fields = ("name", "slug", "description", "position")


@admin.register(Section)
class SectionAdmin(DeskAdmin):
    """The parts of the paper, in the order of the section bar."""

    form = SectionForm
    list_display = ["name", "slug", "position"]
    search_fields = ["name"]
