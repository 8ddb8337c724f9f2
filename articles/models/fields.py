from django.db import models

from newsroom.slugs import MAX_LENGTH, SlugValidator


class UnicodeSlugField(models.CharField):
    """The readable end of an address, in any script (see newsroom.slugs)."""

    default_validators = [SlugValidator()]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", MAX_LENGTH)
        super().__init__(*args, **kwargs)
