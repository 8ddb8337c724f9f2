"""The moderators' desk: read what readers say, and let it stand or not."""

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Case, F, When
from django.http import Http404, HttpResponseRedirect
from django.template.defaultfilters import pluralize
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from articles import rights
from articles.admin.base import DeskAdmin
from articles.models import Story
from newsroom import wording

from .conversation import MAX_DEPTH
from .models import Comment, Report

REPLIES_SHOWN = 20
SECTION = "story__section"
WITH = ["story__section", "story__live", "story__latest", "parent", "decided_by"]
IS_WAITING = When(status=Comment.Status.WAITING, then=0)
WAITING_SINCE = When(status=Comment.Status.WAITING, then=F("created_at"))


class ReportedFilter(admin.SimpleListFilter):
    """Views that readers have reported and nobody has looked into."""

    title = "reports"
    parameter_name = "reported"

    def lookups(self, request, model_admin):
        return [("open", "Reported by readers")]

    def queryset(self, request, queryset):
        return queryset.filter(open_reports__gt=0) if self.value() == "open" else queryset


@admin.register(Comment)
class CommentAdmin(DeskAdmin):
    """Waiting views first, the oldest at the top; below them what was decided, newest first.

    Nobody changes what a reader wrote, and its state changes by the two verbs only.
    """

    list_display = ["who", "words", "stands_under", "shared", "state", "decide"]
    list_display_links = ["who"]
    list_filter = ["status", ReportedFilter, ("is_pick", admin.BooleanFieldListFilter), SECTION]
    list_per_page = 25
    ordering = [Case(IS_WAITING, default=1), Case(WAITING_SINCE), "-created_at", "-pk"]
    search_fields = ["name", "text", "email"]
    search_help_text = "Search by name, e-mail address or words."
    actions = ["approve", "refuse", "pick", "unpick", "deal_with_reports"]
    change_form_template = "comments/desk.html"

    class Media:
        css = {"all": ["css/comments_desk.css"]}

    # Who may do what

    def has_moderate_permission(self, request):
        return rights.may(request.user, "approve", Comment)

    def has_view_permission(self, request, obj=None):
        return self.has_moderate_permission(request) or super().has_view_permission(request, obj)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    # The list

    def get_queryset(self, request):
        """Those under stories that readers have or had; editors see what an import brought, too."""
        views = super().get_queryset(request).with_open_reports().select_related(*WITH)
        if not request.user.has_perm("articles.publish_story"):
            views = views.filter(story__in=Story.objects.with_an_answer(request.user))
        # A story's headline stands in its versions; their long bodies can stay where they are.
        return views.defer("story__live__body", "story__latest__body")

    def changelist_view(self, request, extra_context=None):
        views = self.get_queryset(request).order_by()
        waiting = views.waiting().count()
        reports = Report.objects.unsettled().filter(comment__in=views.values("pk")).count()
        title = f"{waiting:,} view{pluralize(waiting)} waiting"
        if reports:
            title += f", {reports:,} report{pluralize(reports)} to look into"
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        for view in changelist.result_list:
            view.filters = self.get_preserved_filters(request)
            view.may_be_decided = self.has_moderate_permission(request)
        return changelist

    @admin.display(description="Reader", ordering="name")
    def who(self, view):
        return format_html("<bdi>{}</bdi>", view.name)

    @admin.display(description="What they say")
    def words(self, view):
        return render_to_string("comments/_desk_words.html", {"view": view})

    @admin.display(description="Story")
    def stands_under(self, view):
        return format_html('<a href="{}">{}</a>', view.story.get_absolute_url(), view.story)

    @admin.display(description="Shared", ordering="created_at")
    def shared(self, view):
        return wording.written(view.created_at, "moment")

    @admin.display(description="State")
    def state(self, view):
        state = view.get_status_display()
        return f"{state}, editor’s pick" if view.is_pick else state

    @admin.display(description="Decide")
    def decide(self, view):
        return render_to_string("comments/_desk_buttons.html", {"view": view})

    # The verbs

    @admin.action(description="Approve the selected views", permissions=["moderate"])
    def approve(self, request, views):
        self._decide(request, views, Comment.Status.APPROVED)

    @admin.action(description="Refuse the selected views", permissions=["moderate"])
    def refuse(self, request, views):
        self._decide(request, views, Comment.Status.REFUSED)

    @admin.action(description="Make the selected views editor’s picks", permissions=["moderate"])
    def pick(self, request, views):
        count = views.pick(by=request.user)
        said = f"{count:,} view{pluralize(count)} marked as editor’s pick."
        self.message_user(request, said if count else "Nothing changed: only what readers see.")

    @admin.action(description="Take the editor’s mark from them", permissions=["moderate"])
    def unpick(self, request, views):
        count = views.unpick(by=request.user)
        said = f"The editor’s mark was taken from {count:,} view{pluralize(count)}."
        self.message_user(request, said if count else "Nothing changed: none was a pick.")

    @admin.action(description="Reports are dealt with", permissions=["moderate"])
    def deal_with_reports(self, request, views):
        reports = Report.objects.filter(comment__in=views.values("pk"))
        count = reports.deal_with(by=request.user)
        said = f"{count:,} report{pluralize(count)} dealt with."
        self.message_user(request, said if count else "Nothing changed: no report was open.")

    def _decide(self, request, views, status):
        verb = views.approve if status == Comment.Status.APPROVED else views.refuse
        count = verb(by=request.user)
        said = f"{count:,} view{pluralize(count)} {status.label.lower()}."
        self.message_user(request, said if count else "Nothing changed: that was decided before.")

    def response_action(self, request, queryset, **location):
        if not all(_is_number(pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("A selected view has no number.")
        return super().response_action(request, queryset, **location)

    # One view

    def get_urls(self):
        def own(verb, view):
            view = self.admin_site.admin_view(require_POST(view))
            return path(f"<id:pk>/{verb}", view, name=f"comments_comment_{verb}")

        return [
            own("approve", self.approve_one),
            own("refuse", self.refuse_one),
            own("pick", self.pick_one),
            own("unpick", self.unpick_one),
            own("deal_with_reports", self.deal_with_reports_of_one),
            *super().get_urls(),
        ]

    def approve_one(self, request, pk):
        return self._decide_one(request, pk, self.approve)

    def refuse_one(self, request, pk):
        return self._decide_one(request, pk, self.refuse)

    def pick_one(self, request, pk):
        return self._decide_one(request, pk, self.pick)

    def unpick_one(self, request, pk):
        return self._decide_one(request, pk, self.unpick)

    def deal_with_reports_of_one(self, request, pk):
        return self._decide_one(request, pk, self.deal_with_reports)

    def _decide_one(self, request, pk, verb):
        """One press on a button; then back to the list as it was filtered."""
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        views = self.get_queryset(request).filter(pk=pk)
        if not views.exists():
            raise Http404
        verb(request, views)
        filters = request.GET.get("_changelist_filters", "")
        return HttpResponseRedirect(reverse("admin:comments_comment_changelist") + f"?{filters}")

    def render_change_form(self, request, context, obj=None, **options):
        """The view in full, with what it replies to above it and its replies below."""
        line, view = [], obj
        while view.parent_id and len(line) < MAX_DEPTH:
            view = view.parent
            line.insert(0, view)
        context |= {
            "title": f"{obj.name} on “{obj.story}”",
            "subtitle": None,
            "view": obj,
            "line": line,
            "reports": obj.reports.select_related("dealt_with_by"),
            "replies": obj.replies.order_by("pk")[:REPLIES_SHOWN],
            "may_decide": self.has_moderate_permission(request),
        }
        return super().render_change_form(request, context, obj=obj, **options)


def _is_number(pk):
    return pk.isascii() and pk.isdecimal() and len(pk) < 19
