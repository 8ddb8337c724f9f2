from django import forms

from accounts import roles
from accounts.forms import EmailField
from articles.colleagues import MAY_HAVE_SECTIONS, SECTIONS_ARE_NAMED
from articles.models import Section


class RoleForm(forms.Form):
    """A role that whoever asks may give, and the sections that it is kept to."""

    role = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a role.",
            "invalid_choice": "Choose one of the roles that you may give.",
        },
    )
    sections = forms.ModelMultipleChoiceField(
        Section.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="A section editor publishes in these and nowhere else. An editor too, if any is "
        "chosen; if none is, in all. They mean nothing to other roles.",
        error_messages={
            "invalid_choice": "Choose sections of the paper.",
            "invalid_pk_value": "Choose sections of the paper.",
        },
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [
            (role, f"{role}: {roles.FOR_WHOM[role]}") for role in roles.roles_to_give(by)
        ]
        self.fields["sections"].queryset = Section.objects.all()

    def clean(self):
        cleaned = super().clean()
        role = cleaned.get("role")
        if role == SECTIONS_ARE_NAMED and "sections" in cleaned and not cleaned["sections"]:
            self.add_error("sections", "Choose the sections in which they publish.")
        if role and role not in MAY_HAVE_SECTIONS:
            cleaned["sections"] = []
        return cleaned


class InvitationForm(RoleForm):
    email = EmailField(autocomplete="off")
    field_order = ["email", "role", "sections"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = "A letter with a link goes there, and nowhere else."
