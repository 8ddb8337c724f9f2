from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, OuterRef, When
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from articles import body
from articles.admin.day_and_hour import MomentField, zone_in_words
from articles.body.comparing import compare
from articles.models import Appearance, Embed, Story
from articles.querysets.json_rows import json_rows
from articles.views.story import in_its_language, moment
from newsroom import clock
from newsroom.clock import Now
from newsroom.paging import page_of

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


class StoryHistory:
    """The desk's pages about what a story said: its versions, one, two compared, one again."""

    def get_urls(self):
        def own(route, view, name):
            view = self.admin_site.admin_view(view)
            return path(f"<id:pk>/{route}/", view, name=f"articles_story_{name}")

        return [
            own("versions", require_safe(self.versions), "versions"),
            own("versions/<id:number>", require_safe(self.version), "version"),
            own("versions/<id:number>/again", require_POST(self.write_again), "again"),
            own("compare", require_safe(self.compare), "compare"),
            *super().get_urls(),
        ]

    def versions(self, request, pk):
        """All versions of a story, newest first, and what readers had at a moment."""
        story = self._story(request, pk)
        versions = story.versions.defer(*NOT_IN_THE_HISTORY).select_related("created_by")
        versions = Numbered(with_turns(versions), story.latest.number)
        page = page_of(versions, request, per_page=VERSIONS_ON_A_PAGE)
        page.object_list = [read_turns(version) for version in page.object_list]
        form = ShownAtForm(request.GET if "at_0" in request.GET or "at_1" in request.GET else None)
        context = self._context(request, story, title="History") | {
            "page": page,
            "events": story.events[:EVENTS_SHOWN],
            "zone": zone_in_words(),
            "may_change": self.has_change_permission(request, story),
            "form": form,
        }
        if form.is_bound and form.is_valid():
            at = form.cleaned_data["at"]
            context |= {"at": at, "shown": story.shown_at(at), "is_ahead": at > clock.now()}
        status = 422 if form.errors else 200
        return render(request, "admin/articles/story/versions.html", context, status=status)

    def version(self, request, pk, number):
        """One version, with what stood in it."""
        story = self._story(request, pk)
        versions = with_turns(story.versions.select_related("created_by", "lead_picture"))
        version = read_turns(get_object_or_404(versions, number=number))
        context = self._context(request, story, title=f"Version {version.number}") | {
            "version": version,
            "body": body.render(version.body, version.shown_embeds()),
            "may_change": self.has_change_permission(request, story),
        }
        return render(request, "admin/articles/story/version.html", context)

    def compare(self, request, pk):
        """Two versions word by word: what readers have against the latest, unless chosen."""
        story = self._story(request, pk)
        asked = request.GET if "a" in request.GET or "b" in request.GET else None
        form = CompareForm(asked or usual_comparison(story), story=story)
        context = self._context(request, story, title="Compare versions") | {"form": form}
        if form.is_valid():
            before, after = form.compared()
            context |= {
                "before": before,
                "after": after,
                "difference": compare(before, after, things_in(before, after)),
                "in_its_language": in_its_language(story),
            }
        return self._answer(request, "compare", context)

    def write_again(self, request, pk, number):
        """Let an old version be the text again: it becomes the next version."""
        story = self._story(request, pk)
        if not self.has_change_permission(request, story):
            raise PermissionDenied
        get_object_or_404(story.versions, number=number)
        with transaction.atomic():
            before = Story.objects.select_for_update(of=("self",)).get(pk=story.pk).latest_id
            latest = story.write_again(number, by=request.user)
            is_new = latest.pk != before
        words = f"Version {number} says what the text says already."
        if is_new:
            words = (
                f"Version {number} is the text again, as version {latest.number}. "
                "Readers see it when you publish."
            )
        self.message_user(request, words, messages.SUCCESS if is_new else messages.INFO)
        return HttpResponseRedirect(self.page_of(story))


def usual_comparison(story):
    """What readers have against the latest; where that is the same, the one before it."""
    latest = story.latest.number
    before = story.text.number if story.status == story.Status.PUBLISHED else latest
    return {"a": before if before < latest else max(latest - 1, 1), "b": latest}


class Numbered:
    """Versions are numbered without a gap: nobody needs to count them."""

    def __init__(self, versions, latest):
        self.versions, self.latest = versions, latest

    def count(self):
        return self.latest

    def __getitem__(self, places):
        return self.versions[places]


def with_turns(versions):
    """With the times at which readers had or will have each, for `read_turns`; no query more."""
    turns = Appearance.objects.filter(version=OuterRef("pk")).annotate(
        is_ahead=Case(When(since__gt=Now(), then=True), default=False),
        is_over=Case(When(until__lte=Now(), then=True), default=False),
    )
    told = {name: name for name in ("since", "until", "is_ahead", "is_over")}
    return versions.annotate(turn_rows=json_rows(turns, **told))


def read_turns(version):
    """The version with its `turns` in their order, and whether readers have it (`is_live`)."""
    for turn in version.turn_rows:
        turn["since"], turn["until"] = (
            moment(turn["since"]),
            turn["until"] and moment(turn["until"]),
        )
        turn["is_on"] = not turn["is_ahead"] and not turn["is_over"]
    version.turns = sorted(version.turn_rows, key=lambda turn: turn["since"])
    version.is_live = any(turn["is_on"] for turn in version.turns)
    return version


def things_in(before, after):
    """By (kind, id) what stands in two versions: the desk may name all of it."""
    embeds = Embed.objects.filter(version__in=[before, after])
    embeds = embeds.select_related("picture", "gallery", "quote")
    leads = [version.lead_picture for version in (before, after) if version.lead_picture_id]
    things = {(embed.kind, embed.item.pk): embed.item for embed in embeds}
    return things | {("picture", picture.pk): picture for picture in leads}
