"""The one screen on which a story is written."""

import re
from datetime import timedelta

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone

from articles import body, rights
from articles.admin.day_and_hour import MomentField
from articles.admin.widgets import BodyEditor, PicturePicker
from articles.checks.of_the_head import ADVISED_HEADLINE
from articles.models import Picture, Story, StoryVersion
from newsroom import moments
from newsroom.form_fields import CharField
from newsroom.numbers import LARGEST_INTEGER
from newsroom.slugs import slugify

from .together import LONGEST_OPENED_WITH, OPENED_WITH, OWN, Together, as_opened

# Within this time the same text from the same person is the same story saved twice.
DOUBLE_CLICK = timedelta(minutes=1)
TEXT = ("headline", "kicker", "standfirst", "dateline", "body", "lead_picture", "lead_caption")
# What nobody can save a story without, and what is empty at first.
NEEDED = ("headline", "section")
# Whoever presses one of these beside saving wants readers to get the story.
FOR_READERS = frozenset({"_publish", "_schedule", "_update", "_restore", "_approve", "_return"})


def _longest(name):
    return StoryVersion._meta.get_field(name).max_length


class StoryForm(forms.ModelForm):
    """A story's own fields, and the text of the version that saving will write.

    `based_on` is the number of the latest version when the form was opened, `opened_with` holds the
    story's own fields then: what somebody saves meanwhile comes together with what is sent (see
    together.py). `joined` is the newer version, if one came together with this form.
    """

    headline = CharField(
        max_length=_longest("headline"),
        widget=forms.Textarea({"rows": 2, "data-count": ADVISED_HEADLINE, "data-one-line": ""}),
        error_messages={"required": "Write a headline."},
    )
    kicker = CharField(
        max_length=_longest("kicker"), required=False, help_text="A word or two above the headline."
    )
    standfirst = CharField(
        max_length=_longest("standfirst"),
        required=False,
        widget=forms.Textarea({"rows": 3, "data-count": 200}),
        help_text="What the story says, in a sentence or two.",
    )
    dateline = CharField(
        max_length=_longest("dateline"), required=False, help_text="For instance: Alderhaven"
    )
    body = CharField(required=False, label="Story", strip=False, widget=BodyEditor)
    lead_picture = forms.ModelChoiceField(
        Picture.objects.none(),
        required=False,
        widget=PicturePicker,
        error_messages={"invalid_choice": "This picture does not exist any more. Choose another."},
    )
    lead_caption = CharField(
        label="Caption here",
        max_length=_longest("lead_caption"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Only if it differs from the picture’s own.",
    )
    live_label_until = MomentField(
        label="Shows as live until",
        required=False,
        help_text="While something is happening and the story follows it.",
    )
    note = CharField(
        label="What changed",
        max_length=_longest("note"),
        required=False,
        help_text="For colleagues, in the history. Readers never see it.",
    )
    based_on = forms.IntegerField(
        required=False, min_value=0, max_value=LARGEST_INTEGER, widget=forms.HiddenInput
    )
    opened_with = CharField(
        required=False, max_length=LONGEST_OPENED_WITH, widget=forms.HiddenInput
    )

    class Meta:
        model = Story
        fields = OWN

    # Set by the desk for each request: whose it is, and whether what is in it was only taken out of
    # a working copy, and not sent to be saved.
    user, is_only_shown = None, False
    together = joined = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        latest = self.instance.latest
        if latest:
            for name in TEXT:
                self.initial.setdefault(name, getattr(latest, name))
            self.fields["lead_picture"].widget.picture = latest.lead_picture
        self.fields["section"].error_messages["required"] = "Choose a section."
        self.label_suffix = ""
        if self.instance.live_id:
            self._say_when_readers_get_it()
        else:
            for name in NEEDED:
                self.fields[name].label_suffix = " · needed"
        if not self.instance.pk:
            self.fields["headline"].widget.attrs["autofocus"] = True
        self.initial["based_on"] = latest.number if latest else 0
        if latest:
            self.initial[OPENED_WITH] = as_opened(self)
        self.fields["lead_picture"].queryset = Picture.objects.visible_to(self.user)

    def _say_when_readers_get_it(self):
        for name in (*TEXT, *OWN):
            field, when = self.fields[name], "with the update" if name in TEXT else "at once"
            if isinstance(field, forms.BooleanField):  # Django ends its label with nothing
                field.help_text = f"{field.help_text} Takes effect {when}.".strip()
            field.label_suffix = f" · {when}"

    def full_clean(self):
        super().full_clean()
        if self.is_only_shown:
            self._errors = ErrorDict()

    def is_valid(self):
        return super().is_valid() and not self.is_only_shown

    def clean_headline(self):
        # French sets signs off by spaces that break no line.
        return re.sub(r"[^\S\u00a0\u202f]+", " ", self.cleaned_data["headline"]).strip()

    def clean_section(self):
        """An editor of some sections moves no story of readers' into another, nor publishes there.

        A draft may begin anywhere: its editors will look at it.
        """
        section = self.cleaned_data["section"]
        is_before_readers = self.instance.status != Story.Status.DRAFT
        is_moved = section.pk != self.instance.section_id and is_before_readers
        if not (is_moved or FOR_READERS & self.data.keys()):
            return section
        if self.user.is_superuser or rights.edits(self.user, section.pk):
            return section
        if is_before_readers:
            raise forms.ValidationError(
                f"You do not edit {section}: only its editors bring a published story there."
            )
        raise forms.ValidationError(
            f"You do not edit {section}. Save the story and submit it to its editors, or choose "
            "a section of yours."
        )

    def clean_sensitive(self):
        """Nobody spares their own text the second pair of eyes."""
        story, sensitive = self.instance, self.cleaned_data["sensitive"]
        if sensitive or not story.sensitive:
            return sensitive
        wrote_it = story.latest and story.latest.created_by_id == self.user.pk
        if wrote_it or not rights.may(self.user, "approve", story):
            raise forms.ValidationError(
                "An editor other than who wrote the latest version must take this mark away."
            )
        return sensitive

    def clean_body(self):
        try:
            return body.clean(self.cleaned_data["body"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self):
        cleaned = super().clean()
        if "slug" in cleaned and not cleaned["slug"]:
            cleaned["slug"] = slugify(cleaned.get("headline", "")) or "story"
        if not self.errors and not self.is_only_shown:
            self._bring_together()
        return cleaned

    def text(self):
        """What was written, as keyword arguments for `Story.write`."""
        return {name: self.cleaned_data[name] for name in TEXT}

    def saved_already(self):
        """The story that a double click on "Save" has made a moment ago, or None."""
        recent = Story.objects.filter(
            created_by=self.user, created_at__gte=timezone.now() - DOUBLE_CLICK
        )
        for story in recent.select_related("latest", "latest__lead_picture"):
            if story.latest and self._says_the_same(story.latest):
                return story
        return None

    def _says_the_same(self, version):
        return all(getattr(version, name) == value for name, value in self.text().items())

    def _bring_together(self):
        """What somebody else has saved meanwhile stays; where both changed the same, ask."""
        latest, number = self.instance.latest, self.cleaned_data.get("based_on")
        if latest is None:
            return
        base = latest
        if number != latest.number:
            versions = self.instance.versions.select_related("lead_picture")
            base = versions.filter(number=number).first()
        try:
            self.together = Together(self, latest, base)
        except ValueError as error:
            self.add_error("body", str(error))
            return
        if base is not latest and not self._says_the_same(latest):
            self.joined = latest
        if not self.together.is_settled:
            self.add_error(None, self._asks())

    def _asks(self):
        latest = self.instance.latest
        at = moments.hour_in_words(latest.created_at)
        who = f"{latest.created_by or 'Somebody'} saved version {latest.number} at {at}"
        if self.cleaned_data.get("based_on") == latest.number:
            who = "Somebody else changed the story"
        return (
            f"{who} while you were writing. Nothing was overwritten, and your text still stands "
            "here. Choose below what stands where both of you changed the same, then save again."
        )
