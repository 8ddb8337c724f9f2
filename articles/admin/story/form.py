"""The one screen on which a story is written."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from articles import body, rights
from articles.admin.day_and_hour import MomentField
from articles.admin.widgets import BodyEditor, PicturePicker
from articles.models import Picture, Story, StoryVersion
from newsroom.form_fields import CharField
from newsroom.numbers import LARGEST_INTEGER
from newsroom.slugs import slugify

# Within this time the same text from the same person is the same story saved twice.
DOUBLE_CLICK = timedelta(minutes=1)
TEXT = ("headline", "kicker", "standfirst", "dateline", "body", "lead_picture", "lead_caption")
ADVISED_HEADLINE = 110  # characters
# Whoever presses one of these beside saving wants readers to get the story.
FOR_READERS = frozenset({"_publish", "_schedule", "_update", "_restore", "_approve", "_return"})


def _longest(name):
    return StoryVersion._meta.get_field(name).max_length


class StoryForm(forms.ModelForm):
    """A story's own fields, and the text of the version that saving will write.

    `based_on` is the number of the latest version when the form was opened: if somebody
    saved another one meanwhile, nothing is overwritten and the editor is told.
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

    class Meta:
        model = Story
        fields = (
            *("section", "slug", "kind", "prominence", "language", "topics", "comments_open"),
            *("live_label_until", "sponsor", "sensitive"),
        )

    # Set by the desk for each request.
    user = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        latest = self.instance.latest
        if latest:
            for name in TEXT:
                self.initial.setdefault(name, getattr(latest, name))
            self.fields["lead_picture"].widget.picture = latest.lead_picture
        self.initial["based_on"] = latest.number if latest else 0
        self.fields["lead_picture"].queryset = Picture.objects.visible_to(self.user)

    def clean_headline(self):
        return " ".join(self.cleaned_data["headline"].split())

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
        if not self.errors:
            self._refuse_to_overwrite()
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

    def _refuse_to_overwrite(self):
        latest = self.instance.latest
        if latest is None or self.cleaned_data.get("based_on") == latest.number:
            return
        if self._says_the_same(latest):
            return  # the same form sent twice
        who = latest.created_by or "Somebody"
        at = timezone.localtime(latest.created_at)
        self.add_error(
            None,
            f"{who} saved version {latest.number} at {at:%H:%M} while you were writing. Nothing "
            "was overwritten, and your text still stands here. Look at the newer version in the "
            "history, take over what you need, then save again: your text becomes the next "
            "version.",
        )
        # Whoever saves again has been told.
        self.data = self.data.copy()
        self.data[self.add_prefix("based_on")] = str(latest.number)
