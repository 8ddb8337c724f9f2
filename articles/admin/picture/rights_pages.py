"""The desk's pages about the right to use pictures: what ends, and what must go at once."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404

from articles import publishing, rights
from articles.admin.pages import Page, form_data
from articles.admin.picker import shortened
from articles.admin.widgets import thumbnail
from articles.models import Picture
from articles.models.picture_rights import LONGEST_REASON
from articles.pictures import usage
from newsroom.form_fields import CharField
from newsroom.methods import require_safe

from .rights_report import Report
from .where_used import uses_of


class WithdrawForm(forms.Form):
    reason = CharField(
        label="Why",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text="For colleagues, beside the picture and in the log. Readers never see it.",
        error_messages={"required": "Give the reason: colleagues will find it beside the picture."},
    )


def report(desk, request):
    """Whose right ends soon or has ended, who wants to be asked, what is withdrawn."""
    if not desk.has_change_permission(request):
        raise PermissionDenied
    return desk.answer(
        request,
        "rights",
        title="Rights that end",
        report=Report(request),
        may_withdraw=rights.may(request.user, "withdraw", Picture),
    )


def withdraw(desk, request, pk):
    """Take a picture from every page at once, with the reason for colleagues."""
    picture = _picture_for(request, pk)
    form = WithdrawForm(form_data(request))
    if form.is_bound and picture.is_withdrawn:
        return _nothing_to_do(desk, request, picture, "It is withdrawn already.")
    if form.is_valid():
        try:
            picture.withdraw(by=request.user, reason=form.cleaned_data["reason"])
        except publishing.NotReady as not_ready:
            form.add_error(None, not_ready.problems)
        else:
            done = "Withdrawn: no page of the paper shows it any more."
            desk.say_done(request, picture, done)
            return HttpResponseRedirect(desk.page_of(picture))
    return _ask(desk, request, picture, "withdraw", title="Withdraw", form=form)


def allow_again(desk, request, pk):
    """Give a picture back to whatever uses it."""
    picture = _picture_for(request, pk)
    if request.method != "POST":
        return _ask(desk, request, picture, "allow_again", title="Allow again")
    if not picture.is_withdrawn:
        return _nothing_to_do(desk, request, picture, "It is not withdrawn.")
    picture.allow_again(by=request.user)
    desk.say_done(request, picture, "Allowed again: readers have it wherever it is used.")
    return HttpResponseRedirect(desk.page_of(picture))


def _picture_for(request, pk):
    picture = get_object_or_404(Picture.objects.visible_to(request.user), pk=pk)
    if not rights.may(request.user, "withdraw", picture):
        raise PermissionDenied
    return picture


def _ask(desk, request, picture, template, *, title, form=None):
    day = usage.today()
    return desk.answer(
        request,
        f"rights_{template}",
        picture,
        title=title,
        is_wrong=bool(form and form.errors),
        picture=picture,
        name=shortened(picture, 60),
        thumbnail=thumbnail(picture),
        warnings=usage.warnings(picture, day),
        ended=bool(picture.usable_until and usage.days_left(picture, day) < 0),
        uses=uses_of([picture], request.user)[picture.pk],
        form=form,
    )


def _nothing_to_do(desk, request, picture, sentence):
    desk.message_user(request, sentence, messages.WARNING)
    return HttpResponseRedirect(desk.page_of(picture))


PAGES = [
    Page("rights/", "rights", report, require_safe),
    Page("<id:pk>/withdraw/", "withdraw", withdraw),
    Page("<id:pk>/allow-again/", "allow_again", allow_again),
]
