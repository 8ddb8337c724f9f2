"""What is listed under a name: the stories of an author or a topic, by the links to them."""

from django.db import models

from . import rule


class ListedQuerySet(models.QuerySet):
    """Links that carry what the rule asks of their story (articles.models.listed)."""

    def published(self):
        """Those to stories that readers see."""
        return self.filter(rule.is_out())

    def newest_first(self):
        return self.order_by("-published_at", "-story")

    def stories(self):
        """Their stories that readers see, newest first."""
        stories = rule.model("Story").objects.published()
        return stories.filter(pk__in=self.values("story")).newest_first()

    def newest(self, most):
        """The newest of their stories that readers see."""
        return self.published().newest_first()[:most].stories()


class ListedStories:
    """The stories behind links, newest first, as cards: for a paginator.

    Which they are, and how many, the links alone say.
    """

    def __init__(self, links):
        self.links = links.published().newest_first()

    def count_to(self, most):
        """How many there are, at most so many."""
        return self.links.order_by()[:most].count()

    def __getitem__(self, piece):
        return self.links[piece].stories().for_cards()
