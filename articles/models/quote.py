from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from articles.querysets import QuoteQuerySet
from newsroom.model_fields import CharField, TextField
from newsroom.slugs import slugify

from .fields import UnicodeSlugField
from .former_name import Renamed
from .shown import Shown
from .under_embargo import UnderEmbargo, embargo_key


class Quote(Shown, Renamed, UnderEmbargo):
    """Words somebody said, kept to be shown on a day of their own or inside a story."""

    text = TextField(max_length=600, help_text="Without quotation marks.")
    speaker = CharField(max_length=120)
    # What the speaker's page is called; made from the name, so that one person has one page.
    speaker_slug = UnicodeSlugField(blank=True, editable=False, db_index=True)
    role = CharField("who that is", max_length=160, blank=True)
    source = CharField(
        "where it was said", max_length=200, blank=True, help_text="Place, occasion, publication"
    )
    story = models.ForeignKey(
        "articles.Story",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="quotes",
        help_text="The story it comes from. While that story is hidden, so is the quote.",
    )
    runs_on = models.DateField(
        "quote of the day on",
        null=True,
        blank=True,
        db_index=True,
        help_text="Empty: only inside stories.",
    )
    embargo = embargo_key("quotes")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    SLUG = "speaker_slug"

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["-runs_on", "-pk"]

    def __str__(self):
        return f"“{self.text[:80]}” {self.speaker}"

    def save(self, *args, **kwargs):
        self.speaker_slug = slugify(self.speaker)
        if (fields := kwargs.get("update_fields")) and "speaker" in fields:
            kwargs["update_fields"] = {*fields, "speaker_slug"}
        super().save(*args, **kwargs)

    @property
    def language(self):
        """The code of the language of the story it comes from, if that is at hand; else the
        active one."""
        story = self.story if "story" in self._state.fields_cache else None
        return story.language if story else get_language()

    @property
    def is_in_another_language(self):
        return self.language.split("-")[0] != get_language().split("-")[0]

    def get_absolute_url(self):
        return reverse("articles:quote", args=[self.pk])

    def has_been_seen_at(self, now):
        return type(self).objects.published(now).filter(pk=self.pk).exists()

    # A quote has a day, and that is another question: it may stand in a story before.
    _appears_at = None

    def _change(self, action, now, by, note="", *, what=None, **details):
        self.save(update_fields=["embargo", "not_before"])
        self._record(action, by, note, **details)
