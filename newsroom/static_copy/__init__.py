"""A copy of the site's public pages as files, for any web server.

addresses  which file a page becomes, and how one file links to another
links      the links in a page, and the page with those of the copy
state      which files a copy has written, also after a process that was killed
copying    from page to page, writing what is another one than before
mirroring  a copy that follows what changes
"""


class Refused(Exception):
    """Why nothing is copied, in a sentence."""
