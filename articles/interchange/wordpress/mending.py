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


class Mended:
    """A file opened for reading bytes, in any encoding in which ASCII is ASCII.

    One in UTF-16 is left as it is.
    """

    def __init__(self, file):
        self.file, self.begun = file, b""
        self.is_utf_8 = self.is_utf_16 = None

    def read(self, size):
        """As a file's: b"" at the end and nowhere else. A little more than `size` may come."""
        while True:
            data = self.file.read(size)
            if self.is_utf_8 is None:
                self._look_at(data)
            if self.is_utf_16:
                return data
            # Controls first: one of them may stand inside of a reference.
            mended = self.begun + data.translate(PARTING, CONTROLS)
            self.begun = b""
            if data and (begun := BEGUN.search(mended)):
                self.begun, mended = begun[0], mended[: begun.start()]
            if self.is_utf_8:
                mended = NOT_IN_UTF_8.sub(b"", mended)
            mended = REFERENCE.sub(_allowed, mended)
            if mended or not data:
                return mended

    def _look_at(self, head):
        self.is_utf_16 = head.startswith(UTF_16)
        declared = ENCODING.search(head.removeprefix(b"\xef\xbb\xbf"))
        self.is_utf_8 = declared is None or declared[1].lower() in (b"utf-8", b"utf8")


def _allowed(reference):
    code = int(reference[1]) if reference[1] else int(reference[2], 16)
    if code > 0x10FFFF:
        return reference[0]  # an error of another kind
    return b"" if FORBIDDEN.fullmatch(chr(code)) else reference[0]
