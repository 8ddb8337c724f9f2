"""What the list, the form, the pages and the verbs of stories build on."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from articles import publishing, rights
from articles.admin.base import DeskAdmin
from articles.models import Story

from .state_in_words import in_short


def headline_of(story):
    """The newest headline, which readers may not have yet."""
    return story.latest.headline if story.latest else story.headline


class StoryDesk(DeskAdmin):
    """Finds a story for somebody, answers with pages about it, and tries verbs on it.

    The pages and verbs are functions and small classes that receive this desk.
    """

    # Who may

    def has_publish_permission(self, request):
        return request.user.has_perm("articles.publish_story")

    def has_change_permission(self, request, obj=None):
        """Editors write in their sections; a reporter their own drafts."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or rights.may(request.user, "write", obj))

    def has_delete_permission(self, request, obj=None):
        """Stories are taken down, never deleted: the legal desk may need them."""
        return False

    # Finding a story

    def story_to_read(self, request, pk, stories=None):
        """The story, from `stories` or from all, with what every page says of it.

        Raises Http404 for one that this user may not know of, PermissionDenied where they may
        not read all its versions.
        """
        # A story without a version (an import that broke off) has nothing to show.
        stories = (Story.objects.all() if stories is None else stories).exclude(latest=None)
        visible = stories.visible_to(request.user).with_authors().with_hours()
        story = get_object_or_404(visible.select_related("section", "latest", "live"), pk=pk)
        if not self.has_view_permission(request, story):
            raise PermissionDenied
        if not rights.reads_all(request.user, story):
            raise PermissionDenied
        return story

    def story_for(self, request, pk, verb):
        """The same, if this user may also use the verb on it; PermissionDenied otherwise."""
        story = self.story_to_read(request, pk)
        rights.ensure(request.user, verb, story)
        return story

    # Answering

    def page_context(self, request, row=None, *, title):
        context = super().page_context(request, row, title=title)
        return context | {"story": row, "state_in_words": in_short(row) if row else ""}

    def reading_address(self, user, story):
        """Where somebody who may not write this story can read it."""
        if story.latest and rights.reads_all(user, story):
            return self.page_of(story, "version", story.latest.number)
        return story.get_absolute_url()

    # Verbs

    def attempt(self, request, story, verb):
        """The sentence with which `verb()` says what it did; None if it refused, and said why."""
        try:
            return verb()
        except publishing.NotReady as not_ready:
            for problem in not_ready.problems:
                self.message_user(request, f"“{headline_of(story)}”: {problem}", messages.ERROR)
            return None
