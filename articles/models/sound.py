from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles.pictures.storing import originals_storage
from articles.querysets import SoundQuerySet
from newsroom.model_fields import CharField

from .picture import new_key


class Sound(models.Model):
    """A file with a sound, for stories. It is never changed.

    What it is and what is said in it stands in the text, where it is played: `<story-media>`.
    """

    # Names the file and the address; says nothing about the sound.
    key = CharField(max_length=24, unique=True, default=new_key)
    file = models.FileField(storage=originals_storage, max_length=200)
    digest = CharField(max_length=64, help_text="SHA-256 of the file, by which it is named.")
    suffix = CharField(max_length=4, help_text="By which its type is known (articles.body.media).")
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    original_name = CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = SoundQuerySet.as_manager()

    def __str__(self):
        return self.original_name or f"Sound {self.pk}"

    def get_absolute_url(self):
        return reverse("articles:sound", args=[self.key, self.suffix])
