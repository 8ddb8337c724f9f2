"""What the desk offers somebody to do with a story now.

No rule stands here: who may is asked of articles.rights, and a verb that is pressed all the same
(an old page, a forged form) refuses by itself. This only keeps buttons away that would refuse.
"""

from dataclasses import dataclass

from articles import publishing, rights


def _page(name):
    return f"admin:articles_story_{name}"


@dataclass(frozen=True)
class Button:
    """A button of the story's form, which saves first (`name`, see verbs), or a link to a page that
    asks (`page`, the name of its address)."""

    label: str
    name: str = ""
    page: str = ""
    is_main: bool = False
    is_destructive: bool = False


# Saves, and goes to the list of stories as it was left.
BACK = "_back"


def for_a_new_story(may_publish):
    """What stands in the bar below a form that has never been saved."""
    if not may_publish:
        return [Button("Submit", "_submit", is_main=True)]
    return [Button("Schedule…", "_schedule"), Button("Publish now", "_publish", is_main=True)]


class Buttons:
    """Two lists: `in_the_bar`, and what is rarely wanted: `under_more`."""

    def __init__(self, user, story):
        self.user, self.story = user, story
        # Asked once: each is a question to the database's clock.
        self.is_out, self.is_seen = story.is_public, story.has_been_seen
        self.is_withdrawn = story.status in (story.Status.TAKEN_DOWN, story.Status.MERGED)
        self.needs_approval = publishing.needs_approval(story)
        self.in_the_bar, self.under_more = [], []
        self._add_the_work_before_readers()
        self._add_what_readers_get()
        self._add_what_is_rare()

    def _may(self, verb):
        return rights.may(self.user, verb, self.story)

    def _add_the_work_before_readers(self):
        story = self.story
        if self.is_withdrawn or story.latest_id in (story.live_id, story.update_version_id):
            return
        stage, stages = story.stage, story.Stage
        is_needed = self.needs_approval or not self._may("publish")
        if stage != stages.DRAFT and self._may("return_to"):
            self.in_the_bar.append(Button("Return with a note…", "_return"))
        if stage == stages.DRAFT and self._may("submit"):
            main = not self._may("publish")
            place = self.in_the_bar if is_needed else self.under_more
            place.append(Button("Submit", "_submit", is_main=main))
        is_own_text = story.latest and story.latest.created_by_id == self.user.pk
        if stage != stages.READY and self._may("approve") and not (story.sensitive and is_own_text):
            main = self.needs_approval
            place = self.in_the_bar if main or stage == stages.REVIEW else self.under_more
            place.append(Button("Approve", "_approve", is_main=main))

    def _add_what_readers_get(self):
        story = self.story
        if self.needs_approval:
            return
        if self.is_out:
            if self._may("update") and not story.update_at:
                self.in_the_bar.append(Button("Update…", "_update", is_main=True))
        elif self.is_seen or self.is_withdrawn:
            if self._may("restore"):
                self.in_the_bar.append(Button("Restore the story", "_restore", is_main=True))
        elif self._may("publish"):
            again = "Schedule again…" if story.published_at else "Schedule…"
            now = "Publish when the embargo ends" if story.is_held_back else "Publish now"
            self.in_the_bar.append(Button(again, "_schedule"))
            self.in_the_bar.append(Button(now, "_publish", is_main=True))

    def _add_what_is_rare(self):
        story, more = self.story, self.under_more
        more.append(Button("Save, and back to the list", BACK))
        is_published = story.status == story.Status.PUBLISHED
        if not self.is_out and not self.is_withdrawn and self._may("publish"):
            more.append(Button("Share with somebody outside…", page=_page("share")))
        if is_published and not self.is_seen and self._may("unschedule"):
            more.append(Button("Back to draft", "_unschedule"))
        if story.update_at and self._may("update"):
            more.append(Button("Cancel the scheduled update", "_cancel_update"))
        if is_published and (self.is_out or not self.is_seen) and self._may("expire"):
            more.append(Button("Expire…", page=_page("expire")))
        if self.is_out and not story.retracted_at and self._may("retract"):
            more.append(Button("Retract…", page=_page("retract")))
        if self.is_seen and not self.is_withdrawn and self._may("take_down"):
            more.append(Button("Take down…", page=_page("take-down"), is_destructive=True))
        if self.is_seen and story.status != story.Status.MERGED and self._may("merge_into"):
            more.append(Button("Merge into another story…", page=_page("merge")))
        if self._may("delete_for_good"):
            more.append(
                Button("Delete for good…", page=_page("delete-for-good"), is_destructive=True)
            )
