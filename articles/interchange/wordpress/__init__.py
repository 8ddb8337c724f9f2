"""Importing a site from a WordPress export (WXR 1.x).

`import_site(path)` reads the file, all of it before it writes, and returns a `Report` that
accounts for each item and comment of the file.

    reading     which element of the file means what
    blocks, shortcodes   what stands in a text beside HTML
    old_lists   where posts were listed
    uploads     pictures from a folder or a zip

The rest is what articles.interchange.incoming does for every file.
"""

from ..incoming import Unreadable, import_from
from .reading import Export


def import_site(path, *, uploads=None, **options):
    """Import the WordPress export at `path`; return the Report.

    `uploads` is the folder or zip with the site's files, from which pictures are taken without
    asking the old site. `options` are those of `import_from`. Raises Unreadable, with nothing
    imported, for what is no whole WordPress export.
    """
    return import_from(Export(path, uploads), **options)


__all__ = ["Unreadable", "import_site"]
