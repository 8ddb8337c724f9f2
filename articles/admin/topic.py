from django import forms
from django.contrib import admin

from articles.models import Topic

from .base import DeskAdmin, WithSlug


class TopicForm(WithSlug, forms.ModelForm):
    class Meta:
        model = Topic
        fields = ("name", "slug", "description")
        widgets = {"description": forms.Textarea({"rows": 4})}


@admin.register(Topic)
class TopicAdmin(DeskAdmin):
    form = TopicForm
    list_display = ["name", "slug"]
    search_fields = ["name"]
