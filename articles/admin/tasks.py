from django.contrib import admin
from django.tasks.base import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import get_date_max

from articles.models import Task
from newsroom import task_queue
from newsroom.moments import in_words

from . import machine
from .base import ReadOnlyAdmin


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("READY", "Waiting"), ("RUNNING", "Being done"), ("FAILED", "Failed")]

    def queryset(self, request, queryset):
        return queryset.filter(status=self.value()) if self.value() else queryset


@admin.register(Task)
class TaskAdmin(ReadOnlyAdmin):
    """What the worker has to do, and what it could not: never for whom, nor what a letter says."""

    list_display = ["name", "state", "asked_for", "tries", "trouble"]
    list_display_links = None
    list_filter = [StateFilter]
    actions = ["try_again"]
    empty_value_display = "–"
    pages = machine.PAGES

    def get_queryset(self, request):
        return task_queue.unfinished(Task.objects).defer("return_value")

    def get_ordering(self, request):
        return ["-enqueued_at", "-pk"]

    def get_urls(self):
        # No page of a task: it would show what it was called with.
        ours = ("articles_task_changelist", "articles_task_machine", "articles_task_letters")
        return [url for url in super().get_urls() if url.name in ours]

    def changelist_view(self, request, extra_context=None):
        context = {"title": "What the worker has to do"} | (extra_context or {})
        return super().changelist_view(request, context)

    @admin.display(description="What", ordering="task_path")
    def name(self, task):
        return task_queue.name_of(task.task_path)

    @admin.display(description="State", ordering="status")
    def state(self, task):
        match task.status:
            case TaskResultStatus.FAILED:
                return f"Failed, {in_words(task.finished_at)}"
            case TaskResultStatus.RUNNING:
                return f"Being done since {in_words(task.started_at)}"
        waits_until = task.run_after
        if waits_until == get_date_max() or waits_until <= timezone.now():
            return "Waiting for its turn"
        return f"Waiting until {in_words(waits_until)}"

    @admin.display(description="Asked for", ordering="enqueued_at")
    def asked_for(self, task):
        return in_words(task.enqueued_at)

    @admin.display(description="Tries before")
    def tries(self, task):
        return task.args_kwargs.get("kwargs", {}).get("tries", 0)

    @admin.display(description="What went wrong")
    def trouble(self, task):
        """The last line of the traceback: the error and its words."""
        return task.traceback.strip().rpartition("\n")[2][:300]

    @admin.action(description="Try again", permissions=["view"])
    def try_again(self, request, tasks):
        count = task_queue.retry_failed(tasks)
        if count:
            self.message_user(request, f"{count} will be tried again now.")
        else:
            self.message_user(request, "None of these has failed.", level="warning")
