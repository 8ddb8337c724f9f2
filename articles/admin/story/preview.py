from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.urls import path

from articles.models import Story
from articles.views.story_context import page_context
from newsroom.numbers import LARGEST_INTEGER, whole_number

from .state_in_words import in_short


class StoryPages:
    """The desk's own pages about one story: its preview, and what they all share."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.preview)
        return [
            path("<id:pk>/preview/", view, name="articles_story_preview"),
            *super().get_urls(),
        ]

    def preview(self, request, pk):
        """The page as readers would get it: a saved version, or what stands in the form now.

        What the form sends is written, shown and taken back, so that a preview can differ in
        nothing from the page it announces.
        """
        story = self._story(request, pk, Story.objects.for_page())
        if request.method != "POST":
            response = self._page(request, story, self._asked(request, story))
        else:
            if not self.has_change_permission(request, story):
                raise PermissionDenied
            form = self.get_form(request, story, change=True)(request.POST, instance=story)
            form.is_valid()
            wrong = [name for name in form.errors if name != "__all__"]
            if wrong:
                context = self._context(request, story, title="Preview") | {"form": form}
                return render(request, "admin/articles/story/no_preview.html", context, status=422)
            with transaction.atomic():
                version = story.write(by=request.user, **form.text())
                response = self._page(request, story, version)
                transaction.set_rollback(True)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def _page(self, request, story, version):
        return render(
            request, "articles/story.html", page_context(story, version) | {"preview": True}
        )

    def reading_address(self, user, story):
        """Where somebody who may not write this story can read it."""
        if story.latest and self.may_read_all(user, story):
            return self.page_of(story, "version", story.latest.number)
        return story.get_absolute_url()

    def _story(self, request, pk, stories=None):
        """The story, if this user may read all its versions; others get 404."""
        # A story without a version (an import that broke off) has nothing to show.
        stories = (Story.objects.all() if stories is None else stories).exclude(latest=None)
        visible = stories.visible_to(request.user).with_authors().with_hours()
        story = get_object_or_404(visible.select_related("section", "latest", "live"), pk=pk)
        if not self.has_view_permission(request, story):
            raise PermissionDenied
        if not self.may_read_all(request.user, story):
            raise PermissionDenied
        return story

    def _asked(self, request, story):
        asked = request.GET.get("version", "")
        if not asked:
            return story.latest
        number = whole_number(asked, most=LARGEST_INTEGER)
        return get_object_or_404(story.versions.select_related("lead_picture"), number=number)

    def _context(self, request, story, *, title):
        return self.admin_site.each_context(request) | {
            "title": title,
            "story": story,
            "opts": self.opts,
            "original": story,
            "state_in_words": in_short(story),
        }

    def _answer(self, request, template, context):
        status = 422 if context["form"].errors else 200
        return render(request, f"admin/articles/story/{template}.html", context, status=status)
