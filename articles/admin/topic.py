from django import forms
from django.contrib import admin

from articles.models import Story, Topic
from articles.models.topic import START_HERE

from .base import DeskAdmin, WithSlug, only_add
from .merging import MergeableDesk


class TopicForm(WithSlug, forms.ModelForm):
    class Meta:
        model = Topic
        fields = ("name", "slug", "description", "key_facts", "start_here")
        widgets = {
            "description": forms.Textarea({"rows": 4}),
            "key_facts": forms.Textarea({"rows": 5}),
        }
        help_texts = {"description": "What this is about, in some forty words."}

    def clean_start_here(self):
        chosen = self.cleaned_data["start_here"]
        if len(chosen) > START_HERE:
            raise forms.ValidationError(
                f"Choose up to {START_HERE} stories; these are {len(chosen)}. "
                "Remove those that explain least."
            )
        return chosen


@admin.register(Topic)
class TopicAdmin(MergeableDesk, DeskAdmin):
    """What stories are about, and what readers should know of it."""

    form = TopicForm
    list_display = ["name", "slug"]
    search_fields = ["name"]
    autocomplete_fields = ["start_here"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "start_here":
            kwargs["queryset"] = Story.objects.visible_to(request.user).select_related("latest")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if "start_here" in form.base_fields:
            only_add(form.base_fields["start_here"])
            form.base_fields["start_here"].widget.can_add_related = False
        return form
