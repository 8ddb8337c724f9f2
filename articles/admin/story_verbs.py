from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils.html import format_html

from articles import publishing


class StoryVerbs:
    """What the desk's buttons and actions do with stories: they press the model's own verbs."""

    def press_publish(self, request, story, words):
        if not self.has_publish_permission(request):
            raise PermissionDenied
        was_public = story.is_public
        if self._tried(request, story, lambda: story.publish(by=request.user)):
            self.log_change(request, story, "Published.")
            out = "The live story is updated." if was_public else "Published."
            link = format_html('<a href="{}">See it in the paper</a>', story.get_absolute_url())
            self.message_user(request, format_html("{} {} {}", words, out, link), messages.SUCCESS)
        else:
            self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.page_of(story))

    def press_unschedule(self, request, story):
        if not self.has_publish_permission(request):
            raise PermissionDenied
        if self._tried(request, story, lambda: story.unschedule(by=request.user)):
            self.log_change(request, story, "Back to draft.")
            self.message_user(request, "The story is a draft again.", messages.SUCCESS)
        return HttpResponseRedirect(self.page_of(story))

    def _tried(self, request, story, verb):
        """Whether the verb worked; if not, its problems are told in its own words."""
        try:
            verb()
        except publishing.NotReady as not_ready:
            for problem in not_ready.problems:
                self.message_user(request, f"“{self._name(story)}”: {problem}", messages.ERROR)
            return False
        return True

    def _name(self, story):
        return story.latest.headline if story.latest else story.headline

    @admin.action(description="Publish now", permissions=["publish"])
    def publish(self, request, stories):
        for story in stories:
            if self._tried(request, story, lambda: story.publish(by=request.user)):  # noqa: B023
                self.log_change(request, story, "Published.")
                self.message_user(request, f"“{story}” is out.", messages.SUCCESS)

    @admin.action(description="Back to draft (scheduled stories)", permissions=["publish"])
    def back_to_draft(self, request, stories):
        for story in stories:
            if self._tried(request, story, lambda: story.unschedule(by=request.user)):  # noqa: B023
                self.log_change(request, story, "Back to draft.")
                self.message_user(request, f"“{story}” is a draft again.", messages.SUCCESS)
