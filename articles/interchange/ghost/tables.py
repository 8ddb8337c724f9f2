"""The tables of a Ghost export, row by row: its JSON is never in memory whole.

    {"db": [{"meta": {…}, "data": {"posts": [{…}, …], "tags": […], …}}]}

with or without "db" and its list around. What is no table is passed over.
"""

import json
import re

CHUNK = 256 * 1024  # characters
LONGEST = 16 * 1024 * 1024  # characters of a row
SPACE = re.compile(r"[ \t\r\n]*")
DEEPEST = 4  # of what lies around the tables


class Tables:
    """Reads an open file of text. Iterating gives (name of a table, row) in their order.

    Raises ValueError for what is no JSON. `names` are the tables that were begun, empty ones too.
    """

    def __init__(self, file):
        self.file, self.buffer, self.at, self.is_at_end = file, "", 0, False
        self.decoder, self.names = json.JSONDecoder(), set()

    def __iter__(self):
        if self._next() == "{":
            yield from self._object(0)
        else:
            self._value()
        if self._next():
            raise ValueError("more behind the end")

    def _object(self, depth):
        """The tables of an object, of which the bracket comes next."""
        self.at += 1
        if self._next() == "}":
            self.at += 1
            return
        while True:
            name = self._value()
            if not isinstance(name, str) or self._next() != ":":
                raise ValueError("no name")
            self.at += 1
            yield from self._member(name, depth)
            if not self._goes_on("}"):
                return

    def _member(self, name, depth):
        first = self._next()
        around = name in ("db", "data") and depth < DEEPEST
        if first == "[" and not around:
            self.names.add(name)
            for row in self._rows():
                yield name, row
        elif around and first == "{":
            yield from self._object(depth + 1)
        elif around and first == "[":
            yield from self._first_of_list(depth + 1)
        else:
            self._value()

    def _first_of_list(self, depth):
        """The tables of the first object in a list; the others are passed over."""
        self.at += 1
        if self._next() == "{":
            yield from self._object(depth)
            if not self._goes_on("]"):
                return
        elif self._next() == "]":
            self.at += 1
            return
        while True:
            self._value()
            if not self._goes_on("]"):
                return

    def _rows(self):
        self.at += 1
        if self._next() == "]":
            self.at += 1
            return
        while True:
            yield self._value()
            if not self._goes_on("]"):
                return

    def _goes_on(self, end):
        """Past a comma or the `end`; whether it was a comma."""
        found = self._next()
        if found not in (",", end):
            raise ValueError("neither a comma nor an end")
        self.at += 1
        return found == ","

    def _next(self):
        """The next character that is no space, which is not passed; "" at the end."""
        while True:
            self.at = SPACE.match(self.buffer, self.at).end()
            if self.at < len(self.buffer) or not self._read(CHUNK):
                return self.buffer[self.at : self.at + 1]

    def _value(self):
        """The value that comes next, whole."""
        self._next()
        more = CHUNK
        while True:
            try:
                value, end = self.decoder.raw_decode(self.buffer, self.at)
            except json.JSONDecodeError:
                if not self._read(more):
                    raise
            else:
                # A number may go on in what was not read yet.
                if end < len(self.buffer) or not self._read(CHUNK):
                    self.at = end
                    return value
            if len(self.buffer) - self.at > LONGEST:
                raise ValueError("a row is too long")
            more *= 2  # or a long row would be read from its beginning again and again

    def _read(self, size):
        """Read on, and forget what was passed; whether there was more."""
        if self.is_at_end:
            return False
        data = self.file.read(size)
        self.is_at_end = not data
        self.buffer, self.at = self.buffer[self.at :] + data, 0
        return bool(data)
