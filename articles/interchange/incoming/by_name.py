"""Files that know authors, categories and topics by their names alone: feeds, tables, folders."""

import re
from urllib.parse import unquote, urljoin, urlsplit

from newsroom.slugs import slugify

from .items import Site, attachment, picture_id
from .plain_text import escaped, one_line, plain
from .source import Source
from .text.tags import pictures_in, with_addresses

SUFFIX = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)
ONLY_A_NUMBER = re.compile(r"[\d_-]*|index|default|article|post", re.IGNORECASE)
LONGEST_NAME = 500  # characters; more is no name, and cut later on
MOST_NAMES = 100  # of one story


class ByName(Source):
    """Such a file, of the site at `address`; its `program` is what the log calls it.

    The first category of a story is its section, all else topics; with a `section` all stories
    stand in it.
    """

    program, language = "", ""
    no_place = ""

    def __init__(self, address, section=""):
        self.address, self.section = address, plain(escaped(section), 100)
        self.authors, self.categories, self.tags = {}, {}, {}
        self._seen = set()  # ids of pictures

    def site(self):
        """What was said of authors, categories and topics while the items were read."""
        return Site(
            address=self.address,
            language=self.language,
            authors=self.authors,
            categories={slug: (name, "") for slug, name in self.categories.items()},
            tags={slug: name for slug, name in self.tags.items() if slug not in self.categories},
            other_terms=[],
            program=self.program,
        )

    def terms_of(self, authors=(), categories=(), tags=()):
        """The terms of an item for these names, which are plain text."""
        categories = [each for each in map(_named, categories) if each]
        if own := _named(self.section):
            topics, section = categories, [own]
        else:
            topics, section = categories[1:], categories[:1]
        topics += [each for each in map(_named, tags) if each]
        writers = [each for each in map(_named, authors) if each]
        found = []
        for domain, named, known in (
            ("category", section, self.categories),
            ("post_tag", topics[:MOST_NAMES], self.tags),
            ("author", writers[:MOST_NAMES], self.authors),
        ):
            for slug, name in named:
                # The first way of writing it is everybody's; of terms it is HTML.
                written = name if domain == "author" else escaped(name)
                found.append((domain, slug, known.setdefault(slug, written)))
        return found

    def old_lists(self, site):
        """Nothing is known of how the old site listed its stories."""
        return {}

    def whole(self, address, base):
        """An address as it is seen from the one at `base`; "" for what is none of the web's."""
        try:
            whole = urljoin(base, address.strip())
            parts = urlsplit(whole)
        except ValueError:
            return ""
        return whole if parts.scheme in ("http", "https") and parts.hostname else ""

    def with_whole_addresses(self, html, base):
        """The HTML with addresses that need nothing beside them; others, such as of mail, stay."""
        return with_addresses(html, lambda tag, at: self.whole(at, base) or at)

    def with_pictures(self, item, lead="", alt="", caption="", place=lambda address: ""):
        """[the item, the attachments of what stands in its text, and of its `lead`], each once."""
        shown = {}
        for address, said in pictures_in(item.content):
            if address := self.whole(address, self.address):
                shown[address] = shown.get(address) or (said, "")
        if lead:
            item.meta["_thumbnail_id"] = picture_id(lead)
            before = shown.get(lead, ("", ""))
            shown[lead] = (alt or before[0], caption)
        pictures = [attachment(address, item.id, *said, place=place(address))
                    for address, said in shown.items()]  # fmt: skip
        new = [picture for picture in pictures if picture.id not in self._seen]
        self._seen.update(picture.id for picture in new)
        return [item, *new]


def name_in(address):
    """What the last part of an address calls what is there, if that is a name; else ""."""
    last = unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2]
    name = SUFFIX.sub("", last)
    return "" if ONLY_A_NUMBER.fullmatch(name) else name


def _named(name):
    """(slug, name), or None for what is no name."""
    name = one_line(name[:LONGEST_NAME])
    return (slugify(name) or name.lower(), name) if name else None
