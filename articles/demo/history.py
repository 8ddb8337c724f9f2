"""What has happened to the demo's stories since they came out.

A story's verbs know only this moment. What they write down is moved back here to the hour at
which it is said to have happened; the log alone says when it was done, for it changes never.
"""

from datetime import timedelta

from articles.models import Appearance
from articles.publishing import Change

TEXT = ("headline", "kicker", "standfirst", "dateline", "body")
CHANGE = ("kind", "text", "wrong", "material")
A_MINUTE = timedelta(minutes=1)


def texts(row):
    """The texts of a story as it came out, and as each of its `changes` left them, oldest first.

    The row has the last of them; `before` in a change maps its words to those they replaced. Raises
    ValueError if they are not there.
    """
    found = [{name: row[name] for name in TEXT if name in row}]
    for change in reversed(row.get("changes", [])):
        found.insert(0, _replaced(found[0], change.get("before", {})))
    return found


def _replaced(text, pairs):
    for new, old in pairs.items():
        if not any(new in part for part in text.values()):
            raise ValueError(f"No text of this story has the words: {new}")
        text = {name: part.replace(new, old) for name, part in text.items()}
    return text


class Past:
    """The past of one story that has come out."""

    def __init__(self, story, *, by, now):
        self.story, self.by, self.now = story, by, now
        self.began, self.ended = story.published_at, None
        # Since when readers have had each version, by its id.
        self.since = {story.live_id: self.began}

    def change(self, row, text, *, left=0):
        """Publish a substantive change to `text`; `left` others are to follow."""
        moment = self._moment(row["hours_after"], left)
        self.story.write(by=self.by, at=moment - A_MINUTE / 2, **text)
        self.story.update(by=self.by, change=_change(row))
        self.since.setdefault(self.story.live_id, moment)
        self._backdate(moment, text=row["text"])

    def plan(self, row, text, moment):
        """Schedule a substantive change of `text`."""
        self.story.write(by=self.by, at=self.now, **_replaced(text, row["after"]))
        self.story.update(by=self.by, at=moment, change=_change(row))

    def retract(self, row):
        moment = self._moment(row["hours_after"])
        self.story.retract(by=self.by, reason=row["reason"])
        self.story.retracted_at = moment
        self._backdate(moment, text=row["reason"])

    def take_down(self, row):
        self.story.take_down(by=self.by, reason=row["reason"], by_law=row.get("by_law", False))
        self.ended = self.story.taken_down_at = self._moment(row["hours_after"])

    def expire(self, hours_after):
        self.ended = self.story.expires_at = self._moment(hours_after)

    def save(self):
        """Save the story's past moments, and those of its appearances."""
        self.story.save(update_fields=["updated_at", "retracted_at", "taken_down_at", "expires_at"])
        appearances = list(self.story.appearances.order_by("since", "pk"))
        begins = [self.since.get(each.version_id, each.since) for each in appearances]
        ends = [*begins[1:], self.ended]
        for appearance, since, until in zip(appearances, begins, ends, strict=True):
            Appearance.objects.filter(pk=appearance.pk).update(since=since, until=until)

    def _backdate(self, moment, **correction):
        self.story.updated_at = moment
        self.story.corrections.filter(**correction).update(published_at=moment)

    def _moment(self, hours_after, left=0):
        """So long after it came out; for a story of the last hours, in these last minutes."""
        return min(self.began + timedelta(hours=hours_after), self.now - left * A_MINUTE)


def _change(row):
    return Change(**{name: row[name] for name in CHANGE if name in row})
