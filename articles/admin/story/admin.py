from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import render

from articles import publishing, rights
from articles.admin import sound
from articles.admin.base import only_add, search_words
from articles.admin.picture.warnings import warnings_about
from articles.checks import Draft, keep_count
from articles.models import Byline, Story
from articles.writing import editing
from articles.writing import working_copies as copies

from . import checks, decisions, history, preview, update, working_copies
from .buttons import Buttons, for_a_new_story
from .changelist import ListOfStories
from .colleagues import notes, presence, share
from .form import TEXT, StoryForm
from .inlines import BylineInline
from .state_in_words import facts, in_short, returned
from .verbs import press, pressed

VERSIONS_SHOWN = 8


class AlreadySaved(Exception):
    """The same form arrived twice."""

    def __init__(self, story):
        self.story = story
        super().__init__(str(story))


@admin.register(Story)
class StoryAdmin(ListOfStories):
    """The desk: find a story, write it, put it before readers."""

    form = StoryForm
    inlines = [BylineInline]
    autocomplete_fields = ["topics"]
    fieldsets = [
        ("Text", {"fields": ["headline", "standfirst", "body"]}),
        ("Publish", {"fields": ["section", "kicker", "dateline", "prominence", "kind",
                                "sensitive"]}),
        ("Address, language, comments, sponsor", {
            "fields": ["slug", "language", "comments_open", "live_label_until", "sponsor"],
            "classes": ["collapse"]}),
        ("Picture", {"fields": ["lead_picture", "lead_caption"]}),
        ("Topics", {"fields": ["topics"]}),
        ("History", {"fields": ["note", "based_on", "opened_with"]}),
    ]  # fmt: skip
    pages = [
        *(*decisions.PAGES, *history.PAGES, *preview.PAGES, *update.PAGES),
        *(*working_copies.PAGES, *presence.PAGES, *checks.PAGES, *share.PAGES, *notes.PAGES),
        *sound.PAGES,
    ]

    # The list

    def get_queryset(self, request):
        stories = Story.objects.visible_to(request.user).with_hours()
        return stories.select_related(*self.list_select_related)

    def get_search_results(self, request, queryset, search_term):
        """For fields that complete a headline: it has each of these words, or parts of them."""
        if self.has_publish_permission(request):
            return super().get_search_results(request, queryset, search_term)
        # A new headline for a live story is the editors' business until it is published.
        own = Q(live=None) | Q(created_by=request.user)
        for word in search_words(search_term):
            queryset = queryset.filter(
                Q(live__headline__icontains=word) | own & Q(latest__headline__icontains=word)
            )
        return queryset, False

    # The form

    def get_object(self, request, object_id, from_field=None):
        if request.method == "GET" and (story := getattr(request, "story_of_the_form", None)):
            return story  # Django asks for it once more than we do
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
            request.story_of_the_form = story
        return story

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        form.is_only_shown = self._is_restored(request)
        for name in ("section", "topics"):
            if name in form.base_fields:
                only_add(form.base_fields[name])
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if working_copies.RESTORE in request.POST:
            # Not ours, which waits for whoever publishes: nothing is saved.
            story = super().get_object(request, object_id) if object_id else None
            request.POST, request.is_restored = working_copies.restored(request, story), True
            editing.opened_again(request.user, request.POST[working_copies.FORM])
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except AlreadySaved as saved:
            copies.end(request.user, request.POST.get(working_copies.FORM, ""))
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
        story = self.get_object(request, object_id) if request.method != "POST" else None
        if story and not self.has_change_permission(request, story):
            if not self.has_view_permission(request, story):
                raise PermissionDenied
            # Nothing to write here: read it.
            return HttpResponseRedirect(self.reading_address(request.user, story))
        context = {"title": "Story", "subtitle": None} | (extra_context or {})
        if story:
            working_copies.take_over_draft(request, story, self.form.base_fields)
            context |= self._around_the_form(request, story)
        return super().change_view(request, object_id, form_url, context)

    def add_view(self, request, form_url="", extra_context=None):
        if request.method != "POST" and self.has_add_permission(request):
            working_copies.take_over_draft(request, None, self.form.base_fields)
        context = {
            "title": "New story",
            "in_the_bar": for_a_new_story(self.has_publish_permission(request)),
            "checks": checks.for_a_new_story(),
        }
        return super().add_view(request, form_url, context | (extra_context or {}))

    def render_change_form(self, request, context, *args, **kwargs):
        if (story := context.get("original")) and "versions" not in context:
            context |= self._around_the_form(request, story)
        context |= working_copies.around_the_form(self, request, story)
        # One part of the form for each tab of the template.
        context["part"] = {
            fieldset.name.split(",")[0]: fieldset for fieldset in context["adminform"]
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def _around_the_form(self, request, story):
        """What stands around the form: state, what is missing, history."""
        try:
            publishing.ensure_ready(story)
            problems = []
        except publishing.NotReady as not_ready:
            problems = not_ready.problems
        # What the text itself lacks, the checks say below.
        problems = [each for each in problems if each not in publishing.problems_of(story.latest)]
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
            "notes": notes.around_the_form(story),
            "problems": problems,
            "checks": checks.around_the_form(Draft.of(story), request.user),
            "picture_warnings": warnings_about(story),
            "presence": presence.around_the_form(story, request.user),
            "versions": versions[:VERSIONS_SHOWN],
            "versions_shown": VERSIONS_SHOWN,
        }

    def _is_restored(self, request):
        return getattr(request, "is_restored", False)

    def get_changeform_initial_data(self, request):
        return {}

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if self._is_restored(request) and f"{prefix}-TOTAL_FORMS" not in request.POST:
            kwargs = {name: kwargs[name] for name in ("instance", "prefix", "queryset")}
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
        obj.new_version, obj.joined = obj.latest_id != before, form.joined
        copies.end(request.user, request.POST.get(working_copies.FORM, ""))

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        keep_count(form.instance)

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_change(request, obj)

    def response_change(self, request, obj):
        """Say what was saved, then do what the pressed button says."""
        saved = f"Saved as version {obj.latest.number}." if obj.new_version else "Saved."
        if obj.joined:
            return self._joined(request, obj, saved)
        note = request.POST.get("note", "").strip()
        return press(self, request, obj, saved=saved, note=note)

    def _joined(self, request, story, saved):
        """What was brought together goes to nobody before whoever saved it has seen it."""
        who, number = story.joined.created_by or "Somebody", story.joined.number
        what = f"{saved} {who} saved version {number} meanwhile: what you both changed is in it."
        if pressed(request):
            what += " Look at it, then press the button again: that was not done yet."
        self.message_user(request, what, messages.WARNING)
        return HttpResponseRedirect(self.page_of(story))
