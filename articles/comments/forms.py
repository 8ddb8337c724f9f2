from django import forms
from django.core.exceptions import ValidationError

from . import plain_text
from .models import Comment

MAX_LENGTH = Comment._meta.get_field("text").max_length
NAME_LENGTH = Comment._meta.get_field("name").max_length

DAMAGED = "Some characters were damaged on the way; they are shown as �. Please type them again."


class PlainText(forms.CharField):
    """Text as a reader would want it kept. What cannot be kept is refused in words.

    The length counts after tidying, and the browser gets no maxlength: it would cut a pasted
    text without a word.
    """

    def __init__(self, *, tidy, longest, missing, **options):
        self.tidy, self.longest = tidy, longest
        super().__init__(strip=False, error_messages={"required": missing}, **options)

    def to_python(self, value):
        value = super().to_python(value)
        # Tidying a flood is work; nothing that long can shrink to a view.
        if len(value) > 4 * self.longest:
            raise self._too_long(value)
        if plain_text.is_damaged(value):
            raise ValidationError(DAMAGED, code="damaged")
        value = self.tidy(value)
        if len(value) > self.longest:
            raise self._too_long(value)
        # What shows nothing is as good as nothing.
        return value if plain_text.says_something(value) else ""

    def _too_long(self, value):
        return ValidationError(
            f"This is {len(value):,} characters long; {self.longest:,} fit.", code="too long"
        )


class ShareForm(forms.Form):
    """What a reader may say and nothing else: who, when, where and whether it is shown are
    not theirs to send. Somebody with a named account is asked for the text alone."""

    text = PlainText(
        label="Your view",
        tidy=plain_text.tidy,
        longest=MAX_LENGTH,
        missing="Write something first.",
        help_text=f"An editor reads every view before it appears. Up to {MAX_LENGTH:,} characters.",
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    name = PlainText(
        label="Your name",
        tidy=plain_text.tidy_line,
        longest=NAME_LENGTH,
        missing="Give the name that shall stand beside your view.",
        help_text="Stands beside your view.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=Comment._meta.get_field("email").max_length,
        help_text="Only for the editors; never shown.",
        error_messages={
            "required": "Give an e-mail address, so that an editor can ask back.",
            "invalid": "This is not an e-mail address.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # Nobody sees this field; programs that fill in every field do.
    website = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, data=None, *, person=None):
        super().__init__(_showable(data) if data is not None else None)
        if person:
            del self.fields["email"], self.fields["website"]
        if person and plain_text.says_something(person.name):
            del self.fields["name"]
            self.person_name = plain_text.tidy_line(person.name)

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    @property
    def is_from_a_robot(self):
        return bool(self.cleaned_data.get("website"))

    def view(self):
        """What `Comment.objects.share` needs to know of the words."""
        return {
            "text": self.cleaned_data["text"],
            "name": self.cleaned_data.get("name") or self.person_name,
            "email": self.cleaned_data.get("email", ""),
        }


def _showable(data):
    """The data with each lone surrogate as U+FFFD: the form must be able to show it again."""
    return {
        name: value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        for name, value in data.items()
    }
