"""From a WordPress export (WXR) to stories.

`bring_in(path)` reads the file, brings everything in or nothing at all, and returns a
`Report` that accounts for each item and comment of the file.

    stream    the file, piece by piece, trusting nothing in it
    reading   which element means what
    items     what WordPress knows of a post, and when it was written
    fate      who may see a post here, or why it is left out
    markup, shortcodes, blocks   its text as the body of a story
    pictures, people, stories, views, addresses   one noun each
    importing the order of things
"""

from .importing import bring_in
from .stream import Unreadable

__all__ = ["Unreadable", "bring_in"]
