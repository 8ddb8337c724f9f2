from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from articles import body, publishing
from articles.models import Story
from articles.views.story import page

from .moments import ScheduleForm, in_words, zone_in_words
from .story_form import TakeDownForm


class StoryPages:
    """The desk's own pages about one story: preview, versions, schedule, take down."""

    def get_urls(self):
        def own(route, view, name):
            view = self.admin_site.admin_view(view)
            return path(f"<id:pk>/{route}/", view, name=f"articles_story_{name}")

        return [
            own("preview", self.preview, "preview"),
            own("versions", require_safe(self.versions), "versions"),
            own("versions/<id:number>", require_safe(self.version), "version"),
            own("versions/<id:number>/again", require_POST(self.write_again), "again"),
            own("schedule", self.schedule, "schedule"),
            own("take-down", self.take_down, "take-down"),
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
        return render(request, "articles/story.html", page(story, version) | {"preview": True})

    def versions(self, request, pk):
        """All versions of a story, newest first."""
        story = self._story(request, pk)
        context = self._context(request, story, title="History") | {
            "versions": story.versions.select_related("created_by")[:500],
            "events": story.events.select_related("by")[:500],
        }
        return render(request, "admin/articles/story/versions.html", context)

    def version(self, request, pk, number):
        """One version, with what stood in it."""
        story = self._story(request, pk)
        version = get_object_or_404(
            story.versions.select_related("created_by", "lead_picture"), number=number
        )
        context = self._context(request, story, title=f"Version {version.number}") | {
            "version": version,
            "body": body.render(version.body, version.shown_embeds()),
            "may_change": self.has_change_permission(request, story),
        }
        return render(request, "admin/articles/story/version.html", context)

    def write_again(self, request, pk, number):
        """Let an old version be the text again: it becomes the next version."""
        story = self._story(request, pk)
        if not self.has_change_permission(request, story):
            raise PermissionDenied
        version = get_object_or_404(story.versions, number=number)
        latest = story.write(by=request.user, note=f"Version {number} again", **version.text())
        self.log_change(request, story, f"Wrote version {number} again.")
        self.message_user(
            request,
            f"Version {number} is the text again, as version {latest.number}. "
            "Readers see it when you publish.",
            messages.SUCCESS,
        )
        return HttpResponseRedirect(self.page_of(story))

    def schedule(self, request, pk):
        """Choose the day and the hour at which the story goes before readers."""
        story = self._story_to_publish(request, pk)
        form = ScheduleForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                self._schedule(request, story, form.cleaned_data["at"])
            except publishing.NotReady as not_ready:
                form.add_error(None, not_ready.problems)
            else:
                return HttpResponseRedirect(self.page_of(story))
        context = self._context(request, story, title="Schedule") | {
            "form": form,
            "button": "Schedule",
            "zone": zone_in_words(),
        }
        return self._answer(request, "schedule", context)

    def _schedule(self, request, story, at):
        if story.published_at and not story.is_scheduled:
            raise publishing.NotReady(
                ["Readers have had this story already. Publish it: an update goes out at once."]
            )
        story.schedule(by=request.user, at=at)
        self.log_change(request, story, f"Scheduled for {in_words(at)}.")
        self.message_user(request, f"Scheduled for {in_words(at)}.", messages.SUCCESS)

    def take_down(self, request, pk):
        """Remove the story from the paper; the reason stays at its address."""
        story = self._story_to_publish(request, pk)
        form = TakeDownForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                story.take_down(by=request.user, reason=form.cleaned_data["reason"])
            except publishing.NotReady as not_ready:
                form.add_error(None, not_ready.problems)
            else:
                self.log_change(request, story, "Taken down.")
                self.message_user(
                    request, "Taken down. Readers find the reason at its address.", messages.SUCCESS
                )
                return HttpResponseRedirect(self.page_of(story))
        context = self._context(request, story, title="Take down")
        return self._answer(request, "take_down", context | {"form": form, "button": "Take down"})

    def reading_address(self, user, story):
        """Where somebody who may not write this story can read it."""
        if story.latest and self.may_read_all(user, story):
            return self.page_of(story, "version", story.latest.number)
        return story.get_absolute_url()

    def _story(self, request, pk, stories=None):
        """The story, if this user may read all its versions; others get 404."""
        # A story without a version (an import that broke off) has nothing to show.
        stories = (Story.objects.all() if stories is None else stories).exclude(latest=None)
        visible = stories.visible_to(request.user).with_authors()
        story = get_object_or_404(visible.select_related("section", "latest", "live"), pk=pk)
        if not self.has_view_permission(request, story):
            raise PermissionDenied
        if not self.may_read_all(request.user, story):
            raise PermissionDenied
        return story

    def _story_to_publish(self, request, pk):
        story = self._story(request, pk)
        if not self.has_publish_permission(request):
            raise PermissionDenied
        return story

    def _asked(self, request, story):
        number = request.GET.get("version", "")
        if not number:
            return story.latest
        number = int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 0
        return get_object_or_404(story.versions.select_related("lead_picture"), number=number)

    def _context(self, request, story, *, title):
        return self.admin_site.each_context(request) | {
            "title": title,
            "story": story,
            "opts": self.opts,
            "original": story,
            "state_in_words": self.state_in_words(story),
        }

    def _answer(self, request, template, context):
        status = 422 if context["form"].errors else 200
        return render(request, f"admin/articles/story/{template}.html", context, status=status)
