"""What the buttons of a story's form do once it is saved: the model's own verbs."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.html import format_html

from newsroom.moments import in_words

from .buttons import BACK
from .way_back import way_back

UPDATE_CANCELLED = "The scheduled update is cancelled: the live text stays."


def publish(story, by, note):
    was_public = story.is_public
    # The row is locked since it was saved: this is the text that stood in the form.
    story.publish(by=by, note=note, expecting=story.latest.number)
    if not story.is_public:
        return f"Under embargo: it appears on {in_words(story.published_at)}."
    return _with_link("The live story is updated." if was_public else "Published.", story)


def submit(story, by, note):
    story.submit(by=by, note=note)
    return f"Submitted to the editors of {story.section}."


def approve(story, by, note):
    story.approve(by=by, note=note)
    return f"Version {story.latest.number} is approved."


def restore(story, by, note):
    story.restore(by=by, note=note)
    return _with_link("Readers have it again.", story)


def unschedule(story, by, note):
    story.unschedule(by=by)
    return "The story is a draft again."


def cancel_update(story, by, note):
    story.cancel_update(by=by)
    return UPDATE_CANCELLED


# By the name of the button. Each takes (story, by, note) and says in a sentence what it did.
VERBS = {
    "_publish": publish,
    "_submit": submit,
    "_approve": approve,
    "_restore": restore,
    "_unschedule": unschedule,
    "_cancel_update": cancel_update,
}
# Buttons that go on to a page that asks something.
PAGES = {"_schedule": "schedule", "_update": "update", "_return": "return"}


def pressed(request):
    """The name of the button for more than saving, or None."""
    return next((name for name in (*PAGES, *VERBS) if name in request.POST), None)


def press(desk, request, story, *, saved, note=""):
    """Do with the saved story what the pressed button says; answers with the page to go to.

    `saved` is a sentence about the saving, `note` goes into the log.
    """
    button = pressed(request)
    if BACK in request.POST:
        desk.message_user(request, saved, messages.SUCCESS)
        return HttpResponseRedirect(way_back())
    if verb := VERBS.get(button):
        done = desk.attempt(request, story, lambda: verb(story, request.user, note))
        if done:
            desk.say_done(request, story, format_html("{} {}", saved, done))
            return HttpResponseRedirect(desk.page_of(story))
    desk.message_user(request, saved, messages.SUCCESS)
    return HttpResponseRedirect(desk.page_of(story, PAGES.get(button, "change")))


def _with_link(sentence, story):
    link = '{} <a href="{}">See it in the paper</a>'
    return format_html(link, sentence, story.get_absolute_url())
