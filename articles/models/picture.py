import secrets

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from articles import page_keys
from articles.pictures.crops import CARD, height_of
from articles.pictures.sandbox.widths import card_width, crop_prefix
from articles.pictures.storing import originals_storage
from articles.querysets import PictureQuerySet
from newsroom.model_fields import CharField, JSONField, TextField

from .fields import person_key
from .picture_rights import LONGEST_REASON, PictureRights
from .shown import Shown

BETWEEN_0_AND_1 = [MinValueValidator(0), MaxValueValidator(1)]
LONGEST_CAPTION = 600  # characters, of a picture and of its place in a gallery


def new_key():
    return secrets.token_urlsafe(12)


class Picture(Shown, PictureRights):
    """A photograph or drawing with the words and the rights that belong to it.

    Readers get renditions (see articles.pictures): re-encoded, upright, without what the
    camera wrote. The original stays private.
    """

    class Source(models.TextChoices):
        """How it came to be; values are terms of the IPTC vocabulary of digital source types.

        http://cv.iptc.org/newscodes/digitalsourcetype/
        """

        CAPTURED = "digitalCapture", "Photograph"
        NEGATIVE = "negativeFilm", "Scanned negative"
        POSITIVE = "positiveFilm", "Scanned slide"
        PRINT = "print", "Scanned print"
        EDITED = "humanEdits", "Photograph, edited by a person"
        COMPOSED = "compositeCapture", "Several photographs put together"
        ENHANCED = "algorithmicallyEnhanced", "Photograph, enhanced by a program"
        PARTLY_MADE = "compositeWithTrainedAlgorithmicMedia", "Photograph with parts made by AI"
        MADE = "trainedAlgorithmicMedia", "Made by AI"
        SOFTWARE = "softwareImage", "Drawn or drafted with software"
        SCREEN = "screenCapture", "Screenshot"

    # Those of which readers are told.
    MADE_BY_AI = frozenset({Source.PARTLY_MADE, Source.MADE})

    # Names the files and the address; says nothing about the picture.
    key = CharField(max_length=24, unique=True, default=new_key, editable=False)
    # Named by its content, in a storage of its own that no page reads from.
    original = models.FileField(storage=originals_storage, max_length=200, editable=False)
    original_name = CharField("file", max_length=200, blank=True, editable=False)
    # SHA-256 of the original's bytes, and 64 bits of how it looks; both as hex.
    digest = CharField(max_length=64, blank=True, db_index=True, editable=False)
    likeness = CharField(max_length=16, blank=True, db_index=True, editable=False)
    width = models.PositiveIntegerField(editable=False, help_text="Pixels, upright.")
    height = models.PositiveIntegerField(editable=False, help_text="Pixels, upright.")
    # Widths in pixels for which WebP and JPEG exist, ascending: one at once, the others when the
    # worker has made them.
    widths = JSONField(default=list, editable=False)
    # Those of them for which an AVIF exists too.
    avif_widths = JSONField(default=list, editable=False)
    # By ratio ("3:2"), the crops that exist as files: {"tag": "1f2e3d4c", "widths": [480, 750]}.
    cropped = JSONField(default=dict, editable=False)
    # What the files say of credit and copyright, as [credit, copyright].
    inscribed = JSONField(default=list, editable=False)
    # Average colour as "#rrggbb".
    colour = CharField(max_length=7, default="#888888", editable=False)
    caption = TextField(max_length=LONGEST_CAPTION, blank=True)
    alt = CharField(
        "text for those who cannot see it",
        max_length=250,
        blank=True,
        help_text="Say what is in the picture; the caption says why it is here.",
    )
    credit = CharField(
        max_length=120,
        blank=True,
        help_text="What stands beside it, for instance: Jo Lindqvist / Harbour Pictures",
    )
    creator = CharField(
        "photographer", max_length=120, blank=True, help_text="Who made it, if the credit hides it."
    )
    licence = CharField(max_length=80, blank=True)
    copyright = CharField("copyright notice", max_length=200, blank=True)
    people = CharField(
        "who is to be seen", max_length=400, blank=True, help_text="Names, with commas between."
    )
    keywords = CharField(
        max_length=600, blank=True, help_text="To find it by, with commas between."
    )
    place = CharField("where it was made", max_length=200, blank=True)
    taken_at = models.DateTimeField("when it was made", null=True, blank=True)
    source = CharField(
        "how it was made",
        max_length=40,
        choices=Source,
        blank=True,
        help_text="Readers are told of what AI has made.",
    )
    # What a C2PA manifest inside the original says, if there is one and a reader for it.
    content_credentials = JSONField(default=dict, editable=False)
    # What was found in the file that an editor should know, and nothing if there is nothing:
    # {"ground": a key of sandbox.colours.transparency.GROUNDS, "illegible": true}.
    findings = JSONField(default=dict, editable=False)

    usage_terms = TextField(
        max_length=600, blank=True, help_text="What was agreed: where, how often, for how much."
    )
    territory = CharField(
        max_length=200, blank=True, help_text="Where it may be used, if not everywhere."
    )
    ask_first = models.BooleanField(
        "ask before using it", default=False, help_text="Editors are warned wherever they use it."
    )
    usable_until = models.DateField(
        "may be used until", null=True, blank=True, help_text="The last day, in the paper’s zone."
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = CharField(max_length=LONGEST_REASON, blank=True, editable=False)

    focal_x = models.FloatField(default=0.5, validators=BETWEEN_0_AND_1)
    focal_y = models.FloatField(default=0.5, validators=BETWEEN_0_AND_1)
    # By ratio, where an editor cuts other than by the focal point: {"x": 0.4, "y": 0.3, "zoom": 2}.
    crops = JSONField(default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = person_key()

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="focal_point_inside_the_picture",
                condition=models.Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
            ),
            models.CheckConstraint(
                name="withdrawn_picture_has_a_reason",
                condition=models.Q(withdrawn_at=None) | ~models.Q(withdrawn_reason=""),
            ),
            models.CheckConstraint(
                name="picture_has_a_size", condition=models.Q(width__gt=0, height__gt=0)
            ),
        ]

    @property
    def is_tall(self):
        return self.height > self.width

    @property
    def is_made_by_ai(self):
        """Whether readers are told so: wholly or in part."""
        return self.source in self.MADE_BY_AI

    def address(self, width, kind="webp", ratio=None):
        """Where readers find the rendition of this width; `kind` is one of widths.FORMATS.

        `ratio` is one of `cropped`: other edges are another address.
        """
        if ratio:
            return f"{self._folder}{crop_prefix(ratio, self.cropped[ratio]['tag'])}{width}.{kind}"
        return f"{self._folder}{width}.{kind}"

    @cached_property
    def _folder(self):
        # Looking an address up costs more than the rest of a picture's tag: once is enough.
        return reverse("articles:rendition", args=[self.key, "-"]).removesuffix("-")

    @property
    def card_address(self):
        """The JPEG for machines that do not all know WebP: link cards, feeds, letters.

        Cut to what other sites show, as soon as the worker has made that.
        """
        if card := self.cropped.get(CARD):
            return self.address(card["widths"][0], "jpg", CARD)
        return self.address(card_width(self.widths), "jpg")

    @property
    def card_size(self):
        """Width and height of the file at `card_address`, in pixels."""
        if card := self.cropped.get(CARD):
            return card["widths"][0], height_of(CARD, card["widths"][0])
        width = card_width(self.widths)
        return width, max(1, round(self.height * width / self.width))

    @property
    def keys_of_pages(self):
        """The surrogate keys of pages that show it, or would if it were not withdrawn; a set."""
        keys = {page_keys.of(self)}
        if galleries := list(self.galleries.values_list("pk", flat=True)):
            keys |= {page_keys.row("gallery", pk) for pk in galleries}
            keys |= {page_keys.inside_gallery(pk) for pk in galleries} | {page_keys.GALLERIES}
        if self._meta.apps.get_model("articles", "Paper").objects.filter(logo=self).exists():
            keys.add(page_keys.PAPER)
        return keys

    def __str__(self):
        return self.caption[:80] or self.alt[:80] or f"Picture {self.pk}"
