"""The body of a story: what it may contain, and what becomes of it.

A body is one document of clean, semantic HTML, cleaned on the way in (by `StoryVersion.save`), so
that what is stored may be printed as it is. Footnotes stand in its text (notes.py), on its top
level boxes (boxes.py) and embeds of pictures, galleries and quotes (embed_tags.py), which become
figures when a page is rendered.
"""

from .cleaning import clean, plain_text
from .embed_tags import EMBED, embeds, existing_embeds
from .rendering import opens_with_a_capital, render

__all__ = [
    "EMBED",
    "clean",
    "embeds",
    "existing_embeds",
    "opens_with_a_capital",
    "plain_text",
    "render",
]
