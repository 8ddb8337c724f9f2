from django.db import models

from articles.querysets import EmbedQuerySet, composed_once


class Embed(models.Model):
    """A picture, gallery or quote that stands inside the body of a version.

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

    objects = EmbedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="embed_is_one_thing",
                condition=models.Q(picture__isnull=False, gallery=None, quote=None)
                | models.Q(picture=None, gallery__isnull=False, quote=None)
                | models.Q(picture=None, gallery=None, quote__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.item}"

    @property
    def kind(self):
        return next(k for k in ("picture", "gallery", "quote") if getattr(self, f"{k}_id"))

    @property
    def item(self):
        return getattr(self, self.kind)


def shown(embeds):
    """Those of `embeds`, which come from `embeds_with_items()`, that readers may see.

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
def embeds_with_items():
    """All embeds with what they embed."""
    return Embed.objects.with_items()
