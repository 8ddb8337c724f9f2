from django.apps import apps as installed_apps
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles.querysets import PaperQuerySet

from .fields import UnicodeSlugField

COLOUR = RegexValidator(r"^#[0-9a-f]{6}\Z", "Write a colour as # and six digits, like #0b5a3c.")


class Paper(models.Model):
    """The newspaper itself: its name, its look, what its letters are signed with. One row.

    What is left empty is taken from the settings or from the house's own design.
    """

    THE_ONE = 1

    name = models.CharField(max_length=80, blank=True)
    motto = models.CharField(max_length=160, blank=True)
    logo = models.ForeignKey(
        "articles.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Stands in the masthead in place of the written name.",
    )
    # Against white paper, and against dark paper; see newsroom.colour.
    brand = models.CharField("brand colour", max_length=7, blank=True, validators=[COLOUR])
    brand_in_the_dark = models.CharField(
        "brand colour in the dark", max_length=7, blank=True, validators=[COLOUR]
    )
    address = models.TextField(
        "postal address", max_length=300, blank=True, help_text="Stands under each letter."
    )

    # One line above every page, until an hour that is set when it is written.
    breaking_text = models.CharField("breaking news", max_length=140, blank=True)
    breaking_story = models.ForeignKey(
        "articles.Story",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Readers see the line only while they can see the story.",
    )
    breaking_until = models.DateTimeField("breaking until", null=True, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_paper"),
            models.CheckConstraint(
                condition=models.Q(breaking_text="") | models.Q(breaking_until__isnull=False),
                name="breaking_news_ends",
                violation_error_message="Say until when the line shall stand.",
            ),
        ]

    def __str__(self):
        return self.shown_name

    @property
    def has_breaking_news(self):
        """Whether the line's hours have not run out; its story is another question."""
        return bool(self.breaking_text and self.breaking_until > timezone.now())

    @property
    def shown_name(self):
        return self.name or settings.SITE_NAME

    @property
    def shown_motto(self):
        return self.motto or settings.SITE_MOTTO


def keep_paper(sender, using, apps=installed_apps, **kwargs):
    """After each migration there is a paper; running it again changes nothing."""
    try:
        model = apps.get_model("articles", "Paper")
    except LookupError:  # migrated back to before there was one
        return
    model.objects.using(using).get_or_create(pk=Paper.THE_ONE)


class Policy(models.Model):
    """A page about the paper that its footer leads to: ethics, ownership, contact."""

    title = models.CharField(max_length=80, unique=True)
    slug = UnicodeSlugField(unique=True)
    body = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Policies stand in the footer in this order; equal ones by title."
    )
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["position", "title"]
        verbose_name_plural = "policies"

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("articles:policy", args=[self.slug])
