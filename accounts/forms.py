"""The forms of an account: allauth's own, with our labels, help and limits."""

from allauth.account import forms as allauth
from django import forms
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from accounts import names, tasks
from accounts.models import User
from newsroom import form_fields

LONGEST_PASSWORD = 256  # characters; to hash a megabyte is work for us and none for the sender
HOW_TO_CHOOSE = _(
    "At least 12 characters. Three or four words that do not belong together are easy to "
    "remember and hard to guess."
)
NO_NUL = _("Leave out the invisible NUL character.")


class EmailField(form_fields.EmailField):
    def __init__(self, *, label=None, autocomplete="email", **options):
        super().__init__(
            label=label or _("E-mail address"),
            max_length=254,
            widget=forms.EmailInput(
                attrs={
                    "autocomplete": autocomplete,
                    "autocapitalize": "none",
                    "spellcheck": "false",
                }
            ),
            error_messages={
                "required": _("Enter your e-mail address."),
                "invalid": _("Enter one e-mail address, for example name@example.org."),
                "max_length": _("An e-mail address has at most %(limit_value)d characters."),
            },
            **options,
        )

    def clean(self, value):
        return super().clean(value).lower()


class NameField(form_fields.CharField):
    def __init__(self, **options):
        super().__init__(
            label=_("Your name"),
            max_length=80,
            help_text=_("It stands beside the views you share."),
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
            error_messages={
                "required": _("Enter your name."),
                "max_length": _(
                    "Use at most %(limit_value)d characters; these are %(show_value)d."
                ),
            },
            **options,
        )

    def clean(self, value):
        return names.clean(super().clean(value))


class SignupForm(allauth.SignupForm):
    name = NameField()
    email = EmailField()
    field_order = ["name", "email", "password1"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _("You log in with it. It is never shown.")
        _describe(self.fields["password1"], _("Choose a password"), HOW_TO_CHOOSE)

    def try_save(self, request):
        """Open the account, or send its owner a letter: to who asks, both look the same."""
        if self.account_already_exists:
            self._spend_as_much_time()
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:  # somebody opened an account with this address a moment ago
            self.account_already_exists = True
            return super().try_save(request)

    def _spend_as_much_time(self):
        # As much as for a new account, or the time of the answer would tell who has one.
        with transaction.atomic():
            nobody = f"{get_random_string(20)}@example.invalid"
            User.objects.create_user(nobody, self.cleaned_data["password1"])
            transaction.set_rollback(True)


class LoginForm(allauth.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = EmailField(autocomplete="username")
        _describe(self.fields["password"], _("Password"))
        self.order_fields(["login", "password"])


class ResetPasswordForm(allauth.ResetPasswordForm):
    email = EmailField(autocomplete="username")

    def clean_email(self):
        return self.cleaned_data["email"]  # whether it is a member's is looked up by the worker

    def save(self, request, **kwargs):
        tasks.send_password_letter.enqueue(self.cleaned_data["email"])
        return self.cleaned_data["email"]


class ResetPasswordKeyForm(allauth.ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _describe(self.fields["password1"], _("New password"), HOW_TO_CHOOSE)

    def save(self):
        super().save()
        self.user.confirm_address()  # they have read the letter that went there


class ChangePasswordForm(allauth.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _describe(self.fields["oldpassword"], _("Current password"))
        _describe(self.fields["password1"], _("New password"), HOW_TO_CHOOSE)


class SetPasswordForm(allauth.SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _describe(self.fields["password1"], _("New password"), HOW_TO_CHOOSE)


class ReauthenticateForm(allauth.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _describe(self.fields["password"], _("Password"))


class AddEmailForm(allauth.AddEmailForm):
    email = EmailField(label=_("New e-mail address"))


class NameForm(forms.ModelForm):
    name = NameField()

    class Meta:
        model = User
        fields = ["name"]


def _describe(field, label, help_text=""):
    field.label = label
    field.help_text = help_text
    field.widget.attrs.pop("placeholder", None)
    field.error_messages |= {
        "required": _("Enter a password.") if help_text else _("Enter your password."),
        "null_characters_not_allowed": NO_NUL,
    }
    # Not as max_length: browsers would cut a longer one short without a word.
    too_long = _("A password has at most %(limit_value)d characters.")
    field.validators.append(MaxLengthValidator(LONGEST_PASSWORD, too_long))
