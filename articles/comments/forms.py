"""The forms of readers: a comment, and a report about one."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsroom import wording
from newsroom.form_fields import CharField, EmailField
from newsroom.typed import without_lone_surrogates

from . import plain_text
from .models import Comment, Report

MAX_LENGTH = Comment._meta.get_field("text").max_length
NAME_LENGTH = Comment._meta.get_field("name").max_length

REPORT_LENGTH = Report._meta.get_field("words").max_length

DAMAGED = _("Some characters were damaged on the way; they are shown as �. Please type them again.")


class PlainTextField(CharField):
    """Text cleaned by `tidy` (see `plain_text`), of at most `longest` characters after that.

    The browser gets no maxlength: it would cut a pasted text without a word.
    """

    def __init__(self, *, tidy, longest, missing="", **options):
        self.tidy, self.longest = tidy, longest
        super().__init__(strip=False, error_messages={"required": missing}, **options)

    def to_python(self, value):
        value = super().to_python(value)
        # Tidying a flood is work; nothing that long can shrink to a comment.
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
        lengths = {"there": wording.number(len(value)), "fit": wording.number(self.longest)}
        message = gettext("This is %(there)s characters long; %(fit)s fit.") % lengths
        return ValidationError(message, code="too long")


def honeypot():
    """A field that nobody sees; robots, which fill in every field, do."""
    return CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )


class ShareForm(forms.Form):
    """What a reader may say and nothing else: who, when, where and whether it is shown are
    not theirs to send. Somebody with a named account is asked for the text alone."""

    text = PlainTextField(
        label=_("Your view"),
        tidy=plain_text.tidy,
        longest=MAX_LENGTH,
        missing=_("Write something first."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto", "data-longest": MAX_LENGTH}),
    )
    name = PlainTextField(
        label=_("Your name"),
        tidy=plain_text.tidy_line,
        longest=NAME_LENGTH,
        missing=_("Give the name that shall stand beside your view."),
        help_text=_("Stands beside your view."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = EmailField(
        label=_("Your e-mail address"),
        max_length=Comment._meta.get_field("email").max_length,
        help_text=_("Only for the editors; never shown."),
        error_messages={
            "required": _("Give an e-mail address, so that an editor can ask back."),
            "invalid": _("This is not an e-mail address."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = honeypot()

    def __init__(self, data=None, *, person=None, initial=None):
        super().__init__(_readable(data), initial=initial)
        self.fields["text"].help_text = _help(
            gettext("An editor reads every view before it appears. Up to %(count)s characters."),
            MAX_LENGTH,
        )
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

    def comment_fields(self):
        """The keyword arguments for `Comment.objects.share` that the form knows."""
        return {
            "text": self.cleaned_data["text"],
            "name": self.cleaned_data.get("name") or self.person_name,
            "email": self.cleaned_data.get("email", ""),
        }


class ReportForm(forms.Form):
    """Why a comment should not stand there. Nobody has to say who they are."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Report.Reason,
        error_messages={
            "required": _("Choose what is wrong with it."),
            "invalid_choice": _("Choose one of the reasons."),
        },
        widget=forms.RadioSelect,
    )
    words = PlainTextField(
        label=_("In your words, if you like"),
        required=False,
        tidy=plain_text.tidy,
        longest=REPORT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "data-longest": REPORT_LENGTH}),
    )
    website = honeypot()

    def __init__(self, data=None):
        super().__init__(_readable(data))
        self.fields["words"].help_text = _help(
            gettext("Only the editors read it. Up to %(count)s characters."), REPORT_LENGTH
        )

    @property
    def is_from_a_robot(self):
        return bool(self.cleaned_data["website"])

    def report_fields(self):
        """The fields of the Report."""
        return {name: self.cleaned_data[name] for name in ("reason", "words")}


def _help(sentence, longest):
    return sentence % {"count": wording.number(longest)}


def _readable(data):
    """The data as the form can show it again, or None for a form that was not sent."""
    if data is None:
        return None
    return {name: without_lone_surrogates(value) for name, value in data.items()}
