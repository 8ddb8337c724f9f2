"""What the desk asks before a verb that needs a reason, a person, an hour or another story."""

from django import forms
from django.contrib.auth import get_user_model

from articles.admin.base import search_words
from articles.admin.day_and_hour import MomentField, ScheduleForm
from articles.admin.picker import number_in
from articles.models import Story, Tombstone
from newsroom.form_fields import CharField
from newsroom.numbers import LARGEST_INTEGER

LONGEST_NOTE = Story._meta.get_field("returned_note").max_length
LONGEST_REASON = Story._meta.get_field("taken_down_reason").max_length
MOST_FOUND = 10
NOT_READ = "Open this page again: it does not say which version you have read."


class OfVersion(forms.Form):
    """A question about one version: the one that stood there when the page was opened."""

    version = forms.IntegerField(
        min_value=1,
        max_value=LARGEST_INTEGER,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), NOT_READ),
    )

    def __init__(self, data=None, *, story, initial=None, **kwargs):
        self.story = story
        super().__init__(data, initial={"version": story.latest.number} | (initial or {}), **kwargs)

    def ask_about_latest(self):
        """Whoever sends the form again has read which version is the latest."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(self.story.latest.number)


class ScheduleStoryForm(OfVersion, ScheduleForm):
    """When a story goes before readers."""


class ExpireForm(forms.Form):
    at = MomentField(label="Readers have it until")


def _reason(help_text, missing, longest=LONGEST_REASON):
    return CharField(
        max_length=longest,
        widget=forms.Textarea({"rows": 4}),
        help_text=help_text,
        error_messages={"required": missing},
    )


class TakeDownForm(forms.Form):
    reason = _reason(
        "Readers find it at the story’s address.", "Give the reason: readers will find it."
    )
    by_law = forms.BooleanField(
        label="A court or a law asked for it",
        required=False,
        help_text="The address then says so, and answers 451 in place of 410.",
    )


class RetractForm(forms.Form):
    reason = _reason(
        "Readers find it above the text, and among the corrections.",
        "Give the reason: readers will find it.",
    )


class ReturnForm(forms.Form):
    writer = forms.ModelChoiceField(
        get_user_model().objects.none(),
        label="Who gets it back",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Choose who gets the story back.",
            "invalid_choice": "Choose one of the people who worked on this story.",
        },
    )
    note = CharField(
        label="What is wanted",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 6}),
        help_text="It stands above the story when they open it, and goes to them by mail.",
        error_messages={"required": "Say what is wanted: the note is what the reporter gets."},
    )

    def __init__(self, *args, story, **kwargs):
        super().__init__(*args, **kwargs)
        people = people_of(story)
        self.fields["writer"].queryset = people
        first = story.submitted_by_id or story.latest.created_by_id
        if first in {user.pk for user in people}:
            self.initial.setdefault("writer", first)


def people_of(story):
    """The accounts of those who worked on a story and may still write at the desk."""
    people = {story.created_by_id, story.submitted_by_id, story.latest.created_by_id}
    people |= {byline.author.user_id for byline in story.bylines.all()}
    staff = get_user_model().objects.filter(is_active=True, is_staff=True)
    return staff.filter(pk__in=people - {None}).order_by("name", "pk")


class MergeForm(forms.Form):
    """Which story readers get instead: by its number, its address, or words of its headline.

    Words are looked up, and `which` asks for one of those that were found.
    """

    other = CharField(
        label="The other story",
        max_length=500,
        widget=forms.TextInput({"list": "stories", "autocomplete": "off"}),
        help_text="Its number, its address, or words of its headline.",
        error_messages={"required": "Choose the other story that readers shall get."},
    )
    which = forms.ModelChoiceField(
        Story.objects.none(),
        label="Which of these?",
        required=False,
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"invalid_choice": "Choose one of the stories below."},
    )

    def __init__(self, *args, story, **kwargs):
        super().__init__(*args, **kwargs)
        self.stories = Story.objects.published().exclude(pk=story.pk)
        self.story = story
        found = self._found_by_words() if self.is_bound else None
        if found is None:
            del self.fields["which"]
        else:
            self.fields["which"].queryset = found
            self.fields["which"].label_from_instance = "{0.headline} ({0.pk})".format

    def near(self):
        """Stories of the same section, newest first, for the list that the box offers."""
        near = self.stories.filter(section=self.story.section_id).newest_first()
        return near.select_related("live")[:50]

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if "which" not in self.fields:
            number = number_in(cleaned["other"])
            cleaned["story"] = self.stories.filter(pk=number).first()
            if cleaned["story"] is None:
                self.add_error("other", "Readers have no other story with this number.")
        elif cleaned["which"]:
            cleaned["story"] = cleaned["which"]
        elif self.fields["which"].queryset.exists():
            self.add_error("which", "Choose one of these, or write other words.")
        else:
            self.add_error("other", "Readers have no story with these words in its headline.")
        return cleaned

    def _found_by_words(self):
        words = search_words(self.data.get(self.add_prefix("other"), ""))
        if not words or number_in(" ".join(words)) is not None:
            return None
        found = self.stories.select_related("live")
        for word in words:
            found = found.filter(live__headline__icontains=word)
        return self.stories.select_related("live").filter(
            pk__in=list(found.newest_first().values_list("pk", flat=True)[:MOST_FOUND])
        )


class DeleteForm(forms.Form):
    reason = _reason(
        "It stays when the story is gone; if readers had it, they find it at its address.",
        "Give the reason: it stays when the story is gone.",
        Tombstone._meta.get_field("reason").max_length,
    )
    confirm = CharField(
        label="Its number or its headline",
        max_length=300,
        help_text="So that it is this story and no other.",
        error_messages={"required": "Write the number or the headline of the story."},
    )

    def __init__(self, *args, story, **kwargs):
        super().__init__(*args, **kwargs)
        self.story = story

    def clean_confirm(self):
        written = " ".join(self.cleaned_data["confirm"].split()).casefold()
        headlines = {v.headline.casefold() for v in (self.story.latest, self.story.live) if v}
        if written not in headlines | {str(self.story.pk)}:
            raise forms.ValidationError(
                f"This is another one. Write {self.story.pk}, or “{self.story.latest.headline}”."
            )
        return written
