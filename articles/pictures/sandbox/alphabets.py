"""Bytes of IIM as text: in the alphabet that the block declares, or in one that is certain.

A block declares it by escape sequences of ISO/IEC 2022 (IIM 4.2, 1:90), as registered in the
International Register of Coded Character Sets. Most programs declare none, and some a wrong one:
then guessing.py decides, for all such texts of a block together.
"""

import re

from .guessing import guess, utf_8

__all__ = ["read", "utf_8"]

# Complete alphabets.
_COMPLETE = dict.fromkeys((b"%G", b"%/G", b"%/H", b"%/I"), "utf-8")
_COMPLETE |= dict.fromkeys((b"%/@", b"%/C", b"%/E", b"%/J", b"%/K", b"%/L"), "utf-16-be")
_COMPLETE |= dict.fromkeys((b"%/A", b"%/D", b"%/F"), "utf-32-be")
# Right-hand parts of ISO 8859, designated to G1, G2 or G3 by "-", "." or "/".
_PARTS = {
    b"A": 1, b"B": 2, b"C": 3, b"D": 4, b"L": 5, b"G": 6, b"F": 7, b"H": 8, b"M": 9, b"V": 10,
    b"T": 11, b"Y": 13, b"_": 14, b"b": 15, b"f": 16,
}  # fmt: skip
# Sets of two bytes a character, by the codec that has them as a right-hand part.
_WIDE = {b"@": "euc_jp", b"B": "euc_jp", b"D": "euc_jp", b"A": "gb2312", b"C": "euc_kr"}
_ESCAPE = re.compile(rb"\x1b([\x20-\x2f]*[\x30-\x7e])")
_CONTROLS = re.compile("[\x80-\x9f]")
# Those that switch to and fro inside a text.
_SWITCHING = ("iso2022_jp_2", "iso2022_kr")


def read(values, declared=b""):
    """The texts of `values` (bytes), None for each that cannot be read for sure.

    `declared` is what the block says of its alphabet, escape sequences as bytes.
    """
    encoding = ""
    for escape in _ESCAPE.findall(declared):
        encoding = _codec(escape) or encoding
    texts = [_in_declared(value, encoding) for value in values]
    unread = [value for value, text in zip(values, texts, strict=True) if text is None]
    guessed = iter(guess(unread))
    return [next(guessed) if text is None else text for text in texts]


def _codec(escape):
    """The codec of what an escape sequence designates; "" for none that we know."""
    if escape in _COMPLETE:
        return _COMPLETE[escape]
    kind, final = escape[:-1], escape[-1:]
    if kind in (b"-", b".", b"/") and final in _PARTS:
        return f"iso8859-{_PARTS[final]}"
    return _WIDE.get(final, "") if re.fullmatch(rb"\$[()*+]?", kind) else ""


def _in_declared(value, encoding):
    """None for what is not declared, or does not fit what is."""
    if _ESCAPE.search(value):
        return _switching(value, encoding)
    if value.isascii() and not encoding.startswith(("utf-16", "utf-32")):
        return value.decode("ascii")
    if encoding == "utf-8":
        return utf_8(value)
    text = _strictly(value, encoding) if encoding else None
    if text and encoding.startswith("iso8859") and (_CONTROLS.search(text) or utf_8(value)):
        # No such alphabet has letters there, and none makes words that look like UTF-8: a
        # program that writes in another one has left the old declaration.
        return None
    return text


def _switching(value, encoding):
    """A text that designates alphabets in its midst."""
    for codec in _SWITCHING:
        if (text := _strictly(value, codec)) is not None:
            return text
    parts, at = [], 0
    for escape in (*_ESCAPE.finditer(value), None):
        text = _in_declared(value[at : escape.start() if escape else None], encoding)
        if escape is None or text is None:
            break
        parts.append(text)
        encoding, at = _codec(escape[1]) or encoding, escape.end()
    return None if text is None else "".join((*parts, text))


def _strictly(value, encoding):
    try:
        return value.decode(encoding)
    except UnicodeDecodeError:
        return None
