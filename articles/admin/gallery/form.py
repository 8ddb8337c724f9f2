"""The texts of a gallery, files for it, and what all its pictures have in common."""

from django import forms

from articles.admin.picture.many_at_once import ALL, EMPTY_ONLY
from articles.models import Gallery, Picture, Story
from newsroom.form_fields import CharField
from newsroom.slugs import slugify

from .rows import Rows

MOST_FILES = 40  # in one form; pages that send them one by one know no such limit
CREDIT_LENGTH = Picture._meta.get_field("credit").max_length


class ManyFiles(forms.FileField):
    """Several files at once; cleans to a list."""

    class Input(forms.ClearableFileInput):
        template_name = "django/forms/widgets/input.html"
        allow_multiple_selected = True

    widget = Input

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"Choose at most {MOST_FILES} files at once.")
        return [file for file in files if file]


class GalleryForm(forms.ModelForm):
    """The texts of a gallery, with its `rows` of pictures (rows.Rows)."""

    files = ManyFiles(
        label="Upload pictures",
        required=False,
        help_text="Drop files here, paste them, or choose them. They come after the pictures "
        "below, and stay in the library whatever becomes of the gallery.",
    )
    credit = CharField(
        label="Credit for these",
        max_length=CREDIT_LENGTH,
        required=False,
        help_text="Left empty, it is what the photographer wrote into the file.",
    )
    same_credit = CharField(label="The same credit", max_length=CREDIT_LENGTH, required=False)
    same_credit_for = forms.ChoiceField(
        label="for",
        required=False,
        choices=[(EMPTY_ONLY, "pictures here that have none"), (ALL, "all pictures here")],
    )

    class Meta:
        model = Gallery
        fields = ("title", "slug", "standfirst", "stories")
        widgets = {"standfirst": forms.Textarea({"rows": 3})}
        labels = {"stories": "Related stories"}
        help_texts = {"stories": "Readers find those that are published below the pictures."}

    # Who is at work, and whether they may change which pictures there are; set by the desk.
    by = None
    may_arrange = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        data = self.data if self.is_bound and self.may_arrange else None
        self.rows = Rows(self.instance, self.by, data)

    def clean(self):
        cleaned = super().clean()
        if "slug" in cleaned and not cleaned["slug"]:
            # At once: the page that says what is wrong links to the gallery too.
            cleaned["slug"] = slugify(cleaned.get("title", "")) or self.instance.slug or "gallery"
        for problem in self.rows.problems:
            self.add_error(None, problem)
        if self.rows.is_valid or self.rows.problems:
            return cleaned
        wrong = [n for n, row in enumerate(self.rows, 1) if row.problems]
        places = ", ".join(map(str, wrong[:10])) + (" …" if len(wrong) > 10 else "")
        self.add_error(None, f"Look at the pictures again: {places}.")
        return cleaned

    def _save_m2m(self):
        # Stories of others that this user cannot see were not offered, and stay.
        chosen = self.cleaned_data.get("stories")
        if chosen is not None:
            seen = self.fields["stories"].queryset.order_by()
            others = Story.objects.filter(galleries=self.instance).exclude(pk__in=seen.values("pk"))
            self.instance.stories.set([*chosen, *others])
