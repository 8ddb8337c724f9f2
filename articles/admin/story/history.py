"""The desk's pages about what a story said: its versions, one, two compared, one again."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, OuterRef, When
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404

from articles import body, checks
from articles.admin.day_and_hour import MomentField
from articles.admin.pages import Page
from articles.body import comparing
from articles.models import Appearance, Embed, Story
from articles.querysets.json_rows import json_rows
from articles.views.story_context import datetime_from_json, language_attributes
from newsroom import clock
from newsroom.clock import Now
from newsroom.methods import require_POST, require_safe
from newsroom.paging import Counted, page_of

VERSIONS_ON_A_PAGE = 100
EVENTS_SHOWN = 200
# What no line of the history says, and what would make it slow.
NOT_IN_THE_HISTORY = ("body", "standfirst", "kicker", "dateline", "lead_caption")


class ShownAtForm(forms.Form):
    """Which version had readers then?"""

    at = MomentField(label="Day and hour")


class CompareForm(forms.Form):
    """Two versions of a story, by their numbers."""

    a = forms.IntegerField(label="From version", min_value=1)
    b = forms.IntegerField(label="to version", min_value=1)

    def __init__(self, *args, story, **kwargs):
        super().__init__(*args, **kwargs)
        self.story, self.versions = story, {}
        for field in self.fields.values():
            field.widget.attrs["max"] = story.latest.number
            field.error_messages |= {
                "required": "Write a number.",
                "invalid": "Write the number of a version.",
                "min_value": "The first version is 1.",
            }

    def clean(self):
        cleaned = super().clean()
        # Numbers of any length may be typed, and PostgreSQL would refuse some.
        asked = {n for n in cleaned.values() if n and n <= self.story.latest.number}
        versions = self.story.versions.select_related("lead_picture").filter(number__in=asked)
        self.versions = {version.number: version for version in versions}
        for name, number in list(cleaned.items()):
            if number not in self.versions:
                self.add_error(name, f"There is no version {number}.")
        return cleaned

    def compared(self):
        """The two versions, from and to."""
        return self.versions[self.cleaned_data["a"]], self.versions[self.cleaned_data["b"]]


def versions(desk, request, pk):
    """All versions of a story, newest first, and what readers had at a moment."""
    story = desk.story_to_read(request, pk)
    versions = story.versions.defer(*NOT_IN_THE_HISTORY).select_related("created_by")
    # Versions are numbered without a gap: nobody needs to count them.
    versions = Counted(with_turns(versions), story.latest.number)
    page = page_of(versions, request, per_page=VERSIONS_ON_A_PAGE)
    page.object_list = [read_turns(version) for version in page.object_list]
    form = ShownAtForm(request.GET if "at_0" in request.GET or "at_1" in request.GET else None)
    asked = {}
    if form.is_valid():
        at = form.cleaned_data["at"]
        asked = {"at": at, "shown": story.shown_at(at), "is_ahead": at > clock.now()}
    return desk.answer(
        request,
        "versions",
        story,
        title="History",
        is_wrong=bool(form.errors),
        form=form,
        page=page,
        events=story.events[:EVENTS_SHOWN],
        may_change=desk.has_change_permission(request, story),
        **asked,
    )


def version(desk, request, pk, number):
    """One version, with what stood in it."""
    story = desk.story_to_read(request, pk)
    versions = with_turns(story.versions.select_related("created_by", "lead_picture"))
    version = read_turns(get_object_or_404(versions, number=number))
    return desk.answer(
        request,
        "version",
        story,
        title=f"Version {version.number}",
        version=version,
        body=body.render(version.body, version.shown_embeds()),
        may_change=desk.has_change_permission(request, story),
    )


def compare(desk, request, pk):
    """Two versions word by word: what readers have against the latest, unless chosen."""
    story = desk.story_to_read(request, pk)
    asked = request.GET if "a" in request.GET or "b" in request.GET else None
    form = CompareForm(asked or usual_comparison(story), story=story)
    compared = {}
    if form.is_valid():
        before, after = form.compared()
        compared = {
            "before": before,
            "after": after,
            "difference": comparing.compare(before, after, embedded_in(before, after)),
            "in_its_language": language_attributes(story),
        }
    wrong = bool(form.errors)
    return desk.answer(
        request, "compare", story, title="Compare versions", is_wrong=wrong, form=form, **compared
    )


def write_again(desk, request, pk, number):
    """Let an old version be the text again: it becomes the next version."""
    story = desk.story_to_read(request, pk)
    if not desk.has_change_permission(request, story):
        raise PermissionDenied
    get_object_or_404(story.versions, number=number)
    with transaction.atomic():
        before = Story.objects.select_for_update(of=("self",)).get(pk=story.pk).latest_id
        latest = story.write_again(number, by=request.user)
        is_new = latest.pk != before
        if is_new:
            checks.keep_count(story)
    if is_new:
        done = f"Version {number} is the text again, as version {latest.number}."
        desk.message_user(request, f"{done} Readers see it when you publish.", messages.SUCCESS)
    else:
        nothing = f"Version {number} says what the text says already."
        desk.message_user(request, nothing, messages.INFO)
    return HttpResponseRedirect(desk.page_of(story))


def usual_comparison(story):
    """What readers have against the latest; where that is the same, the one before it."""
    latest = story.latest.number
    before = story.text.number if story.status == story.Status.PUBLISHED else latest
    return {"a": before if before < latest else max(latest - 1, 1), "b": latest}


def with_turns(versions):
    """With the times at which readers had or will have each, for `read_turns`; no query more."""
    turns = Appearance.objects.filter(version=OuterRef("pk")).annotate(
        is_ahead=Case(When(since__gt=Now(), then=True), default=False),
        is_over=Case(When(until__lte=Now(), then=True), default=False),
    )
    columns = {name: name for name in ("since", "until", "is_ahead", "is_over")}
    return versions.annotate(turn_rows=json_rows(turns, **columns))


def read_turns(version):
    """The version with its `turns` in their order, and whether readers have it (`is_live`)."""
    for turn in version.turn_rows:
        turn["since"], turn["until"] = (
            datetime_from_json(turn["since"]),
            turn["until"] and datetime_from_json(turn["until"]),
        )
        turn["is_on"] = not turn["is_ahead"] and not turn["is_over"]
    version.turns = sorted(version.turn_rows, key=lambda turn: turn["since"])
    version.is_live = any(turn["is_on"] for turn in version.turns)
    return version


def embedded_in(before, after):
    """The pictures, galleries and quotes in two versions by (kind, id): the desk may name all."""
    embeds = Embed.objects.filter(version__in=[before, after])
    embeds = embeds.select_related("picture", "gallery", "quote")
    leads = [version.lead_picture for version in (before, after) if version.lead_picture_id]
    found = {(embed.kind, embed.item.pk): embed.item for embed in embeds}
    return found | {("picture", picture.pk): picture for picture in leads}


PAGES = [
    Page("<id:pk>/versions/", "versions", versions, require_safe),
    Page("<id:pk>/versions/<id:number>/", "version", version, require_safe),
    Page("<id:pk>/versions/<id:number>/again/", "again", write_again, require_POST),
    Page("<id:pk>/compare/", "compare", compare, require_safe),
]
