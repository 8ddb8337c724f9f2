"""What the list offers to do with several stories at once, each for itself."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied

from articles import publishing
from newsroom.moments import in_words
from newsroom.numbers import LARGEST_INTEGER, whole_number

from .desk import headline_of

OPEN_AGAIN = "Open the list again: it does not say which version you have read."


@admin.action(description="Publish now", permissions=["publish"])
def publish(desk, request, stories):
    def verb(story):
        read = whole_number(request.POST.get(f"version-{story.pk}"), most=LARGEST_INTEGER)
        if read is None:
            raise publishing.NotReady([OPEN_AGAIN])
        story.publish(by=request.user, expecting=read)
        if story.is_public:
            return f"“{story}” is out."
        return f"“{story}” appears on {in_words(story.published_at)}."

    _each(desk, request, stories, verb)


@admin.action(description="Back to draft (scheduled stories)", permissions=["publish"])
def back_to_draft(desk, request, stories):
    def verb(story):
        story.unschedule(by=request.user)
        return f"“{story}” is a draft again."

    _each(desk, request, stories, verb)


def _each(desk, request, stories, verb):
    for story in stories:
        try:
            done = desk.attempt(request, story, lambda: verb(story))  # noqa: B023 called at once
        except PermissionDenied:
            problem = f"“{headline_of(story)}”: you do not edit {story.section}."
            desk.message_user(request, problem, messages.ERROR)
        else:
            if done:
                desk.say_done(request, story, done)
