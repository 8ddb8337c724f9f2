from datetime import timedelta

from django.apps import apps as installed_apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from articles import body, theme
from articles.body import media
from articles.querysets import NamedQuerySet, PaperQuerySet
from newsroom import colour
from newsroom.model_fields import CharField, TextField

from .fields import UnicodeSlugField
from .former_name import Renamed
from .picture_rights import unless_withdrawn
from .shown import Shown
from .verbs import Verbs

LOGO_HEIGHT = 128  # pixels: twice what the masthead gives it, for dense screens
COLOUR = RegexValidator(r"^#[0-9a-f]{6}\Z", "Write a colour as # and six digits, like #0b5a3c.")


class Paper(Verbs):
    """The newspaper itself: its name, its look, what its letters are signed with. One row.

    What is left empty is taken from the settings or from the house's own design.
    """

    THE_ONE = 1

    name = CharField(max_length=80, blank=True)
    motto = CharField(max_length=160, blank=True)
    logo = models.ForeignKey(
        "articles.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Stands in the masthead in place of the written name.",
    )
    # Against white paper, and against dark paper; see newsroom.colour.
    brand = CharField("brand colour", max_length=7, blank=True, validators=[COLOUR])
    brand_in_the_dark = CharField(
        "brand colour in the dark", max_length=7, blank=True, validators=[COLOUR]
    )
    address = TextField(
        "postal address", max_length=300, blank=True, help_text="Stands under each letter."
    )

    careful_words = TextField(
        "words to take care with",
        max_length=5000,
        blank=True,
        help_text="One on each line. Whoever writes one is told so; readers never see this list.",
    )

    # Words of articles.admin.first_steps, one space between two; "all" of who wants none of them.
    steps_left_out = CharField(max_length=60, blank=True, editable=False, default="", db_default="")

    # One line above every page, until an hour that is set when it is written.
    breaking_text = CharField("breaking news", max_length=140, blank=True)
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

    # On what a colour must be readable, and what editors call it.
    GROUNDS = {
        "brand": (colour.LIGHT_GROUNDS, "white paper"),
        "brand_in_the_dark": (colour.DARK_GROUNDS, "dark paper"),
    }

    def __str__(self):
        return self.shown_name

    def clean(self):
        """Refuses a logo that was withdrawn, and colours that readers could not read.

        With such a colour comes the nearest one that they can.
        """
        refused = {}
        if self.logo and self.logo.is_withdrawn:
            refused["logo"] = f"This picture is withdrawn: “{self.logo.withdrawn_reason}”"
        if self.brand_in_the_dark and not self.brand:
            refused["brand"] = "Write this colour too, or leave both empty."
        for name, (grounds, paper) in self.GROUNDS.items():
            shade = getattr(self, name)
            if shade and COLOUR.regex.fullmatch(shade):
                reached = colour.lowest_contrast(shade, grounds)
                if reached < colour.READABLE:
                    refused[name] = (
                        f"{shade} reaches {colour.in_words(reached)} on {paper}; words need "
                        f"{colour.in_words(colour.READABLE)} to be read. The nearest shade that "
                        f"reaches it is {colour.nearest_passing(shade, grounds)}."
                    )
        if refused:
            raise ValidationError(refused)

    @property
    def shade_in_the_dark(self):
        """The brand colour for dark paper: the chosen one, or the nearest readable shade."""
        if not self.brand:
            return ""
        dark = self.brand_in_the_dark
        return dark or colour.nearest_passing(self.brand, colour.DARK_GROUNDS)

    @cached_property
    def theme(self):
        """The style sheet that brings the brand colour, or "" for the house's own."""
        return theme.css(self.brand, self.shade_in_the_dark) if self.brand else ""

    @property
    def theme_address(self):
        return reverse("articles:theme", args=[theme.key(self.theme)]) if self.theme else ""

    @property
    def shown_logo(self):
        """The logo as readers get it: None if it was withdrawn all the same."""
        return unless_withdrawn(self.logo)

    @property
    def logo_address(self):
        """The smallest rendition of the logo that is sharp in the masthead."""
        widths = self.logo.widths
        sharp = (w for w in widths if w * self.logo.height >= LOGO_HEIGHT * self.logo.width)
        return self.logo.address(next(sharp, widths[-1]))

    def break_news(self, text, *, by, hours, story=None):
        """Put one line above every page for so many hours; it replaces the line before."""
        with self._verb("break_news", by):
            until = timezone.now() + timedelta(hours=hours)
            self._say(text, story, until)
            about = {"story": story.headline} if story else {}
            self._record("breaking news", by, text, until=until.isoformat(), **about)

    def end_breaking_news(self, *, by):
        """Take the line away before its time."""
        with self._verb("end_breaking_news", by):
            if text := self.breaking_text:
                self._say("", None, None)
                self._record("breaking news ended", by, text)

    def _say(self, text, story, until):
        self.breaking_text, self.breaking_story, self.breaking_until = text, story, until
        self.save(update_fields=["breaking_text", "breaking_story", "breaking_until"])

    @property
    def has_breaking_news(self):
        """Whether the line's hours have not run out; its story is another question."""
        return bool(self.breaking_text and self.breaking_until > timezone.now())

    @property
    def dated(self):
        """The day that stands in the masthead."""
        return timezone.localdate()

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


class Policy(Shown, Renamed):
    """A page about the paper that its footer leads to: ethics, ownership, contact."""

    title = CharField(max_length=80, unique=True)
    slug = UnicodeSlugField(unique=True)
    body = TextField(blank=True)
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Policies stand in the footer in this order; equal ones by title."
    )
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = NamedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "title"]
        verbose_name_plural = "policies"

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Keep clean HTML only, so that what is stored may be printed as it is."""
        self.body = media.MEDIA.sub("", body.EMBED.sub("", body.clean(self.body)))
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("articles:policy", args=[self.slug])

    @property
    def html(self):
        """The body as readers get it."""
        return body.render(self.body, {})

    # Every page names each policy in its footer.
    address = cached_property(get_absolute_url)
