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
    """The words of a story as it came out, and as each of its `changes` left them.

    The row has the last of them; `before` in a change says which words had stood there instead.
    """
    told = [{name: row[name] for name in TEXT if name in row}]
    for change in reversed(row.get("changes", [])):
        told.insert(0, _replaced(told[0], change.get("before", {})))
    return told


def _replaced(words, pairs):
    for new, old in pairs.items():
        if not any(new in text for text in words.values()):
            raise ValueError(f"No text of this story has the words: {new}")
        words = {name: text.replace(new, old) for name, text in words.items()}
    return words


class Past:
    """The past of one story that has come out."""

    def __init__(self, story, *, by, now):
        self.story, self.by, self.now = story, by, now
        self.began, self.ended = story.published_at, None
        # Since when readers have had each version, by its id.
        self.since = {story.live_id: self.began}

    def change(self, row, words, *, left=0):
        """A substantive change, with new words or without; `left` others are to follow."""
        moment = self._moment(row["hours_after"], left)
        self.story.write(by=self.by, at=moment - A_MINUTE / 2, **words)
        self.story.update(by=self.by, change=_change(row))
        self.since.setdefault(self.story.live_id, moment)
        self._said(moment, text=row["text"])

    def plan(self, row, words, moment):
        """A substantive change that is still to come."""
        self.story.write(by=self.by, at=self.now, **_replaced(words, row["after"]))
        self.story.update(by=self.by, at=moment, change=_change(row))

    def retract(self, row):
        moment = self._moment(row["hours_after"])
        self.story.retract(by=self.by, reason=row["reason"])
        self.story.retracted_at = moment
        self._said(moment, text=row["reason"])

    def take_down(self, row):
        self.story.take_down(by=self.by, reason=row["reason"], by_law=row.get("by_law", False))
        self.ended = self.story.taken_down_at = self._moment(row["hours_after"])

    def expire(self, hours_after):
        self.ended = self.story.expires_at = self._moment(hours_after)

    def write_down(self):
        """Keep it, with what readers had when."""
        self.story.save(update_fields=["updated_at", "retracted_at", "taken_down_at", "expires_at"])
        turns = list(self.story.appearances.order_by("since", "pk"))
        begins = [self.since.get(turn.version_id, turn.since) for turn in turns]
        ends = [*begins[1:], self.ended]
        for turn, since, until in zip(turns, begins, ends, strict=True):
            Appearance.objects.filter(pk=turn.pk).update(since=since, until=until)

    def _said(self, moment, **what):
        self.story.updated_at = moment
        self.story.corrections.filter(**what).update(published_at=moment)

    def _moment(self, hours_after, left=0):
        """So long after it came out; for a story of the last hours, in these last minutes."""
        return min(self.began + timedelta(hours=hours_after), self.now - left * A_MINUTE)


def _change(row):
    return Change(**{name: row[name] for name in CHANGE if name in row})
