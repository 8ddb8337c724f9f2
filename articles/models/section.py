from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property

from articles.querysets import NamedQuerySet
from newsroom.model_fields import CharField

from .fields import UnicodeSlugField
from .former_name import Renamed
from .shown import Shown

# First path parts that belong to fixed addresses; a section may not hide behind one.
RESERVED = frozenset(
    "accounts admin api archive articles authors comments corrections feeds galleries healthz "
    "about latest media metrics pictures quotes read reading readyz search sections "
    "security-reports shared static style text theme topics".split()
)


def refuse_reserved(slug):
    # The desk may have been moved.
    if slug in RESERVED or slug == settings.DESK_PATH.split("/")[0]:
        raise ValidationError("This word is the address of another page. Choose another.")


class Section(Shown, Renamed):
    """A part of the paper: City, Sport, Opinion."""

    class FrontLayout(models.TextChoices):
        ONE_AND_FOUR = "one-and-four", "One large, four small"
        THREE = "three", "Three beside each other, with pictures"
        FOUR_TEXT = "four-text", "Four beside each other, only words"
        FEATURE = "feature", "One across the page, three below"
        LIST = "list", "A list with hours"
        NONE = "none", "Not on the front page"

    name = CharField(max_length=60, unique=True)
    slug = UnicodeSlugField(unique=True, validators=[refuse_reserved])
    description = CharField(max_length=250, blank=True)
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Sections stand in the bar in this order; equal ones by name."
    )

    in_bar = models.BooleanField("stands in the bar of every page", default=True)
    front_layout = CharField(
        "on the front page", max_length=12, choices=FrontLayout, default=FrontLayout.ONE_AND_FOUR
    )

    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="edited_sections",
        help_text="Whoever stands here publishes in this section and those where they stand too, "
        "and nowhere else. Editors who stand nowhere publish everywhere.",
    )

    objects = NamedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("articles:section", args=[self.slug])

    # Every page names each section twice, in the bar and in the footer.
    address = cached_property(get_absolute_url)
