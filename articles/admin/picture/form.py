"""The form for a picture: its texts, its rights, what must stay in sight."""

import hashlib
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.day_and_hour import MomentField
from articles.models import Picture
from articles.pictures import duplicates
from articles.pictures.receiving import Refused, largest_in_words, receive
from newsroom.zones import EARLIEST, LATEST

from .crops_field import CropsField

TEXTS = ("alt", "caption", "credit", "creator")
RIGHTS = ("copyright", "licence", "usage_terms", "territory", "ask_first", "usable_until")
METADATA = (
    *TEXTS,
    *("people", "place", "taken_at", "source", "keywords"),
    *RIGHTS,
    *("focal_x", "focal_y"),
)
NO_SUCH_YEAR = f"Choose a year between {EARLIEST} and {LATEST}. Left empty, the right does not end."
DAYS_OF_RIGHTS = [
    MinValueValidator(date(EARLIEST, 1, 1), NO_SUCH_YEAR),
    MaxValueValidator(date(LATEST, 12, 31), NO_SUCH_YEAR),
]
ALREADY_HERE = "This file is in the library already."
KEEP_BOTH = "Add it although the same file is there"


def digest_of(file):
    """SHA-256 of an open upload, as hex; leaves it at its beginning."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


class PictureForm(forms.ModelForm):
    """What is known of a picture; for a new one also the file, which is checked by its content."""

    file = forms.FileField(
        label="File",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )
    keep_both = forms.BooleanField(label=KEEP_BOTH, required=False)
    taken_at = MomentField(label="When it was made", required=False)
    own_crops = CropsField()
    # Who is at work, set by the desk.
    by = None

    class Meta:
        model = Picture
        fields = METADATA
        widgets = {
            "alt": forms.Textarea({"rows": 2, "data-one-line": ""}),
            "caption": forms.Textarea({"rows": 3}),
            "usage_terms": forms.Textarea({"rows": 3}),
            "usable_until": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "focal_x": forms.NumberInput({"step": "0.01", "min": 0, "max": 1}),
            "focal_y": forms.NumberInput({"step": "0.01", "min": 0, "max": 1}),
        }
        labels = {"focal_x": "From the left", "focal_y": "From the top"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["own_crops"] = self.instance.crops
        if "usable_until" in self.fields:
            self.fields["usable_until"].validators += DAYS_OF_RIGHTS
        if self.instance.pk:
            for name in ("file", "keep_both"):
                self.fields.pop(name, None)
        else:
            largest = largest_in_words()
            self.fields["file"].help_text = f"JPEG, PNG, WebP, GIF or AVIF, up to {largest}."

    def clean_alt(self):
        return " ".join(self.cleaned_data["alt"].split())

    def clean(self):
        cleaned = super().clean()
        if "own_crops" in self.changed_data and "own_crops" in cleaned:
            self.instance.crops = cleaned["own_crops"]
        if "file" in self.fields and not self.errors:
            self._receive(cleaned)
        return cleaned

    def _receive(self, cleaned):
        here = duplicates.same_as(digest_of(cleaned["file"])).first()
        if here and not cleaned.get("keep_both"):
            address = reverse("admin:articles_picture_change", args=[here.pk])
            problem = '{} <a href="{}">{}</a> Choose it again and tick “{}” to have it twice.'
            self.add_error("file", format_html(problem, ALREADY_HERE, address, here, KEEP_BOTH))
            return
        # Nothing is handed over for an empty box, so that what the photographer wrote stays.
        typed = {name: cleaned.get(name) for name in METADATA}
        typed = {name: value for name, value in typed.items() if value not in (None, "", False)}
        try:
            self.instance = receive(cleaned["file"], by=self.by, **typed)
        except Refused as refused:
            self.add_error("file", str(refused))
