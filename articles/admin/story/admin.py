from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import format_html

from articles import publishing, rights
from articles.admin.base import only_add, search_words
from articles.admin.picture.warnings import warnings_about
from articles.models import Byline, Story
from newsroom import moments

from . import decisions, history, preview, update
from .actions import back_to_draft, publish
from .buttons import Buttons, for_a_new_story
from .changelist import StateFilter, StoryList
from .desk import StoryDesk
from .form import TEXT, StoryForm
from .inlines import BylineInline
from .state_in_words import facts, in_short, returned
from .verbs import press

VERSIONS_SHOWN = 8


class AlreadySaved(Exception):
    """The same form arrived twice."""

    def __init__(self, story):
        self.story = story
        super().__init__(str(story))


@admin.register(Story)
class StoryAdmin(StoryDesk):
    """The desk: find a story, write it, put it before readers."""

    form = StoryForm
    inlines = [BylineInline]
    autocomplete_fields = ["topics"]
    fieldsets = [
        (None, {"fields": ["kicker", "headline", "standfirst", "dateline", "body"],
                "classes": ["desk-text"]}),
        ("Picture", {"fields": ["lead_picture", "lead_caption"]}),
        ("Where it stands", {"fields": ["section", "prominence", "kind", "topics",
                                        "live_label_until", "sponsor", "sensitive"]}),
        ("Language, address, views", {"fields": ["language", "slug", "comments_open"],
                                      "classes": ["collapse"]}),
        (None, {"fields": ["note", "based_on"], "classes": ["desk-note"]}),
    ]  # fmt: skip
    list_display = ["headline", "section", "state_in_words", "byline", "updated"]
    list_filter = [StateFilter, "section"]
    list_select_related = ["section", "latest", "live"]
    search_fields = ["latest__headline"]
    search_help_text = "Search by headline."
    actions = [publish, back_to_draft]
    pages = [*decisions.PAGES, *history.PAGES, *preview.PAGES, *update.PAGES]

    # The list

    def get_queryset(self, request):
        return Story.objects.visible_to(request.user).with_hours()

    def get_changelist(self, request, **kwargs):
        return StoryList

    def get_search_results(self, request, queryset, search_term):
        if self.has_publish_permission(request):
            return super().get_search_results(request, queryset, search_term)
        # A new headline for a live story is the editors' business until it is published.
        own = Q(live=None) | Q(created_by=request.user)
        for word in search_words(search_term):
            queryset = queryset.filter(
                Q(live__headline__icontains=word) | own & Q(latest__headline__icontains=word)
            )
        return queryset, False

    @admin.display(description="Headline")
    def headline(self, story):
        return story.headline_shown

    @admin.display(description="State")
    def state_in_words(self, story):
        return in_short(story)

    @admin.display(description="Author")
    def byline(self, story):
        return ", ".join(byline.author.name for byline in story.bylines.all()) or "–"

    @admin.display(description="Updated", ordering="latest__created_at")
    def updated(self, story):
        return moments.in_short(story.latest.created_at if story.latest else story.created_at)

    def action_checkbox(self, obj):
        """With the number of the version that stands in the list: what is published is that."""
        box = super().action_checkbox(obj)
        if obj.latest is None:
            return box
        hidden = '{}<input type="hidden" name="version-{}" value="{}">'
        return format_html(hidden, box, obj.pk, obj.latest.number)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Stories"} | (extra_context or {}))

    # The form

    def get_object(self, request, object_id, from_field=None):
        story = super().get_object(request, object_id, from_field)
        if story is not None:
            if request.method == "POST":
                # Saving waits for whoever publishes this very moment, then looks afresh.
                try:
                    locked = Story.objects.select_for_update(of=("self",))
                    story.refresh_from_db(from_queryset=locked)
                except Story.DoesNotExist:
                    return None  # deleted for good this very moment
            bylines = Byline.objects.select_related("author")
            models.prefetch_related_objects([story], models.Prefetch("bylines", bylines))
        return story

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        for name in ("section", "topics"):
            if name in form.base_fields:
                only_add(form.base_fields[name])
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except AlreadySaved as saved:
            self.message_user(request, "Saved.", messages.SUCCESS)
            return HttpResponseRedirect(self.page_of(saved.story))
        except PermissionDenied:
            if object_id is None or request.method != "POST":
                raise
            return self._too_late(request, object_id)

    def _too_late(self, request, object_id):
        """Who wrote a draft that has gone out meanwhile gets what they typed back, to keep it."""
        story = super().get_object(request, object_id)
        typed = [(name, request.POST.get(name, "")) for name in TEXT if name != "lead_picture"]
        if story is None or not story.latest or not rights.is_own(request.user, story):
            raise PermissionDenied
        context = self.page_context(request, story, title="Not saved") | {
            "typed": [(name.replace("_", " ").capitalize(), text) for name, text in typed if text],
        }
        return render(request, "admin/articles/story/too_late.html", context, status=403)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        story = self.get_object(request, object_id) if request.method == "GET" else None
        if story and not self.has_change_permission(request, story):
            if not self.has_view_permission(request, story):
                raise PermissionDenied
            # Nothing to write here: read it.
            return HttpResponseRedirect(self.reading_address(request.user, story))
        context = {"title": "Story", "subtitle": None} | (extra_context or {})
        if story:
            context |= self._around_the_form(request, story)
        return super().change_view(request, object_id, form_url, context)

    def add_view(self, request, form_url="", extra_context=None):
        context = {
            "title": "New story",
            "in_the_bar": for_a_new_story(self.has_publish_permission(request)),
        }
        return super().add_view(request, form_url, context | (extra_context or {}))

    def render_change_form(self, request, context, *args, **kwargs):
        if (story := context.get("original")) and "versions" not in context:
            context |= self._around_the_form(request, story)
        return super().render_change_form(request, context, *args, **kwargs)

    def _around_the_form(self, request, story):
        """What stands around the form: state, what is missing, history."""
        try:
            publishing.ensure_ready(story)
            problems = []
        except publishing.NotReady as not_ready:
            problems = not_ready.problems
        versions = story.versions.select_related("created_by")
        buttons = Buttons(request.user, story)
        return {
            "in_the_bar": buttons.in_the_bar,
            "under_more": buttons.under_more,
            "is_to_come": story.latest_id not in (story.live_id, story.update_version_id),
            "state_in_words": in_short(story),
            "facts": facts(story),
            "returned": returned(story),
            "notices": update.notices_of(story),
            "problems": problems,
            "picture_warnings": warnings_about(story),
            "versions": versions[:VERSIONS_SHOWN],
            "versions_shown": VERSIONS_SHOWN,
        }

    def get_changeform_initial_data(self, request):
        return {}

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        author = getattr(request.user, "author", None)
        if inline.model is Byline and request.method == "GET" and not obj.pk and author:
            kwargs["initial"] = [{"author": author.pk}]
        return kwargs

    # Saving

    def save_model(self, request, obj, form, change):
        text = form.text()
        note = form.cleaned_data["note"]
        if change:
            own = [f.name for f in Story._meta.concrete_fields if f.name in form.cleaned_data]
            obj.save(update_fields=own)
        else:
            # A second click waits here for the first, and then finds its story.
            get_user_model().objects.select_for_update().get(pk=request.user.pk)
            if story := form.saved_already():
                raise AlreadySaved(story)
            obj.created_by = request.user
        before = obj.latest_id
        obj.write(by=request.user, note=note, **text)
        obj.new_version = obj.latest_id != before

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_change(request, obj)

    def response_change(self, request, obj):
        """Say what was saved, then do what the pressed button says."""
        saved = f"Saved as version {obj.latest.number}." if obj.new_version else "Saved."
        note = request.POST.get("note", "").strip()
        return press(self, request, obj, saved=saved, note=note)
