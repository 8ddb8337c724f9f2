"""Embeds of other sites, and sounds: `<story-media data-kind="frame" data-address="https://…">`.

They stand on the top level of a body. A `frame` is a page of an allowed provider (providers.py); an
`audio` is a file of the paper's own, by its primary key, or one on a host that EMBED_AUDIO_HOSTS
names. What stands in a body is its address and what people wrote of it, never a frame.
"""

import html
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from . import providers

ATTRIBUTES = ("kind", "address", "sound", "title", "transcript")
NAMES = {f"data-{name}" for name in ATTRIBUTES}
MEDIA = re.compile(r"<story-media\b([^>]*)></story-media>")
OPENING = re.compile(r"<story-media\b[^>]*>")
ATTRIBUTE = re.compile(r'data-(\w+)="([^"]*)"')
# By its suffix the type of a sound (RFC 3003, 5334, 4337; WAV as browsers call it).
TYPES = {
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "oga": "audio/ogg",
    "opus": "audio/ogg", "wav": "audio/wav",
}  # fmt: skip
SOUND = re.compile(rf"https://[^/?#]+/[^?#]+\.(?:{'|'.join(TYPES)})", re.IGNORECASE)
LONGEST_TITLE = 200  # characters
LONGEST_TRANSCRIPT = 200_000  # characters, some three hours of speech


@dataclass(frozen=True)
class Medium:
    """One that may be shown. Of an `audio` either `sound`, a primary key, or `address` is set."""

    kind: str
    address: str = ""
    sound: int = 0
    title: str = ""
    transcript: str = ""

    @property
    def place(self):
        """Of a frame where it leads; None if its provider is not allowed any more."""
        return providers.find(self.address) if self.kind == "frame" else None

    @property
    def host(self):
        """Who is asked for it; "" for a file of the paper's own."""
        return self.place.host if self.kind == "frame" else urlsplit(self.address).netloc

    @property
    def paragraphs(self):
        """The transcript as a list of paragraphs."""
        return self.transcript.split("\n\n") if self.transcript else []


def is_sound(address):
    """Whether a plain address is that of a sound on an allowed host."""
    return bool(
        len(address) <= providers.LONGEST
        and providers.PLAIN.fullmatch(address)
        and SOUND.fullmatch(address)
        and urlsplit(address).netloc in settings.EMBED_AUDIO_HOSTS
    )


def parse(match):
    """The Medium that a MEDIA match names; None if it may not stand there."""
    found = _written(match)
    kind, address = found.get("kind"), found.get("address", "").strip()
    text = {
        "title": " ".join(found.get("title", "").split())[:LONGEST_TITLE].strip(),
        "transcript": _paragraphs(found.get("transcript", "")),
    }
    if kind == "frame":
        place = providers.find(address)
        return Medium(kind, place.address, title=text["title"]) if place else None
    if kind != "audio":
        return None
    if re.fullmatch(r"[1-9][0-9]{0,17}", found.get("sound", "")):
        return Medium(kind, sound=int(found["sound"]), **text)
    return Medium(kind, address, **text) if is_sound(address) else None


def tag_of(address, title=""):
    """The tag of what is at a plain address, if it may stand in a text; or ""."""
    if place := providers.find(address):
        return serialize(Medium("frame", place.address, title=title))
    return serialize(Medium("audio", address, title=title)) if is_sound(address) else ""


def serialize(medium):
    """The tag of a Medium."""
    found = ((name, getattr(medium, name)) for name in ATTRIBUTES)
    attributes = " ".join(f'data-{name}="{_escaped(value)}"' for name, value in found if value)
    return f"<story-media {attributes}></story-media>"


def without_content(text):
    """HTML as nh3 writes it, in which what stands in a medium stands behind it."""
    if "story-media" not in text:
        return text
    return OPENING.sub(r"\g<0></story-media>", text.replace("</story-media>", ""))


def cleaned(text):
    """HTML as nh3 writes it, in which each medium has its tag, is a link, or is gone."""
    return MEDIA.sub(_cleaned, text) if "<story-media" in text else text


def _cleaned(match):
    """Its tag, a link to what is not allowed, or nothing."""
    medium = parse(match)
    return serialize(medium) if medium else link(match)


def link(match):
    """A paragraph with a link to what a MEDIA match names, or nothing."""
    found = _written(match)
    address = found.get("address", "").strip()
    if len(address) > providers.LONGEST or not providers.PLAIN.fullmatch(address):
        return ""
    words = " ".join(found.get("title", "").split()) or address
    return f'<p><a href="{_escaped(address)}">{_escaped(words)}</a></p>'


def among(source):
    """The media of a clean body that may be shown, as a list of Medium, in their order."""
    if "<story-media" not in source:
        return []
    return list(filter(None, map(parse, MEDIA.finditer(source))))


def words_of(medium):
    """What a Medium says in words: its title, and what is said in it."""
    return " ".join(filter(None, (medium.title, medium.transcript)))


def _paragraphs(text):
    """Lines without spaces at their ends, and one empty line between two paragraphs."""
    lines = (" ".join(line.split()) for line in text[:LONGEST_TRANSCRIPT].split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _escaped(value):
    return html.escape(str(value))


def _written(match):
    """The attributes of a MEDIA match as they are written, a dict without "data-"."""
    return {name: html.unescape(value) for name, value in ATTRIBUTE.findall(match[1])}
