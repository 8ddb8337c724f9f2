"""Who else writes at a story: said above its form and in the list, asked, taken over, watched.

The script of the form (js/desk/presence.js) says every quarter of a minute that it is open, and
tells in place what a colleague asks or has done.
"""

from django import forms
from django.http import JsonResponse

from articles import body
from articles.admin.pages import Page
from articles.models import Record, Story
from articles.models.editing import LONGEST_WORDS
from articles.writing import editing
from newsroom import moments
from newsroom.form_fields import CharField
from newsroom.methods import require_POST, require_safe

from ..decisions import Decision, page_for
from ..working_copies import name_that_was_sent


def sentence_about(person, since):
    return f"{person} is editing this since {moments.hour_in_words(since)}"


def sentences_about(story, person):
    """What stands above the form: one sentence for each colleague who is there."""
    return [sentence_about(one.person, one.since) for one in editing.others(story, person)]


def around_the_form(story, person):
    """What the template of the form needs."""
    seconds = int(editing.HEARTBEAT.total_seconds())
    return {"others": sentences_about(story, person), "seconds": seconds}


def here(desk, request, pk):
    """The form is open, or with `gone` it no longer is; what has been said to it meanwhile."""
    story = desk.story_for(request, pk, "write")
    form = name_that_was_sent(request)
    if not form:
        return JsonResponse({}, status=400)
    if "gone" in request.POST:
        editing.left(request.user, form)
        return JsonResponse({})
    own = editing.at_it(request.user, form, story.pk)
    return JsonResponse({
        "others": sentences_about(story, request.user),
        "asked": f"{own.asked_by} asks: {own.asked}" if own.asked_by else "",
        "taken": _taken(own),
    })  # fmt: skip


def _taken(own):
    if own.taken_by is None:
        return ""
    said = f"{own.taken_by} has taken this over"
    return (
        f"{said}: “{own.taken_for}”"
        if own.taken_for
        else f"You have handed this over to {own.taken_by}"
    )


def hand_over(desk, request, pk):
    """Close one's own form for whoever has asked."""
    desk.story_for(request, pk, "write")
    to = editing.hand_over(request.user, name_that_was_sent(request))
    return JsonResponse({"to": str(to) if to else ""}, status=200 if to else 409)


class AskForm(forms.Form):
    words = CharField(
        label="What you ask",
        max_length=LONGEST_WORDS,
        initial="May I write in this story?",
        error_messages={"required": "Write what you ask."},
    )


class TakeOverForm(forms.Form):
    reason = CharField(
        max_length=LONGEST_WORDS,
        help_text="They read it at once, and it stands in the log.",
        error_messages={"required": "Give the reason: your colleague will read it."},
    )


class AskThem(Decision):
    """Say something to whoever writes at the story; they read it in their form."""

    route, verb, heading = "ask", "write", "Ask whoever is writing"

    def form(self, story, data):
        return AskForm(data)

    def decide(self, story, form, by):
        if editing.ask(story, by, form.cleaned_data["words"]):
            return "They read it within a few seconds."
        return "Nobody else is writing at it any more."

    def context(self, story, form):
        return {"there": editing.open_by_others(story, None)}


class TakeOver(AskThem):
    """Close the form of whoever writes at the story. Their words stay theirs."""

    route, verb, heading = "take-over", "write", "Take over"

    def form(self, story, data):
        return TakeOverForm(data)

    def decide(self, story, form, by):
        reason = form.cleaned_data["reason"]
        people = editing.take_over(story, by, reason)
        if not people:
            return "Nobody else is writing at it any more: it is yours."
        names = ", ".join(map(str, people))
        Record.objects.keep(story, "taken over", by=by, note=reason, of=names)
        return f"The story is yours. What {names} had not saved is kept for them."


def watch(desk, request, pk):
    """The latest text as it is saved, and who writes at it; asks again by itself."""
    stories = Story.objects.select_related("latest__lead_picture", "latest__created_by")
    story = desk.story_to_read(request, pk, stories)
    return desk.answer(
        request,
        "watch",
        story,
        title="Watch",
        there=sentences_about(story, request.user),
        version=story.latest,
        body=body.render(story.latest.body, story.latest.shown_embeds()),
        seconds=int(editing.HEARTBEAT.total_seconds()),
    )


PAGES = [
    Page("<id:pk>/here/", "at-it", here, require_POST),
    Page("<id:pk>/hand-over/", "hand-over", hand_over, require_POST),
    Page("<id:pk>/watch/", "watch", watch, require_safe),
    page_for(AskThem()),
    page_for(TakeOver()),
]
