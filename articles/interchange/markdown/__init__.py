"""Importing a site from its Markdown files with front matter: Hugo, Jekyll, Eleventy, Astro, Hexo.

    front_matter  what stands before the text: YAML, TOML, JSON
    keys          which of its keys mean what
    places        where the program put the page of a file
    shortcodes    what of Hugo and Jekyll stands in a text beside Markdown
    folder        the files, of a folder or a zip
    reading       a file as an item of the import

The rest is what articles.interchange.incoming does for every file.
"""

from pathlib import Path

from ..incoming import Unreadable, import_from
from ..incoming.source import site_address
from ..strangers_files import opened
from .folder import MAX_FILES, Folder
from .reading import Files


def import_site(path, site, *, section="", **options):
    """Import the folder or zip at `path`, of the site at the address `site`; return the Report.

    With a `section` all stories stand in that of this name. `options` are those of `import_from`.
    Raises Unreadable, with nothing imported.
    """
    address = site_address(site)
    with opened(Path(path), MAX_FILES) as files:
        return import_from(Files(Folder(files), address, section), **options)


__all__ = ["Unreadable", "import_site"]
