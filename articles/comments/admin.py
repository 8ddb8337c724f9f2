"""The moderators' desk: read what readers say, and let it stand or not."""

from functools import partial

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Case, F, When
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.template.defaultfilters import pluralize
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from articles import rights
from articles.admin.base import DeskAdmin
from articles.admin.pages import Page
from articles.models import Story
from newsroom import wording
from newsroom.methods import require_POST
from newsroom.numbers import whole_number

from . import reader_desk
from .conversation import MAX_DEPTH
from .models import Comment, Report

REPLIES_SHOWN = 20
# For the chosen ones of the list, and for each by a button beside it.
VERBS = ["approve", "refuse", "pick", "unpick", "deal_with_reports"]
DECISIONS = ("approve", "refuse")
LONGEST_REASON = 300  # characters
SECTION = "story__section"
WITH = ["story__section", "story__live", "story__latest", "parent", "decided_by", "author"]
IS_WAITING = When(status=Comment.Status.WAITING, then=0)
WAITING_SINCE = When(status=Comment.Status.WAITING, then=F("created_at"))


class ReportedFilter(admin.SimpleListFilter):
    """Comments that readers have reported and nobody has looked into."""

    title = "reports"
    parameter_name = "reported"

    def lookups(self, request, model_admin):
        return [("open", "Reported by readers")]

    def queryset(self, request, queryset):
        return queryset.filter(open_reports__gt=0) if self.value() == "open" else queryset


def _decide_one(desk, request, pk, *, verb):
    """One press on a button; then back to the list as it was filtered.

    A script (js/desk/moderate.js) is answered with what was done, in words.
    """
    if not desk.has_moderate_permission(request):
        raise PermissionDenied
    comments = desk.get_queryset(request).filter(pk=pk)
    if not comments.exists():
        raise Http404
    if verb in DECISIONS and not request.accepts("text/html"):
        return JsonResponse(_done(desk, request, comments, verb))
    getattr(desk, verb)(request, comments)
    filters = request.GET.get("_changelist_filters", "")
    return HttpResponseRedirect(reverse("admin:comments_comment_changelist") + f"?{filters}")


def _done(desk, request, comments, verb):
    """Approve or refuse the one comment; its state then, and whether this changed it."""
    if verb == "approve":
        count = comments.approve(by=request.user)
    else:
        reason = " ".join(request.POST.get("reason", "").split())
        count = comments.refuse(by=request.user, reason=reason[:LONGEST_REASON])
    return {"changed": bool(count), "state": desk.state(comments.get())}


@admin.register(Comment)
class CommentAdmin(DeskAdmin):
    """Waiting comments first, the oldest at the top; below them what was decided, newest first.

    Nobody changes what a reader wrote, and its state changes by the two verbs only.
    """

    list_display = ["who", "says", "stands_under", "shared", "state", "decide"]
    list_display_links = ["who"]
    list_filter = ["status", ReportedFilter, ("is_pick", admin.BooleanFieldListFilter), SECTION]
    list_per_page = 25
    ordering = [Case(IS_WAITING, default=1), Case(WAITING_SINCE), "-created_at", "-pk"]
    search_fields = ["name", "text", "email"]
    search_help_text = "Search by name, e-mail address or words."
    actions = VERBS
    pages = [
        Page(f"<id:pk>/{verb}", verb, partial(_decide_one, verb=verb), require_POST)
        for verb in VERBS
    ] + reader_desk.PAGES
    change_form_template = "comments/desk.html"
    change_list_template = "comments/desk_list.html"

    class Media:
        css = {"all": ["css/desk_comments.css"]}

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
        comments = super().get_queryset(request).with_open_reports().select_related(*WITH)
        if not request.user.has_perm("articles.publish_story"):
            comments = comments.filter(story__in=Story.objects.with_an_answer(request.user))
        # A story's headline stands in its versions; their long bodies can stay where they are.
        return comments.defer("story__live__body", "story__latest__body")

    def changelist_view(self, request, extra_context=None):
        comments = self.get_queryset(request).order_by()
        waiting = comments.waiting().count()
        reports = Report.objects.unsettled().filter(comment__in=comments.values("pk")).count()
        title = f"{waiting:,} view{pluralize(waiting)} waiting"
        if reports:
            title += f", {reports:,} report{pluralize(reports)} to look into"
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        for comment in changelist.result_list:
            self._tell_buttons(request, comment)
        return changelist

    def _tell_buttons(self, request, comment):
        """What comments/_desk_buttons.html asks of a comment."""
        comment.filters = self.get_preserved_filters(request)
        comment.may_be_decided = self.has_moderate_permission(request)

    @admin.display(description="Reader", ordering="name")
    def who(self, comment):
        return format_html("<bdi>{}</bdi>", comment.name)

    @admin.display(description="What they say")
    def says(self, comment):
        return render_to_string("comments/_desk_words.html", {"comment": comment})

    @admin.display(description="Story")
    def stands_under(self, comment):
        return format_html('<a href="{}">{}</a>', comment.story.get_absolute_url(), comment.story)

    @admin.display(description="Shared", ordering="created_at")
    def shared(self, comment):
        return wording.written(comment.created_at, "moment")

    @admin.display(description="State")
    def state(self, comment):
        state = comment.get_status_display()
        return f"{state}, editor’s pick" if comment.is_pick else state

    @admin.display(description="Decide")
    def decide(self, comment):
        return render_to_string("comments/_desk_buttons.html", {"comment": comment})

    # The verbs

    @admin.action(description="Approve the selected views", permissions=["moderate"])
    def approve(self, request, comments):
        self._decide(request, comments, Comment.Status.APPROVED)

    @admin.action(description="Refuse the selected views", permissions=["moderate"])
    def refuse(self, request, comments):
        self._decide(request, comments, Comment.Status.REFUSED)

    @admin.action(description="Make the selected views editor’s picks", permissions=["moderate"])
    def pick(self, request, comments):
        count = comments.pick(by=request.user)
        done = f"{count:,} view{pluralize(count)} marked as editor’s pick."
        self.message_user(request, done if count else "Nothing changed: only what readers see.")

    @admin.action(description="Take the editor’s mark from them", permissions=["moderate"])
    def unpick(self, request, comments):
        count = comments.unpick(by=request.user)
        done = f"The editor’s mark was taken from {count:,} view{pluralize(count)}."
        self.message_user(request, done if count else "Nothing changed: none was a pick.")

    @admin.action(description="Reports are dealt with", permissions=["moderate"])
    def deal_with_reports(self, request, comments):
        reports = Report.objects.filter(comment__in=comments.values("pk"))
        count = reports.deal_with(by=request.user)
        done = f"{count:,} report{pluralize(count)} dealt with."
        self.message_user(request, done if count else "Nothing changed: no report was open.")

    def _decide(self, request, comments, status):
        verb = comments.approve if status == Comment.Status.APPROVED else comments.refuse
        count = verb(by=request.user)
        done = f"{count:,} view{pluralize(count)} {status.label.lower()}."
        self.message_user(request, done if count else "Nothing changed: that was decided before.")

    def response_action(self, request, queryset, **location):
        if None in map(whole_number, request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("A selected view has no number.")
        return super().response_action(request, queryset, **location)

    # One comment

    def render_change_form(self, request, context, obj=None, **options):
        """The comment in full, with what it replies to above it and its replies below."""
        line, comment = [], obj
        while comment.parent_id and len(line) < MAX_DEPTH:
            comment = comment.parent
            line.insert(0, comment)
        context |= {
            "title": f"{obj.name} on “{obj.story}”",
            "subtitle": None,
            "comment": obj,
            "line": line,
            "reports": obj.reports.select_related("dealt_with_by"),
            "replies": obj.replies.order_by("pk")[:REPLIES_SHOWN],
        }
        self._tell_buttons(request, obj)
        return super().render_change_form(request, context, obj=obj, **options)
