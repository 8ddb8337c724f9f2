"""The desk's page about who reads a story outside before it is published."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles.admin.pages import Page, form_data
from articles.models.share_link import LONGEST_NAME
from articles.writing import share_links
from newsroom.form_fields import CharField
from newsroom.methods import require_POST
from newsroom.numbers import LARGEST_INTEGER, whole_number

LASTS = {"24": "one day", "72": "three days", "168": "a week", "720": "thirty days"}  # hours
MOST_LISTED = 100


class ShareForm(forms.Form):
    for_whom = CharField(
        label="For whom",
        max_length=LONGEST_NAME,
        help_text="For colleagues and the log. For instance: Ms Ito, lawyer",
        error_messages={"required": "Say for whom the link is."},
    )
    what = forms.ChoiceField(
        label="What they read",
        choices=[("latest", "Always the latest version"), ("this", "The version of this moment")],
        initial="latest",
        widget=forms.RadioSelect,
    )
    lasts = forms.ChoiceField(label="For how long", choices=LASTS.items(), initial="72")


def share(desk, request, pk):
    """The links of a story, and a new one, whose address is shown once."""
    story = desk.story_for(request, pk, "publish")
    form, address = ShareForm(form_data(request)), ""
    if story.is_public:
        desk.message_user(request, "Readers have this story: send them its address.", messages.INFO)
        return HttpResponseRedirect(desk.page_of(story))
    if form.is_valid():
        _, secret = share_links.make(
            story,
            by=request.user,
            for_whom=form.cleaned_data["for_whom"],
            lasts=timedelta(hours=int(form.cleaned_data["lasts"])),
            version=story.latest if form.cleaned_data["what"] == "this" else None,
        )
        address = settings.SITE_URL + reverse("articles:shared", args=[secret])
        form = ShareForm()
    return desk.answer(
        request,
        "share",
        story,
        title="Share with somebody outside",
        is_wrong=bool(form.errors),
        form=form,
        address=address,
        links=story.share_links.select_related("version", "made_by").order_by("-pk")[:MOST_LISTED],
    )


def end(desk, request, pk):
    """Let a link lead nowhere from now on."""
    story = desk.story_for(request, pk, "publish")
    number = whole_number(request.POST.get("link", ""), most=LARGEST_INTEGER)
    link = get_object_or_404(story.share_links.select_related("story"), pk=number)
    is_first = share_links.end(link, by=request.user)
    said = f"The link for {link.for_whom} leads nowhere any more."
    desk.message_user(request, said if is_first else "It had ended already.", messages.SUCCESS)
    return HttpResponseRedirect(desk.page_of(story, "share"))


PAGES = [
    Page("<id:pk>/share/", "share", share),
    Page("<id:pk>/share/end/", "end-sharing", end, require_POST),
]
