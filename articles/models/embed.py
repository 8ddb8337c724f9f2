import functools

from django.db import models

from articles.querysets import EmbedQuerySet


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
        return f"{self.kind} {self.thing}"

    @property
    def kind(self):
        return next(k for k in ("picture", "gallery", "quote") if getattr(self, f"{k}_id"))

    @property
    def thing(self):
        return getattr(self, self.kind)


def shown(embeds):
    """Those of `embeds`, which come from `embeds_with_things()`, that readers may see.

    By (kind, id).
    """
    things = {}
    for embed in embeds:
        if not embed.is_shown:
            continue
        if embed.gallery:
            embed.gallery.picture_count = embed.gallery_size
        things[embed.kind, embed.thing.pk] = embed.thing
    return things


def embeds_with_things():
    """All embeds with their things, as a queryset to be narrowed down."""
    return _embeds_with_things().all()


# Composing this query costs as much as asking it.
@functools.cache
def _embeds_with_things():
    return Embed.objects.with_things()
