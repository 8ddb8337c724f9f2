from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse

from articles.context import paper_for
from articles.models import Paper, Picture, Story
from newsroom import colour
from newsroom.form_fields import CharField
from newsroom.moments import in_words

from . import first_steps
from .base import DeskAdmin
from .pages import Page, form_data
from .widgets import ColourInput, PicturePicker

LATEST = 50  # stories that a line of breaking news may lead to
MOST_HOURS = 24
LONGEST_LINE = Paper._meta.get_field("breaking_text").max_length


class PaperForm(forms.ModelForm):
    """The look of the paper. A colour that cannot be read is refused, and a readable one offered.

    A button of the name `take-<field>` puts the nearest readable shade in place of what was
    typed.
    """

    # Whoever may change the paper sees every picture.
    logo = forms.ModelChoiceField(
        Picture.objects.all(),
        required=False,
        widget=PicturePicker,
        help_text="Stands in the masthead in place of the written name, on white.",
    )

    class Meta:
        model = Paper
        fields = ("name", "motto", "logo", "brand", "brand_in_the_dark", "address", "careful_words")
        widgets = {
            "brand": ColourInput(colour.LIGHT_GROUNDS),
            "brand_in_the_dark": ColourInput(colour.DARK_GROUNDS),
            "address": forms.Textarea({"rows": 4}),
            "careful_words": forms.Textarea({"rows": 6}),
        }
        help_texts = {
            "brand": "For links, labels and lines on white paper, for instance #0b5a3c.",
            "brand_in_the_dark": "For readers whose screen is dark. If left empty, the nearest "
            "shade that reads there.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, usual in (("name", settings.SITE_NAME), ("motto", settings.SITE_MOTTO)):
            if name in self.fields:
                self.fields[name].widget.attrs["placeholder"] = usual
        if self.is_bound:
            self._take_what_is_offered()
        if "brand" in self.fields:
            # What dark paper gets when nothing is written for it.
            widget = self.fields["brand_in_the_dark"].widget
            widget.left_empty = _readable(self["brand"].value(), colour.DARK_GROUNDS)

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_motto(self):
        return " ".join(self.cleaned_data["motto"].split())

    def clean_brand(self):
        return _colour(self.cleaned_data["brand"])

    def clean_brand_in_the_dark(self):
        return _colour(self.cleaned_data["brand_in_the_dark"])

    def _take_what_is_offered(self):
        for name, (grounds, _) in Paper.GROUNDS.items():
            taken = f"take-{name}" in self.data and _readable(self.data.get(name), grounds)
            if taken:
                self.data = self.data.copy()
                self.data[name] = taken


class BreakingForm(forms.Form):
    """One line above every page."""

    text = CharField(
        label="The line",
        max_length=LONGEST_LINE,
        widget=forms.Textarea({"rows": 2}),
        help_text=f"What has happened, in a sentence of up to {LONGEST_LINE} characters.",
        error_messages={"required": "Write the line."},
    )
    story = forms.ModelChoiceField(
        Story.objects.none(),
        required=False,
        help_text="Where the line leads. Readers see it only while they can see the story.",
        error_messages={"invalid_choice": "This story is not before readers. Choose another."},
    )
    hours = forms.IntegerField(
        label="For how many hours",
        min_value=1,
        max_value=MOST_HOURS,
        initial=3,
        help_text=f"1 to {MOST_HOURS}, from now on; then it ends by itself.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["story"].queryset = stories = Story.objects.published()
        latest = stories.newest_first().select_related("live")
        shown = {story.pk: story for story in latest[:LATEST]}
        if (chosen := self.initial.get("story")) and chosen not in shown:
            shown |= {story.pk: story for story in latest.filter(pk=chosen)}
        self.fields["story"].widget.choices = [("", "No story, only the line")] + [
            (pk, story.live.headline) for pk, story in shown.items()
        ]

    def clean_text(self):
        return " ".join(self.cleaned_data["text"].split())


@admin.register(Paper)
class PaperAdmin(DeskAdmin):
    """The newspaper itself: one row, so there is no list of them, none to add, none to delete."""

    form = PaperForm
    fieldsets = [
        ("Name", {"fields": ["name", "motto", "logo"]}),
        ("Colour", {"fields": ["brand", "brand_in_the_dark"]}),
        ("Letters", {"fields": ["address"]}),
    ]

    def has_module_permission(self, request):
        # It stands among the buttons of the desk's first page, not among the lists.
        return False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        paper_for(request)  # makes the row, should it be missing
        return HttpResponseRedirect(reverse("admin:articles_paper_change", args=[Paper.THE_ONE]))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {"title": "The paper", "subtitle": None, "show_save_and_continue": False}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def response_change(self, request, obj):
        self.message_user(
            request, f"Saved. Within {_minutes()} every reader has it.", messages.SUCCESS
        )
        return HttpResponseRedirect(request.path)

    def breaking(self, request):
        """Put a line of breaking news above every page, change it, or end it before its time."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        paper = paper_for(request)
        runs = paper.has_breaking_news
        if "end" in request.POST:
            paper.end_breaking_news(by=request.user)
            return self._done(request, paper, "Breaking news ended.")
        form = BreakingForm(
            form_data(request),
            initial={"text": paper.breaking_text, "story": paper.breaking_story_id} if runs else {},
        )
        if form.is_valid():
            paper.break_news(by=request.user, **form.cleaned_data)
            return self._done(request, paper, f"Breaking news: “{paper.breaking_text}”")
        return self.answer(
            request,
            "breaking",
            title="Breaking news",
            is_wrong=form.is_bound,
            form=form,
            runs_until=in_words(paper.breaking_until) if runs else "",
            paper=paper,
        )

    def _done(self, request, paper, done):
        self.say_done(request, paper, f"{done} Within {_minutes()} every reader has it.")
        return HttpResponseRedirect(request.path)

    pages = [Page("breaking/", "breaking", breaking), first_steps.PAGE]


def _colour(written):
    if not written:
        return ""
    try:
        return colour.parse(written)
    except ValueError as error:
        raise forms.ValidationError("Write a colour as # and six digits, like #0b5a3c.") from error


def _readable(written, grounds):
    """The nearest readable shade of what was typed, or "" if that is no colour."""
    try:
        return colour.nearest_passing(colour.parse(written or ""), grounds)
    except ValueError:
        return ""


def _minutes():
    """How long a shared cache may keep the page of before, in words."""
    minutes = -(-settings.PAGE_CACHE_SECONDS // 60)
    return "a minute" if minutes <= 1 else f"{minutes} minutes"
