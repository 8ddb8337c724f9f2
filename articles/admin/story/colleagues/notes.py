"""What colleagues tell each other about a story: a tab beside its text, and a page of its own.

The script (js/desk/notes.js) sends a note without leaving the text, and puts the answer in place.
"""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render

from articles.admin.pages import Page, form_data
from articles.models.desk_note import LONGEST_NOTE
from newsroom.form_fields import CharField

MOST_LISTED = 200
MOST_BESIDE_THE_TEXT = 20
FRAGMENT = "text/html-fragment"  # what the script accepts


class NoteForm(forms.Form):
    # No "note" like that of the verbs: whoever sends that here has another form in hand.
    for_colleagues = CharField(
        label="Note",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 4}),
        help_text="For whoever may read the story here. Readers never see it.",
        error_messages={"required": "Write the note."},
    )


def around_the_form(story):
    """What the template of the tab is given, in one query: the newest, and if there are more."""
    found = list(_newest(story)[: MOST_BESIDE_THE_TEXT + 1])
    return {"list": found[:MOST_BESIDE_THE_TEXT], "are_more": len(found) > MOST_BESIDE_THE_TEXT}


def notes(desk, request, pk):
    """All notes of a story, newest first, and a new one."""
    story = desk.story_for(request, pk, "add_note")
    form = NoteForm(form_data(request))
    is_from_the_form = FRAGMENT in request.headers.get("Accept", "")
    if form.is_valid():
        story.add_note(form.cleaned_data["for_colleagues"], by=request.user)
        if not is_from_the_form:
            desk.message_user(request, "Noted.", messages.SUCCESS)
            return HttpResponseRedirect(desk.page_of(story, "notes"))
    if is_from_the_form:
        context = {"notes": around_the_form(story), "original": story, "form": form}
        status = 422 if form.errors else 200
        return render(request, "admin/articles/story/_notes.html", context, status=status)
    return desk.answer(
        request,
        "notes",
        story,
        title="Notes between colleagues",
        is_wrong=bool(form.errors),
        form=form,
        notes=_newest(story)[:MOST_LISTED],
    )


def _newest(story):
    return story.desk_notes.select_related("written_by").order_by("-pk")


PAGES = [Page("<id:pk>/notes/", "notes", notes)]
