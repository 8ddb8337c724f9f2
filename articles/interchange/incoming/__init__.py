"""Importing a site from the file of another program, whichever it is.

`import_from(source)` takes a `Source`, reads all of it before it writes, and returns a `Report`
that accounts for each item and comment of the file.

    spool       what was read, on disk, so that it can be gone through again
    source      what a file has to say of itself, whatever its format
    items       what it says of a site, its posts and their comments, as plain data
    by_name     a source that knows authors, categories and topics by their names alone
    moments     dates where no format is promised
    xml         XML that a stranger wrote
    text        a post's text as the body of a story
    visibility  who may see a post here, or why it is left out
    places      a draft for each post, with its old addresses, before the first text
    stories     texts, comments and readers; new_stories stores them by the hundred
    pictures, people, sections, policies, embeds, comments, addresses   one noun each
    id_map      which row came from which number of the other site
    importing   the order in which all of that happens
"""

from .importing import import_from
from .source import Source, Unreadable

__all__ = ["Source", "Unreadable", "import_from"]
