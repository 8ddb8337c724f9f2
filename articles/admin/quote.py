from django import forms
from django.contrib import admin
from django.db import models

from articles.models import Quote, Story
from articles.rights import EVERYWHERE
from newsroom.model_fields import TextField

from . import picker
from .base import DeskAdmin
from .embargo.held_back import Embargoed
from .picker import shortened


@admin.register(Quote)
class QuoteAdmin(Embargoed, DeskAdmin):
    """Words worth keeping: quotes of the day, and those inside stories."""

    list_display = ["quoted", "speaker", "runs_on"]
    search_fields = ["text", "speaker"]
    search_help_text = "Search by words or speaker."
    autocomplete_fields = ["story"]
    pages = picker.PAGES
    fields = ["text", "speaker", "role", "source", "runs_on", "story"]
    formfield_overrides = {
        TextField: {"widget": forms.Textarea({"rows": 4})},
        models.DateField: {"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d")},
    }

    @admin.display(description="Quote", ordering="text")
    def quoted(self, quote):
        return f"“{shortened(quote.text, 90)}”"

    def has_change_permission(self, request, obj=None):
        """What readers see, editors change; a reporter changes what is not out yet."""
        allowed = super().has_change_permission(request, obj)
        if not allowed or obj is None or request.user.has_perm(EVERYWHERE):
            return allowed
        return not Quote.objects.published().filter(pk=obj.pk).exists()

    def get_fields(self, request, obj=None):
        """Without the story it comes from where that is hidden from this person; it stays so."""
        is_hidden = (
            obj is not None
            and obj.story_id
            and not Story.objects.visible_to(request.user).filter(pk=obj.story_id).exists()
        )
        return [name for name in self.fields if not (is_hidden and name == "story")]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "story":
            kwargs["queryset"] = Story.objects.visible_to(request.user).select_related(
                "live", "latest"
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def rows_for_picker(self, request):
        return self.get_queryset(request)

    def picker_row(self, quote):
        return {"label": f"“{shortened(quote.text)}”", "detail": quote.speaker}
