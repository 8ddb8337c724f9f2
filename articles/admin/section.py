from django import forms
from django.contrib import admin

from articles.models import Section

from .base import DeskAdmin, WithSlug


class SectionForm(WithSlug, forms.ModelForm):
    class Meta:
        model = Section
        fields = ("name", "slug", "description", "front_layout", "in_bar", "position")


@admin.register(Section)
class SectionAdmin(DeskAdmin):
    """The parts of the paper, in the order of the section bar and of the front page."""

    form = SectionForm
    list_display = ["name", "front_layout", "in_bar", "position"]
    list_editable = ["front_layout", "in_bar", "position"]
    search_fields = ["name"]
