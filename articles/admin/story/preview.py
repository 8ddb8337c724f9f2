"""A story's page as readers would get it: a saved version, or what stands in the form now."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, render

from articles.admin.pages import Page
from articles.models import Story
from articles.views.story_context import page_context
from newsroom.numbers import LARGEST_INTEGER, whole_number


def preview(desk, request, pk):
    """What the form sends is written, shown and taken back.

    So a preview can differ in nothing from the page it announces.
    """
    story = desk.story_to_read(request, pk, Story.objects.for_page())
    if request.method == "POST":
        response = _of_the_form(desk, request, story)
    else:
        response = _page(request, story, _version_asked_for(request, story))
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _of_the_form(desk, request, story):
    if not desk.has_change_permission(request, story):
        raise PermissionDenied
    form = desk.get_form(request, story, change=True)(request.POST, instance=story)
    form.is_valid()
    # What is wrong with the form as a whole (somebody else saved meanwhile) hinders no preview.
    if form.errors.keys() - {"__all__"}:
        return desk.answer(request, "no_preview", story, title="Preview", is_wrong=True, form=form)
    with transaction.atomic():
        version = story.write(by=request.user, **form.text())
        response = _page(request, story, version)
        transaction.set_rollback(True)
    return response


def _page(request, story, version):
    return render(request, "articles/story.html", page_context(story, version) | {"preview": True})


def _version_asked_for(request, story):
    asked = request.GET.get("version", "")
    if not asked:
        return story.latest
    number = whole_number(asked, most=LARGEST_INTEGER)
    return get_object_or_404(story.versions.select_related("lead_picture"), number=number)


PAGES = [Page("<id:pk>/preview/", "preview", preview)]
