from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.querysets import GalleryQuerySet
from newsroom import clock
from newsroom.slugs import slugify

from .fields import UnicodeSlugField


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
        """Whether readers see it; asks the database's clock unless `visible_to` has done so."""
        if self.published_at is None:
            return False
        told = self.__dict__.get("is_out")
        return self.published_at <= clock.now() if told is None else told

    def placements_for_page(self):
        """Its pictures in their order, as a list; one query."""
        placements = list(self.placements.select_related("picture"))
        for placement in placements:
            placement.gallery = self
        return placements

    def choose_cover(self):
        """Let the first picture be the cover if the chosen one is not, or no longer, here."""
        pictures = [placement.picture_id for placement in self.placements.all()]
        if self.cover_id not in pictures:
            self.cover_id = pictures[0] if pictures else None
            self.save(update_fields=["cover"])

    @transaction.atomic
    def publish(self, *, at=None):
        """Show the gallery from now on, or from a later moment; after its embargo, if it has one.

        Raises `publishing.NotReady` with what is missing.
        """
        publishing.ensure_gallery_ready(self)
        self.choose_cover()
        self._look_afresh()
        now = clock.now()
        was_out = self.published_at is not None and self.published_at <= now
        self.published_at = at or (self.published_at if was_out else now)
        self.__dict__.pop("is_out", None)
        if self.not_before:
            self.published_at = max(self.published_at, self.not_before)
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

    @property
    def shown_caption(self):
        return self.caption or self.picture.caption

    def get_absolute_url(self):
        # By the picture, not by its place: the order may change, an address may not.
        return reverse(
            "articles:gallery-picture", args=[self.gallery_id, self.gallery.slug, self.picture_id]
        )
