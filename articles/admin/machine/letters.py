"""The desk's page that tries out letters: what is wrong with them, and one to oneself."""

from smtplib import SMTPException

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import RegexValidator

from newsroom import mail
from newsroom.form_fields import CharField
from newsroom.letter_box import examining, server
from newsroom.throttling import seconds_to_wait

from ..pages import form_data

TIMES, SECONDS = 10, 10 * 60
# Of a name in the domain name system.
SELECTOR = RegexValidator(
    r"\A[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\Z",
    "A selector is made of letters and digits, like s1 or mail2026.",
)


class LettersForm(forms.Form):
    selector = CharField(
        label="DKIM selector",
        required=False,
        max_length=60,
        validators=[SELECTOR],
        help_text="If you know it: the name of the key, which your mail provider tells you.",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


def letters(desk, request):
    """For superusers. By POST it asks the mail server and the domain's records, and sends."""
    if not request.user.is_superuser:
        raise PermissionDenied
    form = LettersForm(form_data(request))
    findings, outcome, wait = examining.without_asking(), None, 0
    if form.is_bound and form.is_valid():
        wait = seconds_to_wait("test-letters", request.user.pk, times=TIMES, seconds=SECONDS)
        if not wait:
            findings += examining.by_asking(form.cleaned_data["selector"])
            outcome = _sent_to(request.user.email)
    response = desk.answer(
        request,
        "letters",
        title="Do letters arrive?",
        is_wrong=form.is_bound and not form.is_valid(),
        form=form,
        findings=findings,
        outcome=outcome,
        minutes=-(-wait // 60),
    )
    if wait:
        response.status_code, response["Retry-After"] = 429, str(wait)
    return response


def _sent_to(address):
    """Send one now; a Finding that says whether it went out."""
    try:
        mail.send("test_letter", address)
    except (OSError, SMTPException) as error:
        return examining.Finding("Letter", False, server.in_words(error))
    if not server.options():
        words = f"A letter to {address} has become a file in VAR_DIR: nobody else has it."
        return examining.Finding("Letter", None, words)
    words = (
        f"A letter to {address} is on its way. It should be there within a minute; look among the "
        "spam as well."
    )
    return examining.Finding("Letter", True, words)
