from django.db import models
from django.db.models import Q

from newsroom.clock import Now


class AppearanceQuerySet(models.QuerySet):
    def begun(self):
        """Those that readers have had or have now."""
        return self.filter(since__lte=Now())

    def at(self, moment):
        return self.filter(Q(until=None) | Q(until__gt=moment), since__lte=moment)


class Appearance(models.Model):
    """From when until when readers had, have or will have a version of a story.

    Drawn by the story's verbs from what the story says itself, with the past left as it was.
    """

    story = models.ForeignKey(
        "articles.Story", on_delete=models.CASCADE, related_name="appearances"
    )
    version = models.ForeignKey(
        "articles.StoryVersion", on_delete=models.CASCADE, related_name="appearances"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        indexes = [
            models.Index(fields=["story", "since"], name="appearance_by_story"),
            models.Index(fields=["version", "since"], name="appearance_by_version"),
        ]
        constraints = [
            models.CheckConstraint(
                name="appearance_has_a_length",
                condition=Q(until=None) | Q(until__gt=models.F("since")),
            )
        ]

    def __str__(self):
        return f"{self.version} from {self.since} until {self.until or 'now'}"


def redraw(story, now):
    """Bring the appearances of a story from `now` on to what the story says.

    Whatever had begun stays, and ends now unless it goes on.
    """
    planned = _planned(story, now)
    story.appearances.filter(since__gt=now).delete()
    current = story.appearances.at(now).last()
    if current and planned and planned[0][:2] == (current.version_id, now):
        _, _, until = planned.pop(0)
        story.appearances.filter(pk=current.pk).update(until=until)
    elif current and current.since == now:
        current.delete()  # it had no length yet
    elif current:
        story.appearances.filter(pk=current.pk).update(until=now)
    Appearance.objects.bulk_create(
        Appearance(story=story, version_id=version, since=since, until=until)
        for version, since, until in planned
    )


def _planned(story, now):
    """From now on: (version's id, since, until) in their order."""
    if story.status != story.Status.PUBLISHED:
        return []
    turns = [(story.live_id, max(story.published_at, now))]
    if story.update_at:
        turns.append((story.update_version_id, max(story.update_at, now)))
    ends = [since for _, since in turns[1:]] + [story.expires_at]
    planned = [(version, since, end) for (version, since), end in zip(turns, ends, strict=True)]
    return [(v, since, end) for v, since, end in planned if end is None or end > since]
