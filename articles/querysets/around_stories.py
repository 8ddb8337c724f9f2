"""What hangs on stories, and is seen with them: quotes, topics, authors, corrections, versions."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.lookups import IsNull

from newsroom.clock import Now

from . import rule
from .listed import ListedQuerySet
from .named import NamedQuerySet


def _lists_some_story(links, **what):
    """Whether one of these links leads to a story that readers can see: a condition.

    The newest says it. For EXISTS PostgreSQL may read them all, which are many of an author who
    has written for twenty years.
    """
    newest = ListedQuerySet(links).published().filter(**what).newest_first()
    return IsNull(Subquery(newest.values("story")[:1]), False)


class QuoteQuerySet(NamedQuerySet):
    def published(self, at=None):
        """Quotes whose day has come and whose story is not hidden, and those in live stories.

        None before the hour of its embargo.
        """
        stories = rule.model("Story").objects
        story_is_public = Q(story=None) | Exists(stories.published(at).filter(pk=OuterRef("story")))
        free = Q(not_before=None) | Q(not_before__lte=at or Now())
        shown = Q(runs_on__lte=rule.day(at)) | stories.some_show(at, embeds__quote=OuterRef("pk"))
        return self.filter(free & story_is_public & shown)

    def visible_to(self, user):
        if user.is_staff and user.has_perm("articles.view_quote"):
            return self
        return self.published()

    def of_the_day(self):
        """Those whose day has come, newest day first.

        One that stands in a live story may be public before its day.
        """
        return self.filter(runs_on__lte=rule.day()).order_by("-runs_on", "-pk")


class TopicQuerySet(NamedQuerySet):
    def published(self):
        """Topics that readers can meet: those of a story that they can see."""
        links = rule.model("Story").topics.through
        return self.filter(_lists_some_story(links, topic=OuterRef("pk")))


class AuthorQuerySet(NamedQuerySet):
    def published(self):
        """Authors of a story that readers can see."""
        return self.filter(_lists_some_story(rule.model("Byline"), author=OuterRef("pk")))


class CorrectionQuerySet(models.QuerySet):
    def published(self):
        """Corrections whose hour has come, of stories that readers can see."""
        stories = rule.model("Story").objects.published()
        return self.filter(Exists(stories.filter(pk=OuterRef("story"))), published_at__lte=Now())

    def of_mistakes(self):
        """What was wrong or unclear in the paper."""
        return self.exclude(kind__in=self.model.NEWS)

    def of_news(self):
        """What has happened since, and what the editors had to say: nothing was wrong."""
        return self.filter(kind__in=self.model.NEWS)

    def with_numbers(self):
        """With the numbers of the versions before and after it."""
        return self.annotate(before_number=F("before__number"), after_number=F("after__number"))


class VersionQuerySet(models.QuerySet):
    def published(self):
        """Versions that readers have had or have, of stories that they can see."""
        stories = rule.model("Story").objects.published()
        appearances = rule.model("Appearance").objects.begun()
        return self.filter(
            Exists(stories.filter(pk=OuterRef("story"))),
            Exists(appearances.filter(version=OuterRef("pk"))),
        )
