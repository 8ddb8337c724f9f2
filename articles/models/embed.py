from functools import reduce
from operator import or_

from django.db import models

from articles.querysets import EmbedQuerySet
from newsroom.composed_once import Given, composed_once

KINDS = ("picture", "gallery", "quote", "sound")


def _only(kind):
    return models.Q(**{f"{each}__isnull": each != kind for each in KINDS})


class Embed(models.Model):
    """A picture, gallery, quote or sound of ours that stands inside the body of a version.

    Derived from the body when the version is stored, so that the database can answer
    "where is this picture used" and a page finds all of them with one query.
    """

    version = models.ForeignKey(
        "articles.StoryVersion", on_delete=models.CASCADE, related_name="embeds"
    )
    picture = models.ForeignKey(
        "articles.Picture", null=True, on_delete=models.PROTECT, related_name="embeds"
    )
    gallery = models.ForeignKey(
        "articles.Gallery", null=True, on_delete=models.PROTECT, related_name="embeds"
    )
    quote = models.ForeignKey(
        "articles.Quote", null=True, on_delete=models.PROTECT, related_name="embeds"
    )
    sound = models.ForeignKey(
        "articles.Sound", null=True, on_delete=models.PROTECT, related_name="embeds"
    )

    objects = EmbedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="embed_is_one_thing",
                condition=reduce(or_, map(_only, KINDS)),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.item}"

    @property
    def kind(self):
        return next(k for k in KINDS if getattr(self, f"{k}_id"))

    @property
    def item(self):
        return getattr(self, self.kind)


def shown(embeds):
    """Those of `embeds`, which come from `with_items()`, that readers may see.

    By (kind, id).
    """
    items = {}
    for embed in embeds:
        if not embed.is_shown:
            continue
        if embed.gallery:
            embed.gallery.picture_count = embed.gallery_size
        items[embed.kind, embed.item.pk] = embed.item
    return items


@composed_once
def embeds_of():
    """All embeds of a `version` (primary key) with what they embed."""
    return Embed.objects.with_items().filter(version=Given("version", models.IntegerField()))
