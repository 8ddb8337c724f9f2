from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from articles import publishing, rights
from articles.admin.day_and_hour import EARLIEST, LATEST
from articles.admin.picker import shortened
from articles.admin.widgets import thumbnail
from articles.models import Picture
from articles.models.picture_rights import LONGEST_REASON
from articles.pictures import usage

from .rights_report import Report
from .where_used import uses_of

SENSIBLE = f"Choose a year between {EARLIEST} and {LATEST}. Left empty, the right does not end."


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Why",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text="For colleagues, beside the picture and in the log. Readers never see it.",
        error_messages={"required": "Give the reason: colleagues will find it beside the picture."},
    )


class PictureRightsDesk:
    """The desk's pages about the right to use pictures: what ends, and what must go at once."""

    def get_urls(self):
        def own(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"articles_picture_{name}")

        return [
            own("rights/", require_safe(self.rights), "rights"),
            own("<id:pk>/withdraw/", self.withdraw, "withdraw"),
            own("<id:pk>/allow-again/", self.allow_again, "allow_again"),
            *super().get_urls(),
        ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "usable_until":
            field.validators += [
                MinValueValidator(date(EARLIEST, 1, 1), SENSIBLE),
                MaxValueValidator(date(LATEST, 12, 31), SENSIBLE),
            ]
        return field

    def rights(self, request):
        """Whose right ends soon or has ended, who wants to be asked, what is withdrawn."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        report = Report(request)
        context = self.admin_site.each_context(request) | {
            "title": "Rights that end",
            "report": report,
            "may_withdraw": rights.may(request.user, "withdraw", Picture),
            "opts": self.opts,
        }
        return render(request, "admin/articles/picture/rights.html", context)

    def withdraw(self, request, pk):
        """Take a picture from every page at once, with the reason for colleagues."""
        picture = self._picture_for(request, pk)
        form = WithdrawForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and picture.is_withdrawn:
            return self._told(request, picture, "It is withdrawn already.", messages.WARNING)
        if request.method == "POST" and form.is_valid():
            try:
                picture.withdraw(by=request.user, reason=form.cleaned_data["reason"])
            except publishing.NotReady as not_ready:
                form.add_error(None, not_ready.problems)
            else:
                words = "Withdrawn: no page of the paper shows it any more."
                return self._told(request, picture, words)
        return self._ask(request, picture, "withdraw", "Withdraw", form)

    def allow_again(self, request, pk):
        """Give a picture back to whatever uses it."""
        picture = self._picture_for(request, pk)
        if request.method == "POST":
            if not picture.is_withdrawn:
                return self._told(request, picture, "It is not withdrawn.", messages.WARNING)
            picture.allow_again(by=request.user)
            words = "Allowed again: readers have it wherever it is used."
            return self._told(request, picture, words)
        return self._ask(request, picture, "allow_again", "Allow again", None)

    def _picture_for(self, request, pk):
        picture = get_object_or_404(Picture.objects.visible_to(request.user), pk=pk)
        if not rights.may(request.user, "withdraw", picture):
            raise PermissionDenied
        return picture

    def _ask(self, request, picture, template, title, form):
        day = usage.today()
        context = self.admin_site.each_context(request) | {
            "title": title,
            "picture": picture,
            "name": shortened(picture, 60),
            "thumbnail": thumbnail(picture),
            "warnings": usage.warnings(picture, day),
            "ended": bool(picture.usable_until and usage.days_left(picture, day) < 0),
            "uses": uses_of([picture], request.user)[picture.pk],
            "form": form,
            "opts": self.opts,
            "original": picture,
        }
        status = 422 if form and form.errors else 200
        address = f"admin/articles/picture/rights_{template}.html"
        return render(request, address, context, status=status)

    def _told(self, request, picture, words, level=messages.SUCCESS):
        self.message_user(request, words, level)
        return HttpResponseRedirect(reverse("admin:articles_picture_change", args=[picture.pk]))
