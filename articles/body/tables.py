"""Tables as readers get them: in a frame that scrolls, figures under one another."""

import re

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from .cleaning import plain_text

TABLE = re.compile(
    r"<table>(?P<caption>\s*<caption>(?P<text>.*?)</caption>)?(?P<rows>.*?)</table>", re.DOTALL
)
ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<(?P<name>t[hd])(?P<attributes>[^>]*)>(?P<text>.*?)</(?P=name)>", re.DOTALL)
# Digits of any script, with signs, separators and what is counted: £1,200, −4.5 %, 3–2, (12),
# 08.40, 14 km. Not a sentence with a number in it.
FIGURE = re.compile(r"[^\w\s]{0,2}\s?\d[\d\s.,:’'٫٬/–-]*\s?[^\W\d]{0,3}[^\w\s]{0,2}")
NOTHING = frozenset({"", "–", "—", "-", "−", "…", "n/a"})


def framed(source):
    """The body with each table in a frame that a keyboard reaches, its figures marked."""
    return TABLE.sub(_framed, source)


def _framed(table):
    caption = plain_text(table["text"] or "")
    return format_html(
        '<div class="table-frame" role="group" aria-label="{}" tabindex="0">{}</div>',
        gettext("Table: %(caption)s") % {"caption": caption} if caption else gettext("Table"),
        mark_safe(_with_figures(table[0])),  # noqa: S308 clean on the way in
    )


def _with_figures(table):
    """The table with a class on the cells of each column of figures, heading included.

    The first column names its rows, whatever is in it. Where cells are joined nobody can tell which
    column one is in, and the table stays as it is.
    """
    if "colspan" in table or "rowspan" in table:
        return table
    figures = _columns_of_figures(table)

    def marked_row(row):
        at = iter(range(len(row[1])))

        def marked(cell):
            mark = ' class="number"' if next(at) in figures else ""
            return f"<{cell['name']}{cell['attributes']}{mark}>{cell['text']}</{cell['name']}>"

        return CELL.sub(marked, row[0])

    return ROW.sub(marked_row, table) if figures else table


def _columns_of_figures(table):
    """The numbers of the columns, from 0, of whose data cells all are figures or say nothing."""
    columns = {}
    for row in ROW.findall(table):
        for at, cell in enumerate(CELL.finditer(row)):
            if cell["name"] == "td":
                columns.setdefault(at, []).append(plain_text(cell["text"]).strip())
    return {
        at
        for at, texts in columns.items()
        if at and any(text not in NOTHING for text in texts)
        if all(text in NOTHING or FIGURE.fullmatch(text) for text in texts)
    }
