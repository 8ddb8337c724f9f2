"""A gallery of pictures just chosen for a story, made without leaving the text."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import JsonResponse

from articles.admin.pages import Page
from articles.admin.picture.may_be_used import rights_status
from articles.models import Gallery, Picture
from newsroom.form_fields import CharField
from newsroom.methods import require_POST
from newsroom.numbers import whole_numbers

MOST = 100  # pictures
FEWEST = 2
LONGEST_TITLE = Gallery._meta.get_field("title").max_length


class MakingForm(forms.Form):
    title = CharField(
        max_length=LONGEST_TITLE, error_messages={"required": "Give the gallery a title."}
    )
    pictures = CharField(
        required=False, max_length=2_000, error_messages={"max_length": "These are too many."}
    )

    def clean_pictures(self):
        """The pictures of these numbers, in this order."""
        keys = list(dict.fromkeys(whole_numbers(self.cleaned_data["pictures"], most=MOST)))
        known = Picture.objects.in_bulk(keys)
        pictures = [known[key] for key in keys if key in known]
        if len(pictures) < FEWEST:
            raise forms.ValidationError("Choose two pictures or more.")
        for picture in pictures:
            if blocked := rights_status(picture).blocked:
                raise forms.ValidationError(f"“{picture}” cannot be chosen. {blocked}")
        return pictures


def make(desk, request):
    """Make a gallery with a `title` of `pictures` (numbers with commas), in their order.

    201 with its row as the picker has it; 422 with `problems` in words. It is a draft like any
    other: readers get it once somebody publishes it.
    """
    if not (desk.has_add_permission(request) and desk.may_arrange(request)):
        raise PermissionDenied
    form = MakingForm(request.POST)
    if not form.is_valid():
        problems = [str(each) for errors in form.errors.values() for each in errors]
        return JsonResponse({"problems": problems}, status=422)
    with transaction.atomic():
        gallery = Gallery.objects.create(title=form.cleaned_data["title"], created_by=request.user)
        gallery.put_in(form.cleaned_data["pictures"], by=request.user)
        gallery.choose_cover()
    made = desk.rows_for_picker(request).get(pk=gallery.pk)
    return JsonResponse({"id": made.pk} | desk.picker_row(made), status=201)


PAGES = [Page("make/", "make", make, require_POST)]
