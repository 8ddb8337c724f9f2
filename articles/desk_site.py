"""The site of the desk: what holds for every table on it, also for those that packages bring."""

import functools

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from newsroom import drafts, errors, typed

LINES = 100  # of one row's history


class OneLog:
    """Nothing goes into Django's log beside ours, and a row's history is what ours says of it."""

    def log_addition(self, request, obj, message):
        """Not there: see articles.log."""

    def log_change(self, request, obj, message):
        """Not there: see articles.log."""

    def log_deletions(self, request, queryset):
        """Not there: see articles.log."""

    def history_view(self, request, object_id, extra_context=None):
        """What happened to one row: its page of the log, for whoever may read the log.

        Others learn when it was changed, by whom and in what, and no value of before or after.
        """
        # Django looks for the row first, and answers otherwise where there is none.
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        if request.user.has_perm("articles.view_record"):
            log = reverse("admin:articles_record_changelist")
            return HttpResponseRedirect(f"{log}?kind={self.opts.model_name}&number={row.pk}")
        context = self.admin_site.each_context(request) | {
            "title": "What happened",
            "subtitle": None,
            "lines": lines_about(row),
            "opts": self.opts,
            "original": row,
        }
        return render(request, "admin/articles/record/history.html", context)


def lines_about(row):
    """The newest lines of the log about a row, each with the fields that changed (`changed`)."""
    # Once there are models: the site itself is made before.
    from articles.log import words
    from articles.models import Record

    lines = list(Record.objects.about(row)[:LINES])
    for line in lines:
        line.changed = [change.label for change in words.changes(line)]
    return lines


class Desk(admin.AdminSite):
    """The one site of the admin."""

    def admin_view(self, view, cacheable=False):
        """As Django's, but what was typed after the log-in had ended is not lost over it."""
        guarded = super().admin_view(view, cacheable)
        if getattr(view, "csrf_exempt", False):  # it asks for the token itself, and later
            return guarded

        @functools.wraps(guarded)
        def keeping(request, *args, **kwargs):
            if request.method == "POST" and request.user.is_anonymous:
                if request.headers.get("Accept") == "application/json":
                    return JsonResponse({"log_in": reverse("account_login")}, status=401)
                if typed.fields(request):
                    return errors.log_in_first(request, longest=drafts.LONGEST_AT_THE_DESK)
            return guarded(request, *args, **kwargs)

        return keeping

    def register(self, model_or_iterable, admin_class=None, **options):
        admin_class = admin_class or admin.ModelAdmin
        if not issubclass(admin_class, OneLog):
            own = {"__module__": admin_class.__module__, "__doc__": admin_class.__doc__}
            admin_class = type(admin_class.__name__, (OneLog, admin_class), own)
        super().register(model_or_iterable, admin_class, **options)
