from django.conf import settings
from django.db import models
from django.utils import timezone

from articles import body
from articles.querysets import VersionQuerySet
from newsroom.model_fields import CharField, TextField

from .embed import embeds_of, shown
from .picture_rights import unless_withdrawn

TEXT_FIELDS = (
    "headline",
    "kicker",
    "standfirst",
    "dateline",
    "body",
    "lead_picture_id",
    "lead_caption",
)


class StoryVersion(models.Model):
    """What a story said at one moment. A version is never changed; a change makes a new one.

    The database refuses too, whoever asks it (articles.models.triggers).
    """

    story = models.ForeignKey("articles.Story", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    headline = CharField(max_length=250)
    kicker = CharField(max_length=40, blank=True)
    standfirst = TextField(max_length=500, blank=True)
    dateline = CharField(max_length=60, blank=True)
    body = TextField(blank=True)
    lead_picture = models.ForeignKey(
        "articles.Picture", null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    lead_caption = CharField(max_length=500, blank=True)
    note = CharField("what changed", max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    # Whether an older version is the text again; known while it is written, for the log.
    is_restored = False

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="version_numbered_once"),
            models.CheckConstraint(condition=~models.Q(headline=""), name="version_has_a_headline"),
        ]

    def __str__(self):
        return f"{self.headline} (version {self.number})"

    def save(self, *args, **kwargs):
        """Store the version for good. Raises ValueError when it is stored already."""
        if not self._state.adding:
            raise ValueError("A version is never changed. Write a new one with story.write().")
        # Whoever writes (desk, import, demo), nothing else than clean text is ever stored.
        self.body = body.clean(self.body)
        super().save(*args, **kwargs)

    def text(self):
        """What is written, as keyword arguments for `Story.write`."""
        return {name: getattr(self, name) for name in TEXT_FIELDS}

    def shown_embeds(self):
        """What stands in the body and may be shown, by (kind, id); one query, or none.

        A gallery shows only while it is public itself.
        """
        if not body.embeds(self.body):
            return {}
        return shown(embeds_of(version=self.pk))

    @property
    def shown_picture(self):
        """The lead picture as readers get it: None once it is withdrawn."""
        return unless_withdrawn(self.lead_picture)

    def pictures_on_page(self):
        """Lead picture, embedded ones and covers of galleries, as a list; one query, or none."""
        if not (self.lead_picture_id or body.embeds(self.body)):
            return []
        pictures = self._meta.get_field("lead_picture").related_model.objects
        return list(pictures.on_page_of(self))

    @property
    def word_count(self):
        return len(body.plain_text(self.body).split())
