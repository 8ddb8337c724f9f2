"""An XML file as bytes, without what XML 1.0 forbids: WordPress writes that down as it finds it.

One vertical tab out of Word, somewhere in ten years of posts, would else make the whole file
unreadable.
"""

import re

from newsroom.characters import FORBIDDEN

ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r\x0b\x0c")
# A tabulator or page break of Word parts two words.
PARTING = bytes.maketrans(b"\x0b\x0c", b"  ")
REFERENCE = re.compile(rb"&#(?:([0-9]{1,8})|[xX]([0-9a-fA-F]{1,8}));")
# In UTF-8: half a surrogate pair, U+FFFE and U+FFFF.
NOT_IN_UTF_8 = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]|\xef\xbf[\xbe\xbf]")
# What may be the beginning of one of these.
BEGUN = re.compile(rb"(?:&(?:#[0-9a-zA-Z]{0,9})?|\xed[\xa0-\xbf]?|\xef\xbf?)\Z")
UTF_16 = (b"\xfe\xff", b"\xff\xfe", b"<\0", b"\0<")
BEFORE_ALL = b"\xef\xbb\xbf \t\r\n"
OPENED = re.compile(rb"<([A-Za-z][\w:.-]{0,99})(?:\s[^<>]{0,999})?>\s{0,99}<!\[CDATA\[")
PARTLY_OPENED = re.compile(rb"<[^<>]{0,1100}(?:>\s{0,99}(?:<[!\[CDAT]{0,8})?)?\Z")
END = b"]]>"
FAR_ENOUGH = 300  # bytes behind an end, to see whether the element ends too


class Mended:
    """A file opened for reading bytes, in any encoding in which ASCII is ASCII.

    One in UTF-16 is left as it is. `left_out` counts the characters that XML forbids.
    """

    def __init__(self, file):
        self.file, self.begun, self.has_begun = file, b"", False
        self.is_utf_8 = self.is_utf_16 = None
        self.left_out = 0

    def read(self, size):
        """As a file's: b"" at the end and nowhere else. A little more than `size` may come."""
        while True:
            data = self.file.read(size)
            if self.is_utf_8 is None:
                self._look_at(data)
            if self.is_utf_16:
                return data
            is_at_end = not data
            if not self.has_begun:
                # A blank first line, which XML does not allow, is the work of many a plugin.
                data = data.lstrip(BEFORE_ALL)
            # Controls first: one of them may stand inside of a reference.
            mended = self.begun + data.translate(PARTING, CONTROLS)
            self.left_out += len(self.begun) + len(data) - len(mended)
            self.begun = b""
            if data and (begun := BEGUN.search(mended)):
                self.begun, mended = begun[0], mended[: begun.start()]
            if self.is_utf_8:
                mended, count = NOT_IN_UTF_8.subn(b"", mended)
                self.left_out += count
            mended = REFERENCE.sub(self._allowed, mended)
            self.has_begun = self.has_begun or bool(mended)
            if mended or is_at_end:
                return mended

    def _look_at(self, head):
        self.is_utf_16 = head.startswith(UTF_16)
        declared = ENCODING.search(head.removeprefix(b"\xef\xbb\xbf"))
        self.is_utf_8 = declared is None or declared[1].lower() in (b"utf-8", b"utf8")

    def _allowed(self, reference):
        code = int(reference[1]) if reference[1] else int(reference[2], 16)
        if code > 0x10FFFF:
            return reference[0]  # an error of another kind
        if not FORBIDDEN.fullmatch(chr(code)):
            return reference[0]
        self.left_out += 1
        return b""


class WithoutNestedCdata:
    """A `Mended` whose CDATA ends where its element does, as WordPress's own importer reads it.

    `<a><![CDATA[x <![CDATA[y]]> z]]></a>` is no XML: what is inside was never meant as an end.
    """

    def __init__(self, mended):
        self.mended, self.buffer, self.element, self.is_at_end = mended, b"", None, False

    def read(self, size):
        """As Mended's."""
        made = []
        while not any(made) and not (self.is_at_end and not self.buffer):
            data = self.mended.read(size)
            self.is_at_end = not data
            self.buffer += data
            made = list(self._pieces())
        return b"".join(made)

    def _pieces(self):
        """Yield what is ready of the buffer, and leave there what is not."""
        while self.buffer:
            if self.element is None:
                at, is_ready = self._until_opened()
            else:
                at, is_ready = self._until_closed()
            piece, self.buffer = self.buffer[:at], self.buffer[at:]
            yield piece
            if not is_ready:
                return
            if self.element is not None and self.buffer.startswith(END):
                yield self._at_end()

    def _until_opened(self):
        if opened := OPENED.search(self.buffer):
            self.element = re.compile(rb"\s{0,99}</" + re.escape(opened[1]) + rb"\s{0,99}>")
            return opened.end(), True
        if self.is_at_end:
            return len(self.buffer), False
        begun = PARTLY_OPENED.search(self.buffer, max(0, len(self.buffer) - 1300))
        return begun.start() if begun else len(self.buffer), False

    def _until_closed(self):
        at = self.buffer.find(END)
        if at < 0:
            return (len(self.buffer) if self.is_at_end else max(0, len(self.buffer) - 2)), False
        return at, self.is_at_end or len(self.buffer) - at > FAR_ENOUGH

    def _at_end(self):
        behind = self.buffer[len(END) : len(END) + FAR_ENOUGH]
        self.buffer = self.buffer[len(END) :]
        if self.element.match(behind):
            self.element = None
        elif behind.startswith(b"<![CDATA["):  # as WordPress itself writes such an end
            self.buffer = self.buffer[len(b"<![CDATA[") :]
            return END + b"<![CDATA["
        else:
            return b"]]]]><![CDATA[>"
        return END
