from django.db import models
from django.urls import reverse

from articles.querysets import ListedQuerySet, TopicQuerySet
from newsroom.model_fields import CharField, TextField

from .fields import UnicodeSlugField
from .mergeable import Mergeable
from .shown import Shown

START_HERE = 3  # stories that a topic may send somebody new to


class Topic(Shown, Mergeable):
    """What a story is about, across sections."""

    name = CharField(max_length=80, unique=True)
    slug = UnicodeSlugField(unique=True)
    description = TextField(blank=True, max_length=600)

    key_facts = TextField(
        blank=True, max_length=1000, help_text="One fact a line; each stands as a point of a list."
    )
    start_here = models.ManyToManyField(
        "articles.Story",
        blank=True,
        related_name="+",
        help_text="Up to three stories that explain the topic to somebody new.",
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def links(self):
        """A queryset of its links to stories."""
        return ListedQuerySet(type(self).stories.through).filter(topic=self)

    @property
    def facts(self):
        """The key facts one by one."""
        return [fact for line in self.key_facts.splitlines() if (fact := line.strip())]

    def get_absolute_url(self):
        return reverse("articles:topic", args=[self.slug])

    def _hand_links_to(self, other):
        # By the tables between: signals of the fields would keep a line for each story.
        there = type(self).stories.through.objects
        here = there.filter(topic=self)
        here.exclude(story__in=there.filter(topic=other).values("story")).update(topic=other)
        begin = type(self).start_here.through.objects
        chosen = set(begin.filter(topic=other).values_list("story_id", flat=True))
        more = begin.filter(topic=self).exclude(story__in=chosen).order_by("pk")
        for row in more[: START_HERE - len(chosen)]:
            row.topic = other
            row.save()
