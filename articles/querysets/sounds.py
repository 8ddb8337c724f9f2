"""Who hears a sound: whoever may read a text in which it stands."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from . import rule


class SoundQuerySet(models.QuerySet):
    def published(self):
        """Those that a published story's text has, as readers get it."""
        return self.filter(_is_published())

    def visible_to(self, user):
        """Readers hear what is published, whoever publishes everything.

        A reporter also what stands in stories of their own, and what they have brought.
        """
        if not (user.is_authenticated and user.is_staff):
            return self.published()
        if user.has_perm("articles.publish_story"):
            return self.all()
        bylines = rule.model("Byline").objects.filter(author__user=user)
        own = Q(version__story__created_by=user) | Q(version__story__bylines__in=bylines)
        embeds = rule.model("Embed").objects.filter(own, sound=OuterRef("pk"))
        return self.filter(_is_published() | Q(created_by=user) | Exists(embeds))


def _is_published():
    return rule.model("Story").objects.some_show(embeds__sound=OuterRef("pk"))
