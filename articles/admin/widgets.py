"""The inputs that stock Django does not have: a story's body, a chosen picture, a colour."""

import json
from functools import lru_cache

from django import forms
from django.conf import settings
from django.forms import Script
from django.urls import reverse
from django.utils.text import Truncator
from django_prose_editor.widgets import prose_editor_admin_media
from js_asset import ImportMap, Media

from articles.body import media
from articles.models import Picture
from newsroom import colour, quotation
from newsroom.numbers import whole_number

KINDS = ("picture", "gallery", "quote")
# Modules name each other by these, whatever a deployment makes of their file names.
MODULES = ImportMap(
    {
        "desk/address": "js/desk/address.js",
        "desk/browser-copies": "js/desk/browser-copies.js",
        "desk/elements": "js/desk/elements.js",
        "desk/find-bar": "js/desk/find-bar.js",
        "desk/find-matches": "js/desk/find-matches.js",
        "desk/gallery-maker": "js/desk/gallery-maker.js",
        "desk/lines": "js/desk/lines.js",
        "desk/finding": "js/desk/finding.js",
        "desk/link": "js/desk/link.js",
        "desk/log-in": "js/desk/log-in.js",
        "desk/media-address": "js/desk/media-address.js",
        "desk/media-dialog": "js/desk/media-dialog.js",
        "desk/pasted": "js/desk/pasted.js",
        "desk/pasted-links": "js/desk/pasted-links.js",
        "desk/pasted-lists": "js/desk/pasted-lists.js",
        "desk/pasted-markdown": "js/desk/pasted-markdown.js",
        "desk/pasted-notes": "js/desk/pasted-notes.js",
        "desk/pasted-styles": "js/desk/pasted-styles.js",
        "desk/picker": "js/desk/picker.js",
        "desk/place": "js/desk/place.js",
        "desk/slash-menu": "js/desk/slash-menu.js",
        "desk/story-box": "js/desk/story-box.js",
        "desk/story-embed": "js/desk/story-embed.js",
        "desk/story-find": "js/desk/story-find.js",
        "desk/story-media": "js/desk/story-media.js",
        "desk/story-note": "js/desk/story-note.js",
        "desk/story-table": "js/desk/story-table.js",
        "desk/story-typography": "js/desk/story-typography.js",
        "desk/toolbar": "js/desk/toolbar.js",
        "desk/typography": "js/desk/typography.js",
        "desk/upload": "js/desk/upload.js",
    }
)
PICKER = Script("js/desk/picker.js", type="module")


def modules(*scripts):
    """These scripts, with the names by which they know others, and what the picker looks like."""
    return Media(importmap=MODULES, js=list(scripts), css={"all": ["css/desk_pictures.css"]})


def largest_file():
    """How many bytes a picture's file may have."""
    return settings.PICTURE_MAX_BYTES


def choosers():
    """Where the picker asks for pictures, galleries and quotes, as data attributes."""
    upload = {
        "data-upload": reverse("admin:articles_picture_upload"),
        "data-largest": str(largest_file()),
        "data-make-gallery": reverse("admin:articles_gallery_make"),
    }
    return upload | {
        f"data-choose-{kind}": reverse(f"admin:articles_{kind}_choose") for kind in KINDS
    }


def thumbnail(picture):
    """The address of a small rendition, or "" if there is none yet."""
    if not picture or not picture.widths:
        return ""
    return picture.address(picture.widths[0])


@lru_cache(maxsize=2)
def _quotation_marks(papers):
    """Those of each language of a story, and of the paper's, as JSON: {code: [start, end, inner
    start, inner end]}."""
    languages = {papers, *(code for code, _ in settings.LANGUAGES)}
    marks = {code: quotation.marks_of(code) for code in sorted(languages)}
    return json.dumps(marks, ensure_ascii=False, separators=(",", ":"))


class BodyEditor(forms.Textarea):
    """A story's text: a textarea with HTML, in which js/desk/body-editor.js writes.

    What arrives is cleaned by articles.body, whatever the browser sent.
    """

    template_name = "admin/widgets/body_editor.html"

    @property
    def media(self):
        return prose_editor_admin_media + modules(
            PICKER, Script("js/desk/body-editor.js", type="module")
        )

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= choosers() | {
            # A link into the paper is a path, whichever address of the site it was copied from.
            "data-site": settings.SITE_URL,
            "data-language": settings.LANGUAGE_CODE,
            "data-embeds": media.for_browsers(),
            "data-upload-audio": reverse("admin:articles_story_audio"),
            "data-largest-audio": str(settings.AUDIO_MAX_BYTES),
            "data-quotation-marks": _quotation_marks(settings.LANGUAGE_CODE),
        }
        return context

    def use_required_attribute(self, initial):
        # The textarea itself is hidden: a browser could not show its complaint.
        return False


class PicturePicker(forms.Widget):
    """One picture, chosen in a dialog. `picture` spares a query where the form knows it."""

    template_name = "admin/widgets/picture_picker.html"
    picture = None

    @property
    def media(self):
        return modules(PICKER)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        picture = self._picture(value)
        context["widget"] |= {
            "choosers": choosers(),
            "thumbnail": thumbnail(picture),
            "label": Truncator(str(picture)).chars(80) if picture else "",
        }
        return context

    def _picture(self, value):
        if self.picture and str(self.picture.pk) == str(value):
            return self.picture
        number = whole_number(str(value or ""))
        return None if number is None else Picture.objects.filter(pk=number).first()


class ColourInput(forms.TextInput):
    """A colour as text, shown on the grounds where it must be readable.

    Beside one that is not stands the nearest shade that is, with a button that takes it.
    """

    template_name = "admin/widgets/colour.html"
    # The colour that stands in when nothing is written.
    left_empty = ""

    def __init__(self, grounds, attrs=None):
        super().__init__({"spellcheck": "false", "autocomplete": "off"} | (attrs or {}))
        self.grounds = grounds

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["shades"] = self._shades(value or self.left_empty)
        return context

    def _shades(self, value):
        try:
            written = colour.parse(value or "")
        except ValueError:
            return []
        nearest = colour.nearest_passing(written, self.grounds)
        return [
            {
                "colour": shade,
                "contrast": colour.in_words(colour.lowest_contrast(shade, self.grounds)),
                "grounds": self.grounds,
                "ink": "#121715" if self.grounds == colour.LIGHT_GROUNDS else "#e7ece8",
                "is_offered": shade != written,
            }
            for shade in dict.fromkeys((written, nearest))
        ]
