"""Everything that readers must not see, in every state in which a newsroom has it."""

from functools import partial

from django.utils import timezone

from articles.comments.models import Comment
from articles.models import (
    AcceptedFinding,
    Embargo,
    Gallery,
    Invitation,
    LinkCheck,
    MoveIn,
    Paper,
    Quote,
    Story,
)
from articles.publishing import Change
from articles.writing import editing, share_links, working_copies
from newsroom import clock

from . import nouns
from .hours import DAY, LATER


def plant(paper):
    """Everything hidden that a newsroom has at a time."""
    _stories_before_readers_get_them(paper)
    _stories_that_readers_have_no_more(paper)
    _versions_of_public_stories(paper)
    _deleted_stories(paper)
    _comments(paper)
    _things_alone(paper)
    _words_that_nobody_has_saved(paper)


def _stories_before_readers_get_them(paper):
    people, hidden = paper.people, paper.hidden
    ana, editor = people["reporter"], people["editor"]

    hidden["draft"] = nouns.story(paper, "draft", by=ana)
    story = hidden["returned"] = nouns.story(paper, "returned", by=ana)
    story.submit(by=ana, note=paper.markers("returned", "record note"))
    story.return_to(ana, by=editor, note=paper.markers("returned", "returned note"))
    story = hidden["in review"] = nouns.story(paper, "in review", by=editor)
    story.submit(by=editor)
    story = hidden["ready"] = nouns.story(paper, "ready", by=editor, sensitive=True)
    story.approve(by=people["chief editor"], note=paper.markers("ready", "record note"))
    story = hidden["scheduled"] = nouns.story(paper, "scheduled", by=editor)
    story.schedule(by=editor, at=clock.now() + LATER)
    story = hidden["under embargo"] = nouns.story(paper, "under embargo", by=editor)
    _put_under_embargo(paper, story, "under embargo", clock.now() + LATER)


def _put_under_embargo(paper, story, state, hour):
    """The story, a gallery and a quote of the same package."""
    word, editor = partial(paper.markers, state), paper.people["editor"]
    embargo = Embargo.objects.create(
        name=word("embargo name"), terms=word("embargo terms"), until=hour, created_by=editor
    )
    story.put_under(embargo, by=editor)
    story.publish(by=editor, note=word("record note"))
    gallery = nouns.gallery(paper, word)
    gallery.put_under(embargo, by=None)
    gallery.publish(by=None)
    quote = nouns.quote(paper, word, runs_on=timezone.localdate())
    Quote.objects.filter(pk=quote.pk).update(embargo=embargo, not_before=embargo.until)


def _stories_that_readers_have_no_more(paper):
    people, gone = paper.people, paper.gone
    editor = people["editor"]

    story = gone["expired"] = nouns.story(paper, "expired", at=clock.now() - 4 * DAY)
    story.expire(by=editor, at=clock.now() + DAY)
    over = clock.now() - DAY
    Story.objects.filter(pk=story.pk).update(expires_at=over)
    story.appearances.update(since=story.published_at, until=over)
    story.refresh_from_db()

    story = gone["taken down"] = nouns.story(paper, "taken down", at=clock.now() - 5 * DAY)
    story.take_down(by=editor, reason="The photographer asked.")
    story = gone["taken down by law"] = nouns.story(paper, "taken down by law", at=over)
    story.take_down(by=editor, reason="A court asked.", by_law=True)
    story = gone["merged"] = nouns.story(paper, "merged", at=clock.now() - 5 * DAY)
    story.merge_into(paper.stories[1], by=people["chief editor"])


def _versions_of_public_stories(paper):
    editor = paper.people["editor"]
    for state, story in (
        ("live, a newer version", paper.stories[1]),
        ("retracted, a newer version", paper.stories[3]),
        ("live, a scheduled update", paper.stories[4]),
    ):
        version = story.write(by=editor, **nouns.text(paper, state))
        paper.half[state] = (story, version.number)
    word = partial(paper.markers, state)
    change = Change("correction", word("correction"), wrong=word("correction wrong"))
    story.update(by=editor, at=clock.now() + LATER, change=change, note=word("record note"))


def _deleted_stories(paper):
    never_seen = nouns.story(paper, "deleted")
    seen = nouns.story(paper, "deleted, once published", at=clock.now() - 2 * DAY)
    paper.deleted = (never_seen.pk, seen.pk)
    for story in (never_seen, seen):
        story.delete_for_good(by=paper.people["chief editor"], reason="It was libel.")


def _comments(paper):
    """Views that wait or were refused, and an approved one that replies to such a view."""
    story, shown = paper.stories[0], Comment.Status.APPROVED
    for status in (Comment.Status.WAITING, Comment.Status.REFUSED):
        state = f"comment that is {status}"
        hidden = nouns.comment(paper, state, story, status=status)
        nouns.comment(paper, state, story, status=shown, parent=hidden)


def _things_alone(paper):
    """Galleries, quotes, pictures, authors and topics that belong to no story."""
    word = partial(paper.markers, "alone")
    nouns.gallery(paper, word)
    nouns.quote(paper, word, runs_on=timezone.localdate() + LATER)
    nouns.quote(paper, word, runs_on=None)
    nouns.picture(paper, word, "picture")
    nouns.author(paper, word)
    nouns.topic(paper, word)
    scheduled, withdrawn = nouns.gallery(paper, word), nouns.gallery(paper, word)
    Gallery.objects.filter(pk=scheduled.pk).update(published_at=clock.now() + LATER)
    withdrawn.publish(by=None)
    withdrawn.withdraw(by=None)


def _words_that_nobody_has_saved(paper):
    """In the form of a public story, and in that of a new one."""
    writer = paper.people["chief editor"]
    for number, story in enumerate((paper.stories[0], None)):
        texts = {name: [paper.markers("not saved", name)] for name in ("headline", "body")}
        working_copies.keep(writer, f"form {number}", texts, story)
    AcceptedFinding.objects.create(
        story=paper.stories[0], check_name="link", key="0", by=writer,
        reason=paper.markers("not saved", "reason of a check"),
    )  # fmt: skip
    share_links.make(
        paper.stories[0], by=None, for_whom=paper.markers("not saved", "for whom"),
        lasts=share_links.LONGEST,
    )  # fmt: skip
    paper.stories[0].add_note(paper.markers("not saved", "note between colleagues"), by=writer)
    LinkCheck.objects.create(
        digest="0", status=404, asked_at=clock.now(),
        address=f"https://example.org/{paper.markers('not saved', 'link elsewhere')}",
    )  # fmt: skip
    Invitation.objects.create(
        role="Reporter", invited_by=writer, ends_at=clock.now() + LATER,
        email=f"{paper.markers('not saved', 'invited')}@example.org",
    )  # fmt: skip
    MoveIn.objects.create(
        kind="wordpress", size=1, digest="0", is_dry_run=True, state=MoveIn.State.DONE,
        choices={"gallery": paper.markers("not saved", "gallery of a zip")},
        **{name: paper.markers("not saved", name) for name in ("file_name", "trouble", "report")},
    )  # fmt: skip
    Paper.objects.update(careful_words=paper.markers("not saved", "words to take care with"))
    form = editing.at_it(writer, "form 0", paper.stories[0].pk)
    form.asked, form.taken_for = (
        paper.markers("not saved", "asked"),
        paper.markers("not saved", "taken for"),
    )
    form.asked_by = form.taken_by = writer
    form.save()
