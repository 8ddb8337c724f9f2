from django.contrib import admin
from django.contrib.admin.views.main import ChangeList

from articles.models import Story

from .desk import headline_of


class StoryList(ChangeList):
    """Stories with what a row says of them, without their texts; four queries."""

    def get_queryset(self, request, exclude_parameters=None):
        stories = super().get_queryset(request, exclude_parameters)
        return stories.with_authors().defer("latest__body", "live__body")

    def get_results(self, request):
        super().get_results(request)
        desk = self.model_admin
        for story in self.result_list:
            # A column is not told who looks at it.
            may_read_all = desk.may_read_all(request.user, story)
            story.headline_shown = headline_of(story) if may_read_all else story.headline


STATES = {
    "draft": lambda s: s.filter(status=Story.Status.DRAFT, stage=Story.Stage.DRAFT),
    # A new text of a live story goes the same way.
    "review": lambda s: s.filter(stage=Story.Stage.REVIEW),
    "ready": lambda s: s.filter(stage=Story.Stage.READY),
    "scheduled": lambda s: s.scheduled(),
    "published": lambda s: s.published(),
    "expired": lambda s: s.expired(),
    "taken_down": lambda s: s.taken_down(),
    "merged": lambda s: s.filter(status=Story.Status.MERGED),
}
IN_WORDS = {"review": "In review", "taken_down": "Taken down"}


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(state, IN_WORDS.get(state, state.capitalize())) for state in STATES]

    def queryset(self, request, queryset):
        keep = STATES.get(self.value())
        return keep(queryset) if keep else queryset
