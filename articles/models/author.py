from django.conf import settings
from django.db import models
from django.urls import reverse

from articles.querysets import AuthorQuerySet
from newsroom.model_fields import CharField, EmailField, TextField

from .fields import UnicodeSlugField
from .listed import Listed
from .mergeable import Mergeable
from .picture_rights import unless_withdrawn
from .shown import Shown


class Author(Shown, Mergeable):
    """A name over stories. It needs no account."""

    name = CharField(max_length=80)
    slug = UnicodeSlugField(unique=True)
    role = CharField(max_length=80, blank=True, help_text="For instance: city hall reporter")
    location = CharField("where based", max_length=80, blank=True)
    bio = TextField(blank=True, max_length=1000)
    languages = CharField(max_length=120, blank=True, help_text="For instance: English, Polish")
    areas = CharField(
        "what this author covers", max_length=200, blank=True, help_text="Places and subjects"
    )
    contact = EmailField("public e-mail address", blank=True)
    pgp_fingerprint = CharField(
        "PGP fingerprint",
        max_length=60,
        blank=True,
        help_text="For letters that nobody else may read.",
    )
    portrait = models.ForeignKey(
        "articles.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
        verbose_name="account",
        help_text="Only if this author also logs in.",
    )

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("articles:author", args=[self.slug])

    @property
    def shown_portrait(self):
        """The portrait as readers get it: None once it is withdrawn."""
        return unless_withdrawn(self.portrait)

    @property
    def initials(self):
        """What stands where a portrait would: the first letters of the first and last name.

        One letter in a script without capitals, where two would join into another word.
        """
        names = [word.lstrip("'’`-(") for word in self.name.split()]
        letters = [name[0] for name in names if name and name[0].isalpha()]
        if not letters:
            return ""
        has_capitals = letters[0].upper() != letters[0].lower()
        ends = (letters[0], letters[-1]) if len(letters) > 1 and has_capitals else letters[:1]
        return "".join(ends).upper()

    def _hand_links_to(self, other):
        there = Byline.objects.filter(author=other).values("story")
        self.bylines.exclude(story__in=there).update(author=other)
        for twice in self.bylines.all():
            twice.is_recorded = True
            twice.delete()
        if self.user_id and not other.user_id:
            # Whoever writes under the name keeps the way to their own stories.
            authors = type(self).objects
            authors.filter(pk=self.pk).update(user=None)
            authors.filter(pk=other.pk).update(user=self.user_id)


class Byline(Listed):
    """An author's place in the byline of a story."""

    story = models.ForeignKey("articles.Story", on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="bylines")
    position = models.PositiveSmallIntegerField(default=0)

    # Whether a verb keeps a line of the log in which it stands, so that it needs none.
    is_recorded = False

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "author"],
                name="author_once_per_story",
                violation_error_message="This author stands in the byline already.",
            )
        ]
        indexes = [
            models.Index(
                fields=["author", "-published_at", "-story", "status", "expires_at"],
                name="newest_of_an_author",
            )
        ]

    def __str__(self):
        return self.author.name
