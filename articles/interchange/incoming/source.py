"""What a file of another program has to say of itself, so that it can be brought in."""

from urllib.parse import urlsplit

from .plain_text import one_line

NO_SITE = "“{}” is no address of a site: write it with https://, as readers had it."
LONGEST_SITE = 200  # characters


class Unreadable(Exception):
    """Why this file cannot be imported, in one sentence."""


def site_address(text):
    """The address of a site as it is kept, without the last slash. Raises Unreadable."""
    address = text.strip().rstrip("/")
    if not is_site(address):
        raise Unreadable(NO_SITE.format(one_line(text, 100)))
    return address


def is_site(address):
    """Whether this is the address of a site: with http or https, a host, and no query."""
    try:
        parts = urlsplit(address)
        is_one = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        return False
    return bool(is_one) and not (parts.query or parts.fragment) and len(address) <= LONGEST_SITE


class Source:
    """A file of another program, of which everything but its own format is read here.

    Methods that read raise Unreadable for what is broken.
    """

    # Why items of a kind that is neither post, page nor picture stay out: {kind: reason}.
    no_place_for = {}
    # What `/tag/…/` listed, as in `old_lists`.
    tags_are = "post_tag"

    def items(self):
        """Its `items.Item`s in their order, one at a time."""
        raise NotImplementedError

    def site(self):
        """What stands around the items, as an `items.Site`; once all of them were read."""
        raise NotImplementedError

    def can_be_mended(self, problem):
        """Whether, after an Unreadable, the file is to be read again from its beginning."""
        return False

    def remarks_on_file(self):
        """What an editor should know of the file itself, once it was read."""
        return ()

    def picture(self, item):
        """The bytes of an attachment that came with the file, or None.

        Raises Refused (articles.pictures.receiving) for one that came and may not be taken.
        """
        return

    def pieces(self, content):
        """(HTML, whether blank lines make its paragraphs) for the whole text of an item."""
        yield content, False

    def remarks(self, item, text):
        """What an editor should know of an item whose text has become the body `text`."""
        return ()

    def old_queries(self, item):
        """What stood behind the site's address and led to this item too: ["/?p=7"]."""
        return []

    def old_files(self, item):
        """Where the file of an attachment was, below the site's address, besides its own URL."""
        return []

    def old_lists(self, site):
        """Pages of the old site that listed posts, and feeds: {path below its address: listed}.

        That is (what, slug, whether it is a feed): "category", "post_tag", or "term" where one
        cannot be told from the other, "author" with a login for a slug, "paper" with "".
        """
        return {}
