from django.conf import settings
from django.db import models

from newsroom.model_fields import CharField
from newsroom.slugs import MAX_LENGTH, SlugValidator


class UnicodeSlugField(CharField):
    """The readable end of an address, in any script (see newsroom.slugs)."""

    default_validators = [SlugValidator()]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", MAX_LENGTH)
        super().__init__(*args, **kwargs)


def person_key(related_name="+", **options):
    """A foreign key to whoever did something; NULL for the site itself, or a deleted account."""
    options = {"null": True, "on_delete": models.SET_NULL, "editable": False} | options
    return models.ForeignKey(settings.AUTH_USER_MODEL, related_name=related_name, **options)
