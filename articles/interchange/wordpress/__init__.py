"""Importing a site from a WordPress export (WXR 1.x).

`import_site(path)` reads the file, imports everything or nothing at all, and returns a
`Report` that accounts for each item and comment of the file.

    stream      the file, piece by piece, trusting nothing in it
    reading     which element means what
    items       what WordPress knows of a post, and when it was written
    visibility  who may see a post here, or why it is left out
    markup, shortcodes, blocks   its text as the body of a story
    pictures, people, sections, stories, embeds, comments, addresses   one noun each
    id_map      which row came from which number of the other site
    importing   the order in which all of that happens
"""

from .importing import import_site
from .stream import Unreadable

__all__ = ["Unreadable", "import_site"]
