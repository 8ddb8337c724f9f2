"""The desk's pages that ask something before a verb: an hour, a reason, a person, a story."""

from django import forms
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.http import Http404, HttpResponseRedirect

from articles import publishing
from articles.admin.pages import Page, form_data
from articles.models import Story
from newsroom.moments import in_words

from .decision_forms import (
    DeleteForm,
    ExpireForm,
    MergeForm,
    RetractForm,
    ReturnForm,
    ScheduleStoryForm,
    TakeDownForm,
)
from .desk import headline_of
from .way_back import way_back


class Decision:
    """One such page: `form` asks, `decide` does it and says in a sentence what was done."""

    # Where it stands below the story, what articles.rights calls the verb, and its heading.
    route = verb = heading = ""

    def title(self, form):
        return self.heading

    def form(self, story, data):
        """The question; `data` is None while the page is only opened."""
        raise NotImplementedError

    def decide(self, story, form, by):
        """Use the verb. Raises NotReady where it refuses."""
        raise NotImplementedError

    def context(self, story, form):
        """What the template is given beside the form."""
        return {}

    def next_page(self, desk, story):
        return desk.page_of(story)

    def __call__(self, desk, request, pk):
        """Ask; once it is answered, decide under the story's lock, for what was looked at."""
        story = desk.story_for(request, pk, self.verb)
        form = self.form(story, form_data(request))
        if form.is_valid():
            try:
                with transaction.atomic():
                    locked = Story.objects.select_for_update(of=("self",))
                    story.refresh_from_db(from_queryset=locked)
                    desk.say_done(request, story, self.decide(story, form, request.user))
            except publishing.NotReady as not_ready:
                form.add_error(None, not_ready.problems)
                if "version" in form.fields:
                    form.ask_about_latest()
            except Story.DoesNotExist as error:
                raise Http404 from error  # deleted for good meanwhile
            else:
                return HttpResponseRedirect(self.next_page(desk, story))
        return desk.answer(
            request,
            self.route.replace("-", "_"),
            story,
            title=self.title(form),
            is_wrong=bool(form.errors),
            form=form,
            **self.context(story, form),
        )


class Return(Decision):
    """Give a story back with a note that says what is wanted."""

    route, verb, heading = "return", "return_to", "Return with a note"

    def form(self, story, data):
        return ReturnForm(data, story=story)

    def decide(self, story, form, by):
        writer = form.cleaned_data["writer"]
        story.return_to(writer, by=by, note=form.cleaned_data["note"])
        return f"Returned to {writer} with your note."


class Schedule(Decision):
    """Choose the day and the hour at which the story goes before readers."""

    route, verb, heading = "schedule", "schedule", "Schedule"

    def form(self, story, data):
        initial = {"at": story.published_at} if story.is_scheduled else {}
        return ScheduleStoryForm(data, story=story, initial=initial)

    def decide(self, story, form, by):
        at = form.cleaned_data["at"]
        story.schedule(by=by, at=at, expecting=form.cleaned_data["version"])
        return f"Scheduled for {in_words(at)}."


class Expire(Decision):
    """Choose until when readers have the story."""

    route, verb, heading = "expire", "expire", "Expire"

    def form(self, story, data):
        if data and "stay" in data:
            return forms.Form(data)  # no hour to ask for
        return ExpireForm(data, initial={"at": story.expires_at})

    def decide(self, story, form, by):
        at = form.cleaned_data.get("at")
        story.expire(by=by, at=at)
        return f"Readers have it until {in_words(at)}." if at else "The story stays for good."


class TakeDown(Decision):
    """Remove the story from the paper; the reason stays at its address."""

    route, verb, heading = "take-down", "take_down", "Take down"

    def form(self, story, data):
        return TakeDownForm(data)

    def decide(self, story, form, by):
        reason, by_law = form.cleaned_data["reason"], form.cleaned_data["by_law"]
        story.take_down(by=by, reason=reason, by_law=by_law)
        return "Taken down. Readers find the reason at its address."


class Retract(Decision):
    """Say above the text that the paper no longer stands by it."""

    route, verb, heading = "retract", "retract", "Retract"

    def form(self, story, data):
        return RetractForm(data)

    def decide(self, story, form, by):
        story.retract(by=by, reason=form.cleaned_data["reason"])
        return "Retracted. The text stays, and above it stands why."


class Merge(Decision):
    """Send the story's readers to another one."""

    route, verb, heading = "merge", "merge_into", "Merge into another story"

    def form(self, story, data):
        return MergeForm(data, story=story)

    def decide(self, story, form, by):
        other = form.cleaned_data["story"]
        story.merge_into(other, by=by)
        return f"Merged: readers are sent to “{other}”."

    def context(self, story, form):
        return {"near": form.near()}


class DeleteForGood(Decision):
    """Delete the story with all its versions; nothing brings it back."""

    route, verb, heading = "delete-for-good", "delete_for_good", "Delete for good"

    def form(self, story, data):
        return DeleteForm(data, story=story)

    def decide(self, story, form, by):
        headline = headline_of(story)
        try:
            story.delete_for_good(by=by, reason=form.cleaned_data["reason"])
        except (ProtectedError, RestrictedError) as error:
            raise publishing.NotReady(
                ["Readers of other stories are sent to this one. Restore or delete them first."]
            ) from error
        return f"“{headline}” is deleted for good."

    def next_page(self, desk, story):
        return way_back()


def page_for(decision):
    return Page(f"<id:pk>/{decision.route}/", decision.route, decision)


PAGES = [
    page_for(decision())
    for decision in (Return, Schedule, Expire, TakeDown, Retract, Merge, DeleteForGood)
]
