"""A .csv file as rows, trusting nothing in it."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

from ..incoming.plain_text import one_line
from ..incoming.source import Unreadable
from . import columns

SEPARATORS = ",;\t|"
SAYS_ITS_SEPARATOR = re.compile(r'"?sep=.?"?')  # for Excel
LONGEST_FIELD = 8 * 1024 * 1024  # characters
LONGEST_HEADER = 64 * 1024  # characters
MOST_COLUMNS = 500
BY_ITS_MARK = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

EMPTY = "The file is empty."
ENCODING = "Line {:,} is not in UTF-8: save the table as CSV in UTF-8, and give it again."
NO_HEADER = (
    "The first row names no column that is known here: one of them must be headline (or title), "
    "and one body, text or markdown."
)
TWICE = "Two columns, “{}” and “{}”, both mean the {}: leave one of them out."
BROKEN = "From line {:,} on the file is broken: {}."
WORDS = {
    "unexpected end of data": "a quotation mark is never closed",
    "field larger than field limit": "a field holds more than 8 million characters",
}


class Rows:
    """The rows of a file on disk. `unknown` has the names of columns that mean nothing here."""

    def __init__(self, path):
        self.path, self.unknown = Path(path), []

    def __iter__(self):
        """Yield (number of the line on which a row begins, {field: text}, or why it has none).

        Raises Unreadable for what is missing, broken, or no such table.
        """
        try:
            if not self.path.exists():
                raise Unreadable("There is no such file.")
            if not self.path.is_file():
                raise Unreadable("This is not a file. Give a .csv file.")
            with self.path.open("rb") as file:
                yield from self._rows(file)
        except (OSError, ValueError) as problem:  # ValueError: a NUL in the name
            reason = getattr(problem, "strerror", None) or problem
            raise Unreadable(f"The file cannot be read ({reason}).") from problem

    def _rows(self, file):
        lines = _Lines(file)
        header = lines.first()
        names = _split(header)
        fields = list(map(columns.field_of, names))
        _check(names, fields)
        self.unknown = [
            one_line(name, 60) for name, field in zip(names, fields, strict=True) if not field
        ]
        limit = csv.field_size_limit(LONGEST_FIELD)
        try:
            yield from _read(lines, _separator_of(header), fields)
        finally:
            lines.let_go()
            csv.field_size_limit(limit)


def looks_like_one(head):
    """Whether a table begins with these bytes: its first row names columns that are known here."""
    line = _decoded(head).split("\n", 1)[0]
    if len(line) > LONGEST_HEADER:
        return False
    try:
        names = _split(line)
        _check(names, list(map(columns.field_of, names)))
    except Unreadable:
        return False
    return True


def _read(lines, separator, fields):
    reader, begun = csv.reader(lines, delimiter=separator, strict=True), lines.number + 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error as problem:
            said = next((w for p, w in WORDS.items() if p in str(problem)), str(problem))
            raise Unreadable(BROKEN.format(begun, said)) from problem
        if row is None:
            return
        if any(map(str.strip, row)):
            if len(row) == len(fields):
                named = zip(fields, row, strict=True)
                yield begun, {field: text.strip() for field, text in named if field}
            else:
                yield begun, f"it has {len(row):,} of {len(fields):,} columns"
        begun = lines.number + 1


def _check(names, fields):
    if len(names) > MOST_COLUMNS:
        raise Unreadable(f"The table has more than {MOST_COLUMNS} columns.")
    if "headline" not in fields or not {"html", "text", "markdown"} & set(fields):
        raise Unreadable(NO_HEADER)
    for field, count in Counter(filter(None, fields)).items():
        if count > 1:
            both = [one_line(n, 60) for n, f in zip(names, fields, strict=True) if f == field]
            raise Unreadable(TWICE.format(*both[:2], field))


def _split(header):
    try:
        return next(csv.reader([header], delimiter=_separator_of(header)), [])
    except csv.Error as problem:
        raise Unreadable(BROKEN.format(1, problem)) from problem


def _separator_of(header):
    """The one by which most columns are known; a comma, if none is."""

    def known(separator):
        try:
            names = next(csv.reader([header], delimiter=separator), [])
        except csv.Error:
            return 0
        return sum(bool(columns.field_of(name)) for name in names)

    return max(SEPARATORS, key=known)


def _decoded(head):
    encoding = BY_ITS_MARK.get(head[:2], "utf-8-sig")
    return head.decode(encoding, "replace").lstrip("\ufeff")


class _Lines:
    """The lines of an open file of bytes as text; `number` is that of the last one given."""

    def __init__(self, file):
        mark = file.read(2)
        file.seek(0)
        self.encoding = BY_ITS_MARK.get(mark, "utf-8")
        self.file = file if self.encoding == "utf-8" else _Recoded(file, self.encoding)
        self.number = 0

    def first(self):
        line = next(self, "").lstrip("\ufeff")
        if SAYS_ITS_SEPARATOR.fullmatch(line.strip()):
            line = next(self, "")
        if not line.strip():
            raise Unreadable(EMPTY if not line else NO_HEADER)
        if len(line) > LONGEST_HEADER:
            raise Unreadable(NO_HEADER)
        return line.rstrip("\r\n")

    def __iter__(self):
        return self

    def __next__(self):
        line = self.file.readline(LONGEST_FIELD + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > LONGEST_FIELD:
            raise Unreadable(BROKEN.format(self.number, WORDS["field larger than field limit"]))
        try:
            return line.decode().replace("\x00", "")
        except UnicodeDecodeError as problem:
            raise Unreadable(ENCODING.format(self.number)) from problem

    def let_go(self):
        """Leave the file to whoever has opened it."""
        if isinstance(self.file, _Recoded):
            self.file.file.detach()


class _Recoded:
    """A file in UTF-16 as one in UTF-8, by lines."""

    def __init__(self, file, encoding):
        self.file = io.TextIOWrapper(file, encoding=encoding, newline="\n")

    def readline(self, size):
        return self.file.readline(size).encode()
