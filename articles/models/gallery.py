from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles import page_keys, publishing
from articles.pictures import usage
from articles.querysets import GalleryQuerySet, PlacementQuerySet
from newsroom.model_fields import CharField, TextField
from newsroom.page_store.forgetting import forget
from newsroom.page_store.keys import shows
from newsroom.slugs import slugify

from .announcement import Announcement
from .fields import UnicodeSlugField, person_key
from .picture import LONGEST_CAPTION
from .picture_rights import unless_withdrawn
from .shown import Shown
from .under_embargo import UnderEmbargo, embargo_key, not_before_its_embargo

# Between two positions: one picture more can stand there without moving the others.
STEP = 10


class Gallery(Shown, UnderEmbargo):
    """Photographs in an order, with a title. Public from `published_at` on."""

    title = CharField(max_length=160)
    slug = UnicodeSlugField(blank=True, help_text="Made from the title if left empty.")
    standfirst = TextField(max_length=500, blank=True)
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
    embargo = embargo_key("galleries")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = person_key()

    objects = GalleryQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name_plural = "galleries"
        permissions = [("publish_gallery", "Can publish and withdraw galleries")]
        indexes = [models.Index(fields=["-published_at", "-id"], name="gallery_newest_first")]
        constraints = [not_before_its_embargo("gallery")]

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
        is_out = self.__dict__.get("is_out")
        if is_out is None:
            return type(self).objects.published().filter(pk=self.pk).exists()
        return is_out

    @property
    def shown_cover(self):
        """The cover as readers get it, or None."""
        return unless_withdrawn(self.cover)

    def placements_for_page(self, start=0, stop=None):
        """What readers get of it, in order, or from one place to another; a list, one query."""
        shows(page_keys.inside_gallery(self.pk))
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

    def put_in(self, pictures, *, by):
        """Add pictures at the end, in this order; those that are here already stay where they are.

        Returns the new placements.
        """
        with self._verb("put_in", by):
            here = set(self.placements.values_list("picture_id", flat=True))
            last = self.placements.aggregate(models.Max("position"))["position__max"] or 0
            new = [each for each in dict.fromkeys(pictures) if each.pk not in here]
            placements = [
                Placement(gallery=self, picture=picture, position=last + STEP * place)
                for place, picture in enumerate(new, 1)
            ]
            for placement in placements:
                placement.is_recorded = True
                placement.save()
            if placements:
                names = [str(placement) for placement in placements]
                self._record("pictures added", by, placements=[[], names])
            return placements

    def put_in_order(self, placements, *, by):
        """Give these placements, all of the gallery's, the order in which they come.

        One query for every 200 that move.
        """
        with self._verb("put_in_order", by):
            before = sorted(placements, key=lambda placement: (placement.position, placement.pk))
            moved = []
            for position, placement in enumerate(placements, 1):
                if placement.position != position * STEP:
                    placement.position = position * STEP
                    moved.append(placement)
            Placement.objects.bulk_update(moved, ["position"], batch_size=200)
            if self.published_at:
                forget(page_keys.inside_gallery(self.pk))
            if before != list(placements):
                self._record("put in order", by)

    def publish(self, *, by, at=None):
        """Show the gallery from now on, or from a later moment; after its embargo, if it has one.

        Raises `publishing.NotReady` with what is missing.
        """
        with self._verb("publish", by) as now:
            hour = at or (self.published_at if self.has_been_seen_at(now) else now)
            hour = max(filter(None, [hour, self.not_before]))
            publishing.ensure_gallery_ready(self, at=hour)
            self.choose_cover()
            if self.published_at == hour:
                return  # pressed twice
            self.published_at = hour
            action = "scheduled" if hour > now else "published"
            self._change(action, now, by, what="published", hour=hour.isoformat())

    def withdraw(self, *, by):
        """Take the gallery, and the pictures that only it shows, away from readers."""
        with self._verb("withdraw", by) as now:
            if self.published_at is None:
                return
            self.published_at = None
            self._change("withdrawn", now, by, what="gone")

    def has_been_seen_at(self, now):
        return self.published_at is not None and self.published_at <= now

    def lock_and_reload(self, fields=None):
        super().lock_and_reload(fields)
        self.__dict__.pop("is_out", None)

    def _change(self, action, now, by, note="", *, what=None, **details):
        self.__dict__.pop("is_out", None)
        self.save(update_fields=["embargo", "not_before", "published_at"])
        self._record(action, by, note, **details)
        Announcement.objects.plan(self, what, now)

    def hours_to_announce(self):
        """When something comes that the world is told of, by Announcement.What."""
        return {Announcement.What.PUBLISHED: self.published_at}


class Placement(models.Model):
    """A picture's place in a gallery, with the caption it has there."""

    gallery = models.ForeignKey(Gallery, on_delete=models.CASCADE, related_name="placements")
    picture = models.ForeignKey(
        "articles.Picture", on_delete=models.PROTECT, related_name="placements"
    )
    position = models.PositiveIntegerField(default=0)
    caption = TextField(
        max_length=LONGEST_CAPTION,
        blank=True,
        help_text="Only if it differs from the picture's own.",
    )

    # Whether a verb keeps a line of the log about it, so that its being saved needs none.
    is_recorded = False

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
