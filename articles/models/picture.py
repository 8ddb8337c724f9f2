import secrets

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from articles.pictures.widths import card_width
from articles.querysets import PictureQuerySet

BETWEEN_0_AND_1 = [MinValueValidator(0), MaxValueValidator(1)]


def new_key():
    return secrets.token_urlsafe(12)


class Picture(models.Model):
    """A photograph or drawing with the words that belong to it.

    Readers get renditions (see articles.pictures): re-encoded, upright, without what the
    camera wrote. The original stays private.
    """

    # Names the files and the address; says nothing about the picture.
    key = models.CharField(max_length=24, unique=True, default=new_key, editable=False)
    original = models.FileField(upload_to="originals/", max_length=200, editable=False)
    width = models.PositiveIntegerField(editable=False, help_text="Pixels, upright.")
    height = models.PositiveIntegerField(editable=False, help_text="Pixels, upright.")
    # Widths in pixels for which a rendition exists, ascending.
    widths = models.JSONField(default=list, editable=False)
    # Those of them for which an AVIF exists too; the worker makes them after the upload.
    avif_widths = models.JSONField(default=list, editable=False)
    # Average colour as "#rrggbb".
    colour = models.CharField(max_length=7, default="#888888", editable=False)
    caption = models.TextField(max_length=600, blank=True)
    alt = models.CharField(
        "text for those who cannot see it",
        max_length=250,
        blank=True,
        help_text="Say what is in the picture; the caption says why it is here.",
    )
    credit = models.CharField(max_length=120, blank=True, help_text="For instance: Jo Lindqvist")
    licence = models.CharField(max_length=80, blank=True)
    focal_x = models.FloatField(default=0.5, validators=BETWEEN_0_AND_1)
    focal_y = models.FloatField(default=0.5, validators=BETWEEN_0_AND_1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="focal_point_inside_the_picture",
                condition=models.Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
            ),
            models.CheckConstraint(
                name="picture_has_a_size", condition=models.Q(width__gt=0, height__gt=0)
            ),
        ]

    @property
    def is_tall(self):
        return self.height > self.width

    def address(self, width, kind="webp"):
        """Where readers find the rendition of this width; `kind` as in articles.pictures."""
        return f"{self._folder}{width}.{kind}"

    @cached_property
    def _folder(self):
        # Looking an address up costs more than the rest of a picture's tag: once is enough.
        return reverse("articles:rendition", args=[self.key, "-"]).removesuffix("-")

    @property
    def card_address(self):
        """The JPEG for machines that do not all know WebP: link cards, feeds, letters."""
        return self.address(card_width(self.widths), "jpg")

    def __str__(self):
        return self.caption[:80] or self.alt[:80] or f"Picture {self.pk}"
