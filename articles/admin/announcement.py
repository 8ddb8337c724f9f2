from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from articles.models import Announcement
from newsroom.moments import in_words

from .base import ReadOnlyAdmin
from .picker import shortened


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("waiting", "Waiting"), ("trouble", "In trouble"), ("delivered", "Told")]

    def queryset(self, request, queryset):
        match self.value():
            case "waiting":
                return queryset.waiting()
            case "trouble":
                return queryset.exclude(trouble="")
            case "delivered":
                return queryset.exclude(delivered_at=None)
        return queryset


@admin.register(Announcement)
class AnnouncementAdmin(ReadOnlyAdmin):
    """What the world was told of stories and will be: read here, planned by verbs only."""

    list_display = ["word", "which_story", "due", "delivered", "tries", "trouble"]
    list_display_links = ["word"]
    list_filter = [StateFilter, "what"]
    list_select_related = ["story__section", "story__latest"]
    ordering = ["-due_at", "-pk"]
    fields = ["word", "which_story", "path", "made", "due", "delivered", "tries", "trouble"]
    readonly_fields = fields
    empty_value_display = "–"

    def get_queryset(self, request):
        texts = ("story__latest__body", "story__latest__standfirst")
        return super().get_queryset(request).select_related(*self.list_select_related).defer(*texts)

    def changelist_view(self, request, extra_context=None):
        context = {"title": "What is to come and what was announced"} | (extra_context or {})
        return super().changelist_view(request, context)

    @admin.display(description="What", ordering="what")
    def word(self, announcement):
        return announcement.get_what_display()

    @admin.display(description="Story")
    def which_story(self, announcement):
        story = announcement.story
        if story is None:
            is_gallery = announcement.path.startswith(reverse("articles:galleries"))
            return announcement.path if is_gallery else f"{announcement.path}, deleted"
        headline = story.latest.headline if story.latest else announcement.path
        address = reverse("admin:articles_story_change", args=[story.pk])
        return format_html('<a href="{}">{}</a>', address, shortened(headline, 90))

    @admin.display(description="Due", ordering="due_at")
    def due(self, announcement):
        return in_words(announcement.due_at)

    @admin.display(description="Told", ordering="delivered_at")
    def delivered(self, announcement):
        at = announcement.delivered_at
        return in_words(at) if at else "Not yet"

    @admin.display(description="Planned")
    def made(self, announcement):
        return in_words(announcement.made_at)
