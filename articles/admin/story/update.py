"""The desk's one page for changing what readers have: with or without a notice, now or later."""

from django import forms
from django.http import HttpResponseRedirect

from articles.admin.day_and_hour import MomentField
from articles.models import Correction
from articles.publishing import Change
from newsroom.form_fields import CharField
from newsroom.moments import in_words

from .decision_forms import OfVersion
from .decisions import Decision, page_for
from .verbs import UPDATE_CANCELLED

# A retraction is another verb, with a page of its own.
KINDS = [choice for choice in Correction.Kind.choices if choice[0] != Correction.Kind.RETRACTION]
ABOUT = {
    "correction": "something was wrong",
    "clarification": "it could be misunderstood",
    "update": "something new has happened",
    "note": "readers should know something about the story",
}
NO_NOTICE = ("none", "No notice: a small change that readers need not be told of")


def _text_of_notice(name, **kwargs):
    longest = Correction._meta.get_field(name).max_length
    widget = forms.Textarea({"rows": 3})
    return CharField(max_length=longest, widget=widget, required=False, **kwargs)


class UpdateForm(OfVersion):
    """What kind of change it is, and what notice readers get of it.

    Nothing is chosen beforehand: whether a change is a substantive one, an editor says.
    """

    kind = forms.ChoiceField(
        label="What kind of change is it?",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Say what kind of change it is."
        ),
    )
    wrong = _text_of_notice(
        "wrong", label="What was wrong or unclear", help_text="Readers will find it here too."
    )
    text = _text_of_notice(
        "text",
        label="What is right",
        help_text="What readers will read. For instance: The vote was 23 to 19.",
    )
    material = forms.BooleanField(
        label="It matters for the whole story: the notice stands above the text, not below it",
        required=False,
    )
    at = MomentField(
        label="Only from a later hour on",
        required=False,
        help_text="For “Schedule the update” only.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(value, f"{label}: {ABOUT[value]}") for value, label in KINDS]
        self.has_new_text = self.story.has_unpublished_changes
        # Sent a second time, the first has made the new text the live one.
        may_be_silent = self.has_new_text or self.is_bound
        self.fields["kind"].choices = [NO_NOTICE, *kinds] if may_be_silent else kinds
        if not self.has_new_text:
            del self.fields["at"]

    def clean(self):
        cleaned = super().clean()
        has_notice = bool(cleaned.get("text") or cleaned.get("wrong"))
        match cleaned.get("kind"):
            case None:
                pass
            case "none" if has_notice:
                self.add_error("kind", "Choose a kind of notice, or leave its words out.")
            case "none":
                pass
            case _ if not cleaned.get("text") and "text" not in self.errors:
                self.add_error("text", "Say what changed: readers will find it under the story.")
        if "at" in self.fields and "at" not in self.errors:
            self._check_hour(cleaned.get("at"))
        return cleaned

    def _check_hour(self, at):
        is_later = "later" in self.data
        if is_later and at is None:
            self.add_error("at", "Choose a day and an hour.")
        elif at is not None and not is_later:
            problem = "You chose an hour: press “Schedule the update”, or empty it to update now."
            self.add_error("at", problem)

    def change(self):
        """The notice, for `Story.update`; None is a change without one."""
        cleaned = self.cleaned_data
        if cleaned["kind"] == NO_NOTICE[0]:
            return None
        return Change(**{name: cleaned[name] for name in ("kind", "text", "wrong", "material")})


class Update(Decision):
    """Give readers the latest text in place of the live one, and say what changed."""

    route, verb = "update", "update"

    def __call__(self, desk, request, pk):
        if "cancel" not in request.POST:
            return super().__call__(desk, request, pk)
        story = desk.story_for(request, pk, self.verb)
        story.cancel_update(by=request.user)
        desk.say_done(request, story, UPDATE_CANCELLED)
        return HttpResponseRedirect(desk.page_of(story))

    def form(self, story, data):
        return UpdateForm(data, story=story)

    def title(self, form):
        return "Update the live story" if form.has_new_text else "Add a notice"

    def decide(self, story, form, by):
        at, version = form.cleaned_data.get("at"), form.cleaned_data["version"]
        story.update(by=by, at=at, change=form.change(), expecting=version)
        if at:
            return f"Readers get version {version} on {in_words(at)}."
        return "Readers have it now." if form.has_new_text else "Readers have the notice."

    def context(self, story, form):
        waits = in_words(story.update_at) if story.update_at else ""
        return {"notices": notices_of(story), "waits": waits}


def notices_of(story):
    """The notices of changes that readers have or will have, newest first, for the desk."""
    return [
        {"correction": correction, "at": in_words(correction.published_at)}
        for correction in story.corrections.select_related("before", "after", "created_by")
    ]


PAGES = [page_for(Update())]
