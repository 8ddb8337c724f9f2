from django import forms
from django.contrib import admin
from django.utils import timezone

from articles import body
from articles.models import Policy
from newsroom.form_fields import CharField

from .base import DeskAdmin, WithSlug
from .widgets import BodyEditor


class PolicyForm(WithSlug, forms.ModelForm):
    slug_from = "title"

    body = CharField(
        label="Text",
        required=False,
        strip=False,
        widget=BodyEditor({"data-words-only": ""}),
    )

    class Meta:
        model = Policy
        fields = ("title", "slug", "body", "position")

    def clean_body(self):
        try:
            return body.clean(self.cleaned_data["body"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


@admin.register(Policy)
class PolicyAdmin(DeskAdmin):
    """What the paper says about itself, in the order of its footer."""

    form = PolicyForm
    list_display = ["title", "position", "updated_at"]
    search_fields = ["title"]

    def save_model(self, request, obj, form, change):
        # Another place in the footer is no news for readers.
        if {"title", "body"} & set(form.changed_data):
            obj.updated_at = timezone.now()
        super().save_model(request, obj, form, change)
