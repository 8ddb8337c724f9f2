"""Reading a table: a row as an item of the import."""

import re
from html import escape

from ..incoming import moments
from ..incoming.by_name import ByName, name_in
from ..incoming.id_map import fingerprint
from ..incoming.items import Item
from ..incoming.plain_text import escaped, one_line
from ..incoming.source import site_address
from ..incoming.text.markdown import to_html
from . import columns
from .rows import Rows

SEVERAL = re.compile(r"\s*[;|\n]\s*")
SEVERAL_TOPICS = re.compile(r"\s*[;,|\n]\s*")
NO_DATE = "its date “{}” cannot be read"


class Table(ByName):
    """A table on disk, of the site at `address`."""

    program = "Table"

    def __init__(self, path, address, section="", without_status="draft"):
        super().__init__(site_address(address), section)
        self.rows = Rows(path)
        self.unstated = "publish" if without_status == "published" else "unstated"

    def items(self):
        """Its rows in their order, each followed by its picture and those in its text."""
        for number, row in self.rows:
            if isinstance(row, str):
                yield Item(type="post", left_out=row, place=f"line {number:,}")
            else:
                yield from self._items_of(number, row)

    def pieces(self, content):
        """Its text, in which blank lines make paragraphs."""
        yield content, True

    def remarks_on_file(self):
        """Which columns nobody here reads."""
        if self.rows.unknown:
            yield f"columns that are not read: {one_line(', '.join(self.rows.unknown), 500)}"

    def _items_of(self, number, row):
        link = self.whole(row.get("address", ""), f"{self.address}/") if row.get("address") else ""
        item = Item(
            id=_id_of(row, link),
            place=f"line {number:,}",
            title=escaped(row["headline"]),
            excerpt=escaped(row.get("standfirst", "")),
            name=row.get("slug", "") or name_in(link),
            type="post",
            status=self._status_of(row),
            password=row.get("password", ""),
            comment_status="open",
            link=link,
            date_gmt=moments.utc(row.get("date", "")),
            terms=self.terms_of(
                SEVERAL.split(row.get("authors", "")),
                [row.get("section", "")],
                SEVERAL_TOPICS.split(row.get("topics", "")),
            ),
        )
        further = SEVERAL.split(row.get("further", ""))
        item.addresses = [link] if link else []
        item.addresses += [self.whole(at, f"{self.address}/") for at in further[:100] if at]
        if row.get("date") and not item.date_gmt:
            item.notes.append(NO_DATE.format(one_line(row["date"], 60)))
        item.content = self.with_whole_addresses(_text_of(row), link or f"{self.address}/")
        picture = self.whole(row["picture"], f"{self.address}/") if row.get("picture") else ""
        said = row.get("alt", ""), row.get("caption", "")
        yield from self.with_pictures(item, picture, *said)

    def _status_of(self, row):
        status = columns.status_of(row.get("status", ""))
        if status == "unstated":
            status = self.unstated
        if status in ("publish", "future"):
            # What cannot be read is not over.
            if row.get("embargo") and not moments.is_past(moments.utc(row["embargo"])):
                return "embargoed"
            if row.get("expires") and not _is_to_come(row["expires"]):
                return "expired"
        return status


def _is_to_come(text):
    moment = moments.utc(text)
    return bool(moment) and not moments.is_past(moment)


def _id_of(row, link):
    """By what a row is known again: its own id, its old address, else what it says of itself."""
    if row.get("id"):
        return fingerprint("id", row["id"])
    if link:
        return fingerprint("address", link)
    return fingerprint(row.get("slug", ""), row["headline"], row.get("date", ""))


def _text_of(row):
    """Its text as HTML; the first of its columns that has one."""
    if row.get("html"):
        return row["html"]
    if row.get("markdown"):
        return to_html(row["markdown"])
    return escape(row.get("text", ""), quote=False)
