from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.pictures import usage
from articles.querysets import GalleryQuerySet, PlacementQuerySet
from newsroom import clock
from newsroom.slugs import slugify

from .fields import UnicodeSlugField
from .picture_rights import unless_withdrawn

# Between two positions: one picture more can stand there without moving the others.
STEP = 10


class Gallery(models.Model):
    """Photographs in an order, with a title. Public from `published_at` on."""

    title = models.CharField(max_length=160)
    slug = UnicodeSlugField(blank=True, help_text="Made from the title if left empty.")
    standfirst = models.TextField(max_length=500, blank=True)
    pictures = models.ManyToManyField(
        "articles.Picture", through="Placement", related_name="galleries"
    )
    cover = models.ForeignKey(
        "articles.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Shown on cards; the first picture if left empty.",
    )
    # Readers are shown those of them that are published.
    stories = models.ManyToManyField(
        "articles.Story", blank=True, related_name="galleries", verbose_name="related stories"
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    embargo = models.ForeignKey(
        "articles.Embargo",
        null=True,
        on_delete=models.SET_NULL,
        related_name="galleries",
        editable=False,
    )
    not_before = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    objects = GalleryQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name_plural = "galleries"
        permissions = [("publish_gallery", "Can publish and withdraw galleries")]
        indexes = [models.Index(fields=["-published_at", "-id"], name="gallery_newest_first")]
        constraints = [
            models.CheckConstraint(
                name="no_gallery_before_its_embargo",
                condition=Q(not_before=None)
                | Q(published_at=None)
                | Q(published_at__gte=models.F("not_before")),
            )
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.slug = self.slug or slugify(self.title) or "gallery"
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("articles:gallery", args=[self.pk, self.slug])

    @property
    def is_public(self):
        """Whether readers see it; asks the database unless `visible_to` has done so."""
        if self.published_at is None:
            return False
        told = self.__dict__.get("is_out")
        return type(self).objects.published().filter(pk=self.pk).exists() if told is None else told

    @property
    def shown_cover(self):
        """The cover as readers get it, or None."""
        return unless_withdrawn(self.cover)

    def placements_for_page(self, start=0, stop=None):
        """What readers get of it, in order, or from one place to another; a list, one query."""
        placements = list(self.placements.shown().select_related("picture")[start:stop])
        for placement in placements:
            placement.gallery = self
        return placements

    def choose_cover(self):
        """Let the first picture be the cover if the chosen one is not, or no longer, shown here."""
        pictures = list(self.placements.shown().values_list("picture_id", flat=True))
        if self.cover_id not in pictures:
            self.cover_id = pictures[0] if pictures else None
            self.save(update_fields=["cover"])

    def put_in(self, pictures):
        """Add pictures at the end, in this order; those that are here already stay where they are.

        Returns the new placements.
        """
        here = set(self.placements.values_list("picture_id", flat=True))
        last = self.placements.aggregate(models.Max("position"))["position__max"] or 0
        new = [each for each in dict.fromkeys(pictures) if each.pk not in here]
        return [
            self.placements.create(picture=picture, position=last + STEP * place)
            for place, picture in enumerate(new, 1)
        ]

    def put_in_order(self, placements):
        """Give these placements, all of the gallery's, the order in which they come.

        Returns whether it is another one than before. One query for every 200 that move.
        """
        before = sorted(placements, key=lambda placement: (placement.position, placement.pk))
        moved = []
        for position, placement in enumerate(placements, 1):
            if placement.position != position * STEP:
                placement.position = position * STEP
                moved.append(placement)
        Placement.objects.bulk_update(moved, ["position"], batch_size=200)
        return before != list(placements)

    @transaction.atomic
    def publish(self, *, at=None):
        """Show the gallery from now on, or from a later moment; after its embargo, if it has one.

        Raises `publishing.NotReady` with what is missing.
        """
        self._look_afresh()
        now = clock.now()
        was_out = self.published_at is not None and self.published_at <= now
        hour = at or (self.published_at if was_out else now)
        if self.not_before:
            hour = max(hour, self.not_before)
        publishing.ensure_gallery_ready(self, at=hour)
        self.choose_cover()
        self.published_at = hour
        self.__dict__.pop("is_out", None)
        self.save(update_fields=["published_at"])

    def _look_afresh(self):
        """Wait for whoever has the row, and read the hours that embargoes and verbs change."""
        self.refresh_from_db(
            fields=["embargo", "not_before", "published_at"],
            from_queryset=Gallery.objects.select_for_update(of=("self",)),
        )

    @transaction.atomic
    def withdraw(self):
        """Take the gallery, and the pictures that only it shows, away from readers."""
        self.published_at = None
        self.save(update_fields=["published_at"])

    def put_under(self, embargo):
        """Promise that no reader sees the gallery before the embargo's hour; None ends that.

        Raises `publishing.NotReady` if readers have it, or the hour has passed.
        """
        with transaction.atomic():
            if embargo:
                embargo.look_afresh()
            self._look_afresh()
            publishing.ensure_gallery_can_be_embargoed(self, clock.now(), embargo)
            self.embargo, self.not_before = embargo, embargo.until if embargo else None
            if embargo and self.published_at:
                self.published_at = max(self.published_at, embargo.until)
            self.save(update_fields=["embargo", "not_before", "published_at"])

    def follow_embargo(self, before, until):
        """The embargo over this gallery has moved from one hour to another (Embargo.move)."""
        self.not_before = until
        if self.published_at and (self.published_at == before or self.published_at < until):
            self.published_at = until
        self.save(update_fields=["not_before", "published_at"])


class Placement(models.Model):
    """A picture's place in a gallery, with the caption it has there."""

    gallery = models.ForeignKey(Gallery, on_delete=models.CASCADE, related_name="placements")
    picture = models.ForeignKey(
        "articles.Picture", on_delete=models.PROTECT, related_name="placements"
    )
    position = models.PositiveIntegerField(default=0)
    caption = models.TextField(
        max_length=600, blank=True, help_text="Only if it differs from the picture's own."
    )

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gallery", "picture"],
                name="picture_once_per_gallery",
                violation_error_message="This picture is in the gallery already.",
            )
        ]

    def __str__(self):
        return self.shown_caption[:80] or f"Picture {self.picture_id}"

    def clean(self):
        """Nobody adds a picture to a gallery that readers have, or will have, without the right."""
        hour = getattr(getattr(self, "gallery", None), "published_at", None)
        if not self.picture_id or hour is None:
            return
        problems = usage.problems([self.picture], at=hour)
        if problems and not self._stands_here_already():
            raise ValidationError({"picture": problems})

    def _stands_here_already(self):
        same = type(self).objects.filter(pk=self.pk, picture=self.picture_id)
        return self.pk is not None and same.exists()

    @property
    def shown_caption(self):
        return self.caption or self.picture.caption

    def get_absolute_url(self):
        # By the picture, not by its place: the order may change, an address may not.
        return reverse(
            "articles:gallery-picture", args=[self.gallery_id, self.gallery.slug, self.picture_id]
        )
