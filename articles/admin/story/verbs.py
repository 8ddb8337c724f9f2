from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils.html import format_html

from articles import publishing
from articles.admin.day_and_hour import in_words

# Buttons that save and then go on to a page that asks something.
PAGES = {"_schedule": "schedule", "_update": "update", "_return": "return"}
UPDATE_CANCELLED = "The scheduled update is cancelled: the live text stays."
OPEN_AGAIN = "Open the list again: it does not say which version you have read."


class StoryVerbs:
    """What the desk's buttons and actions do with stories: they press the model's own verbs."""

    def press(self, request, story, *, saved, note=""):
        """Do what the pressed button says with the story that was saved; the page to go to.

        `saved` says what was, `note` goes into the log.
        """
        for button, page in PAGES.items():
            if button in request.POST:
                self.message_user(request, saved, messages.SUCCESS)
                return HttpResponseRedirect(self.page_of(story, page))
        buttons = {
            "_publish": self._publish,
            "_submit": self._submit,
            "_approve": self._approve,
            "_restore": self._restore,
            "_unschedule": self._unschedule,
            "_cancel_update": self._cancel_update,
        }
        pressed = next((name for name in buttons if name in request.POST), None)
        if pressed is None:
            self.message_user(request, saved, messages.SUCCESS)
        elif words := self._tried(request, story, lambda: buttons[pressed](story, request, note)):
            self.tell(request, story, format_html("{} {}", saved, words))
        else:
            self.message_user(request, saved, messages.SUCCESS)
        return HttpResponseRedirect(self.page_of(story))

    def tell(self, request, story, words):
        """Say what was done."""
        self.message_user(request, words, messages.SUCCESS)

    def _publish(self, story, request, note):
        was_public = story.is_public
        # The row is locked since it was saved: this is the text that stood in the form.
        story.publish(by=request.user, note=note, expecting=story.latest.number)
        if not story.is_public:
            return f"Under embargo: it appears on {in_words(story.published_at)}."
        out = "The live story is updated." if was_public else "Published."
        return _with_link(out, story)

    def _submit(self, story, request, note):
        story.submit(by=request.user, note=note)
        return f"Submitted to the editors of {story.section}."

    def _approve(self, story, request, note):
        story.approve(by=request.user, note=note)
        return f"Version {story.latest.number} is approved."

    def _restore(self, story, request, note):
        story.restore(by=request.user, note=note)
        return _with_link("Readers have it again.", story)

    def _unschedule(self, story, request, note):
        story.unschedule(by=request.user)
        return "The story is a draft again."

    def _cancel_update(self, story, request, note):
        story.cancel_update(by=request.user)
        return UPDATE_CANCELLED

    def _tried(self, request, story, verb):
        """What the verb said when it was done; None if it refused, in words that are told."""
        try:
            return verb()
        except publishing.NotReady as not_ready:
            for problem in not_ready.problems:
                self.message_user(request, f"“{self._name(story)}”: {problem}", messages.ERROR)

    def _name(self, story):
        return story.latest.headline if story.latest else story.headline

    # From the list: several stories at once, each for itself.

    @admin.action(description="Publish now", permissions=["publish"])
    def publish(self, request, stories):
        def do(story):
            expecting = _number(request.POST.get(f"version-{story.pk}", ""))
            if expecting is None:
                raise publishing.NotReady([OPEN_AGAIN])
            story.publish(by=request.user, expecting=expecting)
            if story.is_public:
                return f"“{story}” is out."
            return f"“{story}” appears on {in_words(story.published_at)}."

        self._each(request, stories, do)

    @admin.action(description="Back to draft (scheduled stories)", permissions=["publish"])
    def back_to_draft(self, request, stories):
        def do(story):
            story.unschedule(by=request.user)
            return f"“{story}” is a draft again."

        self._each(request, stories, do)

    def _each(self, request, stories, do):
        for story in stories:
            try:
                words = self._tried(request, story, lambda: do(story))  # noqa: B023
            except PermissionDenied:
                problem = f"“{self._name(story)}”: you do not edit {story.section}."
                self.message_user(request, problem, messages.ERROR)
            else:
                if words:
                    self.tell(request, story, words)


def _with_link(words, story):
    link = '{} <a href="{}">See it in the paper</a>'
    return format_html(link, words, story.get_absolute_url())


def _number(text):
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
