"""Importing a site from archives of its feeds: RSS 0.9x and 2.0, Atom, and so Blogger's backup.

    reading   the elements of the files, and what stands around their entries
    elements  what one of them says
    entry     one entry, as an item of the import
    blogger   what Blogger says in its own way

The rest is what articles.interchange.incoming does for every file.
"""

from ..incoming import Unreadable, import_from
from .reading import Feed


def import_site(paths, *, site="", section="", **options):
    """Import the feeds at `paths`, all of one site; return the Report.

    Of an entry that several of them have the first is taken. `site` is the address of the site,
    where they do not say it; with a `section` all stories stand in that of this name. `options`
    are those of `import_from`. Raises Unreadable, with nothing imported.
    """
    return import_from(Feed(paths, site, section), **options)


__all__ = ["Unreadable", "import_site"]
