"""What is seen of pictures and galleries, and of what stands inside a text."""

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When

from newsroom.clock import Now
from newsroom.kept_rows import KeptRows

from . import rule


class PictureQuerySet(models.QuerySet):
    def published(self):
        """Pictures that something public shows: a live story, a gallery or an author.

        None that was withdrawn, whatever uses it.
        """
        stories = rule.model("Story").objects
        galleries = rule.model("Gallery").objects.published()
        return self.filter(withdrawn_at=None).filter(
            stories.some_show(lead_picture=OuterRef("pk"))
            | stories.some_show(embeds__picture=OuterRef("pk"))
            | Exists(galleries.filter(placements__picture=OuterRef("pk")))
            | Exists(rule.model("Author").objects.published().filter(portrait=OuterRef("pk")))
            | Exists(rule.model("Paper").objects.filter(logo=OuterRef("pk")))
        )

    def visible_to(self, user):
        if user.is_staff and user.has_perm("articles.view_picture"):
            return self
        return self.published()

    def on_page_of(self, version):
        """Those that a version's page shows: lead, embedded ones, covers of its galleries."""
        embeds = rule.model("Embed").objects.filter(version=version)
        return self.filter(
            Q(pk=version.lead_picture_id)
            | Q(pk__in=embeds.values("picture"))
            | Q(pk__in=embeds.values("gallery__cover"))
        )

    def used_by(self, version):
        """Those on its page, and all inside its galleries."""
        inside = rule.model("Placement").objects.filter(gallery__embeds__version=version)
        return self.on_page_of(version) | self.filter(pk__in=inside.values("picture"))


class PlacementQuerySet(models.QuerySet):
    def shown(self):
        """Those whose picture was not withdrawn: what readers get of a gallery."""
        return self.filter(picture__withdrawn_at=None)


class GalleryQuerySet(models.QuerySet):
    def published(self, at=None):
        """Galleries whose hour has come, as long as they have a picture to show."""
        return self.filter(_has_pictures("pk"), published_at__lte=at or Now())

    def visible_to(self, user):
        """Readers see what is published, the desk everything; with `is_out`."""
        galleries = self.annotate(
            is_out=rule.as_boolean(Q(_has_pictures("pk"), published_at__lte=Now()))
        )
        if user.is_staff and user.has_perm("articles.view_gallery"):
            return galleries
        return galleries.published()

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def for_cards(self):
        """With the cover and the number of pictures shown (`picture_count`); one query."""
        cards = self.select_related("cover").annotate(picture_count=_count_of_pictures("pk"))
        cards._iterable_class = KeptRows
        return cards


class EmbedQuerySet(models.QuerySet):
    def with_items(self):
        """With the items: pictures, galleries (and their `gallery_size`), quotes, sounds; one
        query.

        `is_shown` says whether readers may see the item inside this story: a gallery only
        while it is public itself, a picture until it is withdrawn, a quote not while it is under
        embargo or belongs to another story that is hidden.
        """
        stories = rule.model("Story").objects.published()
        hidden_gallery = Q(gallery__isnull=False) & (
            ~Q(gallery__published_at__lte=Now()) | ~_has_pictures("gallery")
        )
        hidden_picture = Q(picture__withdrawn_at__isnull=False)
        from_elsewhere = Q(quote__story__isnull=False) & ~Q(quote__story=F("version__story"))
        hidden_quote = Q(quote__not_before__gt=Now()) | (
            from_elsewhere & ~Exists(stories.filter(pk=OuterRef("quote__story")))
        )
        return self.select_related("picture", "gallery__cover", "quote", "sound").annotate(
            gallery_size=_count_of_pictures("gallery"),
            is_shown=Case(
                When(hidden_gallery | hidden_picture | hidden_quote, then=False), default=True
            ),
        )


def _has_pictures(gallery):
    return Exists(rule.model("Placement").objects.shown().filter(gallery=OuterRef(gallery)))


def _count_of_pictures(gallery):
    placements = (
        rule.model("Placement").objects.shown().filter(gallery=OuterRef(gallery)).order_by()
    )
    return Subquery(placements.values("gallery").annotate(count=Count("pk")).values("count"))
