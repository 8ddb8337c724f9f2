"""Where a story stands, in words. Every hour is told with its zone."""

from django.utils.html import format_html
from django.utils.text import Truncator

from articles import publishing
from newsroom.moments import in_words


def in_short(story):
    """A story's state in a few words, for a list, a heading and the bar."""
    if story.is_scheduled:
        return f"Scheduled for {in_words(story.published_at)}"
    if story.status == story.Status.DRAFT and story.returned_note:
        return f"{story.state}, returned"
    if not story.is_public:
        return story.state
    state = "Retracted" if story.retracted_at else story.state
    if story.update_at and not story.is_updated_by_now:
        return f"{state}, an update scheduled for {in_words(story.update_at)}"
    if not story.has_unpublished_changes:
        return state
    return {
        story.Stage.REVIEW: f"{state}, a new text in review",
        story.Stage.READY: f"{state}, an approved text not yet out",
    }.get(story.stage, f"{state}, with changes not yet out")


def facts(story):
    """What else is to be known, as sentences: hours, who has it, what holds it back."""
    return [*_of_readers(story), *_of_withdrawal(story), *_of_the_desk(story)]


def returned(story):
    """Who gave the story back to whom, and what they ask for; or None."""
    if story.stage != story.Stage.DRAFT or not story.returned_note:
        return None
    event = story.events.filter(action="returned").first()
    return {
        "to": story.returned_to,
        "by": event.by_name if event else "",
        "at": in_words(event.at) if event else "",
        "note": story.returned_note,
    }


def _of_readers(story):
    if story.is_public:
        yield f"Out since {in_words(story.published_at)}."
        if story.has_unpublished_changes and not story.update_at:
            yield (
                f"Readers have version {story.live.number}; version {story.latest.number} is "
                "not out yet."
            )
    if story.modified_at:
        yield f"Last change that readers were told of: {in_words(story.modified_at)}."
    if story.update_at and not story.is_updated_by_now:
        told = "readers will be told" if story.update_is_substantive else "with no notice"
        yield (
            f"Version {story.update_version.number} comes in its place on "
            f"{in_words(story.update_at)}, {told}."
        )
    if story.expires_at:
        verb = "Expired" if story.has_expired else "Expires"
        yield f"{verb} on {in_words(story.expires_at)}."
    if story.is_held_back:
        name = f" “{story.embargo}”" if story.embargo else ""
        yield f"Under embargo{name} until {in_words(story.not_before)}."


def _of_withdrawal(story):
    if story.retracted_at:
        yield f"Retracted on {in_words(story.retracted_at)}."
    if story.is_taken_down:
        law = " because a court or a law asked for it" if story.taken_down_by_law else ""
        at = f" on {in_words(story.taken_down_at)}" if story.taken_down_at else ""
        yield f"Taken down{at}{law}: “{story.taken_down_reason}”"
    if story.status == story.Status.MERGED:
        other = story.merged_into
        yield format_html(
            'Readers are sent to <a href="{}">“{}”</a>.',
            other.get_absolute_url(),
            Truncator(other.headline).chars(80),
        )


def _of_the_desk(story):
    if story.stage == story.Stage.REVIEW and story.submitted_at:
        by = story.submitted_by or "somebody"
        yield f"With the editors since {in_words(story.submitted_at)}, submitted by {by}."
    if story.stage == story.Stage.READY:
        event = story.events.filter(action="approved").first()
        at = f" on {in_words(event.at)}" if event else ""
        yield f"Approved by {story.approved_by or 'somebody'}{at}."
    if story.sensitive and not publishing.needs_approval(story):
        yield "Sensitive: each new text takes a second pair of eyes."
