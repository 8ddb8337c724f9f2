from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse

from articles import publishing, rights
from articles.admin.day_and_hour import in_words
from articles.models import Story

from .decision_forms import (
    DeleteForm,
    ExpireForm,
    MergeForm,
    RetractForm,
    ReturnForm,
    ScheduleStoryForm,
    TakeDownForm,
)


class StoryDecisions:
    """The desk's pages that ask something before a verb: an hour, a reason, a person."""

    def get_urls(self):
        def own(route, view):
            view = self.admin_site.admin_view(view)
            return path(f"<id:pk>/{route}/", view, name=f"articles_story_{route}")

        return [
            own("return", self.return_to),
            own("schedule", self.schedule),
            own("expire", self.expire),
            own("take-down", self.take_down),
            own("retract", self.retract),
            own("merge", self.merge),
            own("delete-for-good", self.delete_for_good),
            *super().get_urls(),
        ]

    def return_to(self, request, pk):
        """Give a story back with a note that says what is wanted."""
        story = self._story_for(request, pk, "return_to")
        form = ReturnForm(sent(request), story=story)

        def do(said):
            story.return_to(said["writer"], by=request.user, note=said["note"])
            return f"Returned to {said['writer']} with your note."

        return self._decide(request, story, form, do, "return", title="Return with a note")

    def schedule(self, request, pk):
        """Choose the day and the hour at which the story goes before readers."""
        story = self._story_for(request, pk, "schedule")
        initial = {"at": story.published_at} if story.is_scheduled else {}
        form = ScheduleStoryForm(sent(request), story=story, initial=initial)

        def do(said):
            story.schedule(by=request.user, at=said["at"], expecting=said["version"])
            return f"Scheduled for {in_words(said['at'])}."

        return self._decide(request, story, form, do, "schedule", title="Schedule")

    def expire(self, request, pk):
        """Choose until when readers have the story."""
        story = self._story_for(request, pk, "expire")
        if "stay" in request.POST:
            form = forms.Form(request.POST)  # no hour to ask for
        else:
            form = ExpireForm(sent(request), initial={"at": story.expires_at})

        def do(said):
            at = said.get("at")
            story.expire(by=request.user, at=at)
            return f"Readers have it until {in_words(at)}." if at else "The story stays for good."

        return self._decide(request, story, form, do, "expire", title="Expire")

    def take_down(self, request, pk):
        """Remove the story from the paper; the reason stays at its address."""
        story = self._story_for(request, pk, "take_down")

        def do(said):
            story.take_down(by=request.user, reason=said["reason"], by_law=said["by_law"])
            return "Taken down. Readers find the reason at its address."

        form = TakeDownForm(sent(request))
        return self._decide(request, story, form, do, "take_down", title="Take down")

    def retract(self, request, pk):
        """Say above the text that the paper no longer stands by it."""
        story = self._story_for(request, pk, "retract")

        def do(said):
            story.retract(by=request.user, reason=said["reason"])
            return "Retracted. The text stays, and above it stands why."

        form = RetractForm(sent(request))
        return self._decide(request, story, form, do, "retract", title="Retract")

    def merge(self, request, pk):
        """Send the story's readers to another one."""
        story = self._story_for(request, pk, "merge_into")
        form = MergeForm(sent(request), story=story)

        def do(said):
            story.merge_into(said["story"], by=request.user)
            return f"Merged: readers are sent to “{said['story']}”."

        title = "Merge into another story"
        return self._decide(request, story, form, do, "merge", title=title, near=form.near())

    def delete_for_good(self, request, pk):
        """Delete the story with all its versions; nothing brings it back."""
        story = self._story_for(request, pk, "delete_for_good")

        def do(said):
            headline = self._name(story)
            try:
                story.delete_for_good(by=request.user, reason=said["reason"])
            except (ProtectedError, RestrictedError) as error:
                raise publishing.NotReady(
                    ["Readers of other stories are sent to this one. Restore or delete them first."]
                ) from error
            return f"“{headline}” is deleted for good."

        form = DeleteForm(sent(request), story=story)
        title = "Delete for good"
        page = reverse("admin:articles_story_changelist")
        return self._decide(request, story, form, do, "delete_for_good", title=title, to=page)

    # What they share

    def _story_for(self, request, pk, verb):
        """The story, if this person may use the verb on it; others are refused."""
        story = self._story(request, pk)
        if not rights.may(request.user, verb, story):
            raise PermissionDenied
        return story

    def _decide(self, request, story, form, do, template, *, title, to=None, **context):
        """Show the form; once it is sent and right, do what it says, and tell it.

        The story's row is locked meanwhile: what is decided holds for what was looked at.
        """
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    story.refresh_from_db(
                        from_queryset=Story.objects.select_for_update(of=("self",))
                    )
                    words = do(form.cleaned_data)
                    self.tell(request, story, words)
            except publishing.NotReady as not_ready:
                form.add_error(None, not_ready.problems)
                if "version" in form.fields:
                    form.now_told()
            except Story.DoesNotExist as error:
                raise Http404 from error  # deleted for good meanwhile
            else:
                return HttpResponseRedirect(to or self.page_of(story))
        context |= self._context(request, story, title=title) | {"form": form}
        return self._answer(request, template, context)


def sent(request):
    """What a form was sent with; None when its page was only opened."""
    return request.POST if request.method == "POST" else None
