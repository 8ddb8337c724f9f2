"""What a part of an address of the paper may be."""

from django.conf import settings

from articles.models.section import RESERVED
from newsroom.mended import visible
from newsroom.slugs import SlugConverter, slugify


class SectionConverter(SlugConverter):
    """A section's slug: any word but those at which other pages stand, however they are written.

    Without this /quotes/1/x/ would be story 1.
    """

    def to_python(self, value):
        word = slugify(visible(value))
        if word in RESERVED or word == settings.DESK_PATH.split("/")[0].lower():
            raise ValueError(value)
        return super().to_python(value)
