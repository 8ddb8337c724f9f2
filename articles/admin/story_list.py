from django.contrib import admin
from django.contrib.admin.views.main import ChangeList

from articles.models import Story


class StoryList(ChangeList):
    """Stories with what a row says of them, without their texts; four queries."""

    def get_queryset(self, request, exclude_parameters=None):
        stories = super().get_queryset(request, exclude_parameters)
        return stories.with_hours().with_authors().defer("latest__body", "live__body")

    def get_results(self, request):
        super().get_results(request)
        for story in self.result_list:
            story.seen_by = request.user


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("draft", "Draft"),
            ("scheduled", "Scheduled"),
            ("published", "Published"),
            ("taken_down", "Taken down"),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "draft":
                return queryset.filter(status=Story.Status.DRAFT)
            case "scheduled":
                return queryset.scheduled()
            case "published":
                return queryset.published()
            case "taken_down":
                return queryset.taken_down()
        return queryset
