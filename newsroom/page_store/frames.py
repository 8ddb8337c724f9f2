"""What stands around pages and changes more often than they do: breaking news, the date.

A frame is made apart from the page, with keys of its own, and put into its place when the page is
given out. So a line of breaking news makes no page anew but itself. Frames are those of a reader
without a session; a page for anybody else has them written into it as they are.
"""

from newsroom.page_store import generations
from newsroom.page_store.keys import collecting, leaves_frames

# How frames are made, by name: functions without arguments that return HTML.
MAKERS = {}
# No text holds a NUL: newsroom.characters keeps it out.
_MARK = b"\x00"
_made = {}


class Frame:
    """One that was made: bytes, and the keys and their stamps that say until when it is good."""

    __slots__ = ("html", "keys", "stamps")

    def __init__(self, html, keys, stamps):
        self.html, self.keys, self.stamps = html, frozenset(keys), stamps


def place(name):
    """What a template writes in the place of a frame; None if it shall make it itself."""
    return f"\x00{name}\x00" if leaves_frames() and name in MAKERS else None


def cut(page):
    """A page (bytes) as a list of bytes and, at every second place, names of frames.

    One part only where there are none, also of a picture, which may hold any bytes.
    """
    parts = page.split(_MARK)
    names = [name.decode(errors="replace") for name in parts[1::2]]
    if len(parts) % 2 == 0 or not MAKERS.keys() >= set(names):
        return [page]
    parts[1::2] = names
    return parts


def uncut(parts):
    """The page as `cut` got it."""
    whole = parts.copy()
    whole[1::2] = [name.encode() for name in parts[1::2]]
    return _MARK.join(whole)


def current(name, kept):
    """The Frame of this name as of now; made anew if need be. `kept` are the Generations."""
    made = _made.get(name)
    if made is None or not kept.are_current(made.stamps):
        before = kept.now()
        with collecting() as keys:
            html = MAKERS[name]().encode()
        made = _made[name] = Frame(html, keys, generations.stamps(keys, before))
    return made


def put_in(parts, frames):
    """The page as bytes, from what `cut` gave and Frames by name."""
    filled = parts.copy()
    filled[1::2] = [frames[name].html for name in parts[1::2]]
    return b"".join(filled)
