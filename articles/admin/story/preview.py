"""A story's page as readers would get it: a saved version, or what stands in the form now."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, render

from articles.admin.pages import Page
from articles.models import Section, Story
from articles.views.story_context import page_context
from newsroom import security
from newsroom.methods import require_POST
from newsroom.numbers import LARGEST_INTEGER, whole_number

from . import looks


def preview(desk, request, pk):
    """What the form sends is written, shown and taken back.

    So a preview can differ in nothing from the page it announces.
    """
    story = desk.story_to_read(request, pk, Story.objects.for_page())
    if request.method == "POST":
        response = _of_the_form(desk, request, story)
    else:
        response = _page(desk, request, story, _version_asked_for(request, story))
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
        response = _page(desk, request, story, version)
        transaction.set_rollback(True)
    return response


def preview_new(desk, request):
    """A story that was never saved, as readers would get it; a section, if none is chosen yet."""
    if not desk.has_add_permission(request):
        raise PermissionDenied
    sent = request.POST.copy()
    if not sent.get("section"):
        sent["section"] = Section.objects.values_list("pk", flat=True).first() or ""
    if not sent.get("headline", "").strip():
        sent["headline"] = "Without a headline yet"
    form = desk.get_form(request)(sent)
    if not form.is_valid():
        return desk.answer(request, "no_preview", title="Preview", is_wrong=True, form=form)
    with transaction.atomic():
        story = form.save(commit=False)
        version = story.write(by=request.user, **form.text())
        form.save_m2m()
        response = _page(desk, request, Story.objects.for_page().get(pk=story.pk), version)
        transaction.set_rollback(True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _page(desk, request, story, version):
    if looks.is_asked_for(request):
        return looks.response(desk, request, story, version)
    context = page_context(story, version) | {"preview": True}
    return security.let_ask(render(request, "articles/story.html", context), context["hosts"])


def _version_asked_for(request, story):
    asked = request.GET.get("version", "")
    if not asked:
        return story.latest
    number = whole_number(asked, most=LARGEST_INTEGER)
    return get_object_or_404(story.versions.select_related("lead_picture"), number=number)


PAGES = [
    Page("<id:pk>/preview/", "preview", preview),
    Page("preview/", "preview-new", preview_new, require_POST),
]
