import re

from django import forms
from django.contrib import admin

from accounts.models import User
from articles.models import Author, Picture
from newsroom.form_fields import CharField

from .base import DeskAdmin, WithSlug
from .merging import MergeableDesk
from .widgets import PicturePicker

FINGERPRINT = re.compile("[0-9A-F]{40}")


class AuthorForm(WithSlug, forms.ModelForm):
    # By its address, not from a list: whoever keeps authors need not see all readers.
    user = CharField(
        label="Account",
        required=False,
        max_length=254,
        help_text="The e-mail address of the author’s account, if this author also logs in.",
    )

    class Meta:
        model = Author
        fields = (
            *("name", "slug", "role", "location", "bio", "portrait"),
            *("languages", "areas", "contact", "pgp_fingerprint", "user"),
        )
        widgets = {"bio": forms.Textarea({"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.user:
            self.initial["user"] = self.instance.user.email

    def clean_pgp_fingerprint(self):
        """In groups of four, as it is compared by people."""
        typed = "".join(self.cleaned_data["pgp_fingerprint"].upper().split()).removeprefix("0X")
        if typed and not FINGERPRINT.fullmatch(typed):
            raise forms.ValidationError("A fingerprint has 40 digits, 0 to 9 and A to F.")
        return " ".join(typed[start : start + 4] for start in range(0, len(typed), 4))

    def clean_user(self):
        email = self.cleaned_data["user"].strip()
        if not email:
            return None
        user = User.objects.filter(email__iexact=email, is_staff=True).first()
        if user is None:
            raise forms.ValidationError("Nobody on the desk has this address.")
        return user


@admin.register(Author)
class AuthorAdmin(MergeableDesk, DeskAdmin):
    """Names over stories."""

    form = AuthorForm
    list_display = ["name", "role", "location"]
    search_fields = ["name", "role"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "portrait":
            return forms.ModelChoiceField(
                Picture.objects.visible_to(request.user), required=False, widget=PicturePicker
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
