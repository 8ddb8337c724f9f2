"""The desk's page about one reader: what they have said, and whether they may go on."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles import rights
from articles.admin.pages import Page, form_data
from newsroom.form_fields import CharField
from newsroom.methods import OF_A_FORM, require_methods, require_POST
from newsroom.moments import in_words

from . import readers
from .models import Comment

SHOWN = 20  # of their views, the newest
DAYS = {"1": "a day", "7": "a week", "30": "30 days", "90": "90 days", "365": "a year"}
LONGEST_REASON = User._meta.get_field("restricted_because").max_length


class RestrictionForm(forms.Form):
    what = forms.ChoiceField(
        label="For a while",
        choices=[
            ("mute", "Mute: they log in and read, and share no views"),
            ("ban", "Ban: they are logged out everywhere, and do not log in"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose one of the two.",
            "invalid_choice": "Choose one of the two.",
        },
    )
    days = forms.ChoiceField(
        label="For how long",
        choices=[*DAYS.items()],
        initial="7",
        help_text="From now on; it ends by itself.",
        error_messages={"invalid_choice": "Choose one of these."},
    )
    reason = CharField(
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text="The reader is told, and it stays in the log.",
        error_messages={
            "required": "Write the reason: the reader is told.",
            "max_length": "Use at most %(limit_value)d characters; these are %(show_value)d.",
        },
    )

    def clean_reason(self):
        return " ".join(self.cleaned_data["reason"].split())


def reader(desk, request, pk):
    """Their views and the form; POST mutes or bans them."""
    person = _reader(desk, request, pk)
    form = RestrictionForm(form_data(request))
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        until = timezone.now() + timedelta(days=int(asked["days"]))
        verb = readers.mute if asked["what"] == "mute" else readers.ban
        verb(person, by=request.user, until=until, reason=asked["reason"])
        done = "shares no views" if asked["what"] == "mute" else "is logged out and stays out"
        return _back(desk, request, person, f"{person} {done} until {in_words(until)}.")
    views = desk.get_queryset(request).filter(author=person)
    counts = dict(views.order_by().values_list("status").annotate(Count("pk")))
    context = desk.page_context(request, None, title=f"Reader: {person}") | {
        "person": person,
        "form": form,
        "counts": [(counts.get(status, 0), status.label.lower()) for status in Comment.Status],
        "views": views.order_by("-created_at", "-pk")[:SHOWN],
        "may_restrict": rights.restricts(request.user, person),
    }
    status = 422 if form.errors else 200
    return render(request, "comments/desk_reader.html", context, status=status)


def set_free(desk, request, pk):
    person = _reader(desk, request, pk)
    readers.set_free(person, by=request.user)
    return _back(desk, request, person, f"{person} may share views again.")


def _reader(desk, request, pk):
    """404 for whom no view is of: a moderator looks up nobody else."""
    if not desk.has_moderate_permission(request):
        raise PermissionDenied
    views = desk.get_queryset(request).order_by().filter(author__isnull=False)
    return get_object_or_404(User, pk=pk, pk__in=views.values("author"))


def _back(desk, request, person, sentence):
    desk.message_user(request, sentence, messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:comments_comment_reader", args=[person.pk]))


PAGES = [
    Page("readers/<id:pk>/", "reader", reader, require_methods(*OF_A_FORM)),
    Page("readers/<id:pk>/free/", "free", set_free, require_POST),
]
