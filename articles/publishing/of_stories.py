"""What must hold before a verb moves a story."""

from django.dispatch import Signal

from articles.pictures import usage
from newsroom import clock
from newsroom.moments import in_words

from .not_ready import NotReady, in_this_century, problems_of_hour, refuse


def problems_of(text):
    """What a version lacks before anybody may read it, as sentences."""
    problems = []
    if text is None or not text.headline.strip():
        problems.append("Write a headline.")
    if text is None or not text.body.strip():
        problems.append("Write the story: its text is empty.")
    if text is not None and text.lead_picture_id and not text.lead_picture.alt:
        problems.append("Describe the lead picture for those who cannot see it.")
    return problems


def problems_of_pictures(text, at=None):
    """What forbids to put the pictures of a version before readers, now or at a moment."""
    return usage.problems(text.pictures_on_page(), at) if text is not None else []


# Whoever knows of a reason why the newest text of a `story` may not go out answers with sentences.
reasons_against = Signal()


def ensure_ready(story, *, at=None, expecting=None, by=None):
    """Raise NotReady unless the latest version may be published, now or at the moment `at`.

    `expecting` is the number of the version that is meant. The right to its pictures must hold at
    that moment; what readers have already is not asked about, so that a correction is never late
    because of a picture. What a person (`by`) brings before readers is checked, too
    (`reasons_against`); an import is not.
    """
    problems = problems_of(story.latest)
    if story.latest_id != story.live_id or not story.is_public:
        problems += problems_of_pictures(story.latest, in_this_century(at))
    if by is not None and story.latest is not None:
        for _, sentences in reasons_against.send(sender=type(story), story=story):
            problems += sentences
    if expecting is not None and story.latest and story.latest.number != expecting:
        problems.append(
            f"{story.latest.created_by or 'Somebody'} has saved version {story.latest.number} "
            "meanwhile. Read it, then publish."
        )
    if needs_approval(story):
        problems.append(
            "This story is sensitive: somebody other than its writer must approve it first."
        )
    if at is not None:
        problems += problems_of_hour(at)
    refuse(problems)


def needs_approval(story):
    """Whether a sensitive story waits for a second pair of eyes on its latest version."""
    is_new = story.latest_id != story.live_id
    return story.sensitive and is_new and story.stage != story.Stage.READY


def ensure_later(at, now=None):
    """Raise NotReady unless the moment `at` is still to come."""
    refuse(problems_of_hour(at))
    if at <= (now or clock.now()):
        raise NotReady(["This moment has passed. Choose a later one, or publish now."])


def ensure_can_be_submitted(story):
    refuse(problems_of(story.latest))
    if story.status == story.Status.PUBLISHED and story.latest_id == story.live_id:
        raise NotReady(["Readers have this text already: there is nothing to submit."])


def ensure_can_be_returned(story, writer, note):
    problems = []
    if not note.strip():
        problems.append("Say what is wanted: the note is what the reporter gets.")
    if writer is None:
        problems.append("Choose who gets the story back.")
    if story.stage == story.Stage.DRAFT:
        problems.append("Nobody has submitted this story: there is nothing to return.")
    refuse(problems)


def ensure_can_be_approved(story, by):
    problems = problems_of(story.latest) + problems_of_pictures(story.latest)
    if story.status == story.Status.PUBLISHED and story.latest_id == story.live_id:
        problems.append("Readers have this text already: there is nothing to approve.")
    if story.sensitive and by is not None and story.latest and story.latest.created_by == by:
        problems.append(
            "This story is sensitive and you wrote its latest version: it takes a second pair "
            "of eyes."
        )
    refuse(problems)


def ensure_can_be_scheduled(story, at):
    """Raise NotReady unless the moment `at` is to come and no reader has seen the story."""
    now = clock.now()
    ensure_later(at, now)
    if story.has_been_seen_at(now):
        raise NotReady(["Readers have seen this story already. Publish it now, or leave it."])
    if story.not_before and at < story.not_before:
        hour = in_words(story.not_before)
        raise NotReady([f"This story is under embargo until {hour}. Choose a later moment."])


def ensure_can_be_updated(story, now, at, change):
    """Raise NotReady unless readers have the story and the change says something."""
    problems = []
    if not story.is_out_at(now):
        problems.append(
            "Readers do not have this story yet: change it as you like, then publish."
            if story.status in (story.Status.DRAFT, story.Status.PUBLISHED)
            else "This story is not before readers: restore it first."
        )
    if change and not change.text.strip():
        problems.append("Say what changed: readers will find it under the story.")
    if at is not None:
        problems += problems_of_hour(at)
        if at <= now:
            problems.append("This moment has passed. Choose a later one, or update now.")
        if story.expires_at and at >= story.expires_at:
            problems.append(f"The story expires before that, at {in_words(story.expires_at)}.")
        if story.latest_id == story.live_id:
            problems.append("Write the new text first: readers have this one already.")
    refuse(problems)


def ensure_no_update_waits(story):
    if story.update_at:
        raise NotReady(
            [
                f"An update is scheduled for {in_words(story.update_at)} and would undo this "
                "one. Cancel it first."
            ]
        )


def ensure_can_expire(story, now, at):
    if at is None:
        return
    problems = problems_of_hour(at)
    if at <= now:
        problems.append("This moment has passed. Choose a later one, or take the story down.")
    if story.published_at is None:
        problems.append("Publish or schedule the story first.")
    elif at <= story.published_at:
        problems.append("The story would expire before it appears.")
    if story.update_at and at <= story.update_at:
        problems.append(f"An update is scheduled for {in_words(story.update_at)}, after that.")
    if story.status != story.Status.PUBLISHED and not problems:
        problems.append("This story is not before readers.")
    refuse(problems)


def ensure_can_be_taken_down(story, now, reason):
    problems = []
    if not reason.strip():
        problems.append("Give the reason: readers will find it at the story’s address.")
    if story.status == story.Status.DRAFT:
        problems.append("This story is a draft: there is nothing to take down.")
    elif story.status == story.Status.MERGED:
        problems.append("This story is part of another one: take that one down.")
    elif not story.has_been_seen_at(now):
        problems.append("No reader has seen this story: make it a draft again.")
    refuse(problems)


def ensure_can_be_restored(story, now):
    if story.status == story.Status.DRAFT:
        raise NotReady(["This story is a draft: publish it."])
    if story.status == story.Status.PUBLISHED:
        if not story.has_been_seen_at(now):
            raise NotReady(["This story is scheduled: there is nothing to restore."])
        if story.is_out_at(now):
            raise NotReady(["Readers have this story."])


def ensure_can_be_merged(story, other, now):
    problems = []
    if other is None or other.pk == story.pk:
        problems.append("Choose the other story that readers shall get.")
    elif not other.is_out_at(now):
        problems.append("Readers do not have the other story.")
    if story.status == story.Status.MERGED:
        problems.append("This story is part of another one already.")
    elif not story.has_been_seen_at(now):
        problems.append("No reader has seen this story: there is no address to keep.")
    refuse(problems)


def ensure_can_be_deleted(story, reason):
    if not reason.strip():
        raise NotReady(["Give the reason: it stays when the story is gone."])
