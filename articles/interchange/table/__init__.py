"""Importing stories from a table: a .csv file, the first row of which names its columns.

    columns   which name of a column means what
    rows      the file as rows: its encoding, its separator, its lines
    reading   a row as an item of the import

The rest is what articles.interchange.incoming does for every file.
"""

from ..incoming import Unreadable, import_from
from .reading import Table
from .rows import looks_like_one


def import_site(path, site, *, section="", without_status="draft", **options):
    """Import the table at `path`, of the site at the address `site`; return the Report.

    A row that does not say whether it is public is a "draft", unless `without_status` is
    "published". With a `section` all stories stand in that of this name. `options` are those of
    `import_from`. Raises Unreadable, with nothing imported.
    """
    return import_from(Table(path, site, section, without_status), **options)


__all__ = ["Unreadable", "import_site", "looks_like_one"]
