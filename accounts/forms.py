"""The forms of an account: allauth's own, with our labels, help and limits."""

from allauth.account import forms as allauth
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from accounts import names, passwords, tasks
from accounts.models import User
from newsroom import form_fields

# Characters of one that is asked for: to hash a megabyte is work for us and none for the sender. A
# new one has fewer (accounts.passwords.LONGEST).
LONGEST_PASSWORD = 256
HOW_TO_CHOOSE = _(
    "At least %(least)d characters. Three or four words that do not belong together are easy to "
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
        _describe_new(self.fields["password1"], _("Choose a password"), None)

    def clean(self):
        """allauth asks what a password is worth without knowing the name beside it."""
        cleaned = super().clean()
        password, name = cleaned.get("password1"), cleaned.get("name")
        if password and name:
            someone = User(name=name, email=cleaned.get("email", ""))
            try:
                passwords.GuessesValidator().validate(password, someone)
            except ValidationError as refusal:
                self.add_error("password1", refusal)
        return cleaned

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
        # As much as for a new account, or the time of the answer would tell who has one: the hash,
        # the rows, and a commit, for which a database waits for its disk.
        with transaction.atomic(), transaction.atomic():
            nobody = User(email=f"{get_random_string(20)}@example.invalid")
            nobody.set_password(self.cleaned_data["password1"])
            nobody.save()
            for known in (nobody.emailaddress_set.all(), nobody.emailaddress_set.filter(pk=0)):
                known.exists()
            nobody.emailaddress_set.create(email=nobody.email, primary=True)
            transaction.set_rollback(True)  # of the inner one alone


class JoinForm(forms.Form):
    """Who was invited to the desk says what they are called and chooses a password."""

    name = NameField()
    password1 = allauth.SetPasswordField(label="", autocomplete="new-password")

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = User(email=email, is_staff=True)
        self.fields["name"].help_text = ""
        self.fields["password1"].user = self.person
        _describe_new(self.fields["password1"], _("Choose a password"), self.person)

    def clean_name(self):
        """Before the password, which must not be made of it."""
        self.person.name = self.cleaned_data["name"]
        return self.person.name


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
        _describe_new(self.fields["password1"], _("New password"), self.user)

    def save(self):
        super().save()
        self.user.confirm_address()  # they have read the letter that went there


class ChangePasswordForm(allauth.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _describe(self.fields["oldpassword"], _("Current password"))
        _describe_new(self.fields["password1"], _("New password"), self.user)


class SetPasswordForm(allauth.SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _describe_new(self.fields["password1"], _("New password"), self.user)


class ReauthenticateForm(allauth.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _describe(self.fields["password"], _("Password"))


class DeleteAccountForm(ReauthenticateForm):
    """Whose password is asked for once more, and what becomes of the views they shared."""

    STAY, GO = "stay", "go"
    views = forms.ChoiceField(
        label=_("The views you have shared"),
        choices=[
            (STAY, _("They stay under their stories, by “Former reader”")),
            (GO, _("They go too. Where others have answered, a line says that one stood there")),
        ],
        initial=STAY,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what becomes of your views."),
            "invalid_choice": _("Choose one of the two."),
        },
    )
    field_order = ["views", "password"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.user.has_usable_password():
            del self.fields["password"]  # the second step, or the log-in by letter, stands for it


class AddEmailForm(allauth.AddEmailForm):
    email = EmailField(label=_("New e-mail address"))


class ProfileForm(forms.ModelForm):
    name = NameField()

    class Meta:
        model = User
        fields = ["name", "story_letters"]
        labels = {"story_letters": _("Write to me when a story waits for me, comes back or is out")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.is_staff:
            del self.fields["story_letters"]


def _describe(field, label):
    field.label, field.help_text = label, ""
    field.widget.attrs.pop("placeholder", None)
    field.error_messages |= {
        "required": _("Enter your password."),
        "null_characters_not_allowed": NO_NUL,
    }
    # Not as max_length: browsers would cut a longer one short without a word.
    too_long = _("A password has at most %(limit_value)d characters.")
    field.validators.append(MaxLengthValidator(LONGEST_PASSWORD, too_long))


def _describe_new(field, label, user):
    """One that is chosen: how long it has to be is said to people and to the page's script."""
    _describe(field, label)
    least = passwords.least_length(user)
    field.help_text = HOW_TO_CHOOSE % {"least": least}
    field.widget.attrs["data-least"] = least
    field.error_messages["required"] = _("Enter a password.")
    # Before all other questions, which cost time by its length.
    too_long = _("A new password has at most %(limit_value)d characters.")
    field.validators[-1] = MaxLengthValidator(passwords.LONGEST, too_long)
