"""A form with one field of each kind."""

from django import forms

from newsroom.form_fields import CharField, EmailField


class SampleForm(forms.Form):
    name = CharField(max_length=80, help_text="As it shall stand under your view.")
    email = EmailField(label="E-mail address")
    section = forms.ChoiceField(choices=[("city", "City"), ("sport", "Sport")])
    comment = CharField(label="Your view", widget=forms.Textarea(attrs={"rows": 3}))
    weekly = forms.BooleanField(label="Send me the letter of the week", required=False)
    closed = CharField(
        label="Not to be changed", initial="harriet@example.org", disabled=True,
        help_text="Your address is changed in your account.",
    )  # fmt: skip


def empty(prefix="empty"):
    return SampleForm(prefix=prefix)


def filled_in():
    values = {"name": "Harriet Bloom", "email": "harriet@example.org", "section": "sport"}
    return SampleForm(initial=values, prefix="filled")


def refused(prefix="refused"):
    """Sent with everything wrong that can be; the whole form is refused too."""
    sent = {f"{prefix}-email": "harriet@", f"{prefix}-section": "sea"}
    form = SampleForm(sent, prefix=prefix)
    form.add_error(None, "This form was open for longer than a day. Please send it again.")
    return form
