"""Importing a site from a Ghost export: its JSON, alone or in a zip with `content/images`.

`import_site(path, address)` reads all of it before it writes, and returns a `Report` that
accounts for each post, page, picture, tag and author.

    file       the JSON, alone or in a zip with pictures
    tables     its rows one at a time, however large it is
    reading    what becomes an item of the import
    lexical    a text of Ghost 5 as HTML
    mobiledoc  a text of Ghost 1 to 4 as HTML
    cards      what stands between paragraphs, the same for both
    rendered   HTML as Ghost gave it to readers, where there is nothing else

The rest, from places and texts to addresses and report, is what articles.interchange.incoming
does for every file.
"""

from ..incoming import Unreadable, import_from
from .reading import Export


def import_site(path, address, **options):
    """Import the Ghost export at `path`, of the site at `address`; return the Report.

    `options` are those of `import_from`. Raises Unreadable, with nothing imported.
    """
    return import_from(Export(path, address), **options)


__all__ = ["Unreadable", "import_site"]
