"""Receiving a sound: every file comes in here, and is known by what it holds."""

import hashlib

from django.conf import settings

from articles.models import Sound
from articles.pictures.storing import SOUNDS, originals

LARGEST_HEAD = 16  # bytes
KINDS = "MP3, M4A, Ogg, Opus or WAV"
LONGEST_NAME = 200


class Refused(Exception):
    """Why a file is not taken, as a sentence."""


def too_large():
    return f"The file is larger than {settings.AUDIO_MAX_BYTES // 1024 // 1024} MB."


def receive(file, *, by=None):
    """Keep an uploaded file (with `name` and `size`) beside the originals; return the saved Sound.

    Raises Refused, with nothing kept, for what is no sound by its content, or too large; OSError
    if it cannot be kept just now.
    """
    if file.size > settings.AUDIO_MAX_BYTES:
        raise Refused(too_large())
    file.seek(0)
    suffix = suffix_of(file.read(LARGEST_HEAD))
    file.seek(0)
    if suffix is None:
        raise Refused(f"This is no audio that browsers play: send {KINDS}.")
    name, size = file.name or "", file.size
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    # The same file is kept once; one that no row names is swept away some time.
    kept = originals.save(f"{SOUNDS}/{digest.hexdigest()}.{suffix}", file)
    return Sound.objects.create(
        file=kept, digest=digest.hexdigest(), suffix=suffix, size=size,
        original_name=name[:LONGEST_NAME], created_by=by,
    )  # fmt: skip


def suffix_of(head):
    """By a file's first bytes how its name would end; None if it is none of KINDS."""
    if head.startswith(b"OggS"):
        return "ogg"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] == b"ftyp" and head[8:12] in (b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom"):
        return "m4a"
    # An ID3 tag, or the sync word of a frame of layer III (ISO/IEC 11172-3).
    is_a_frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2
    return "mp3" if head.startswith(b"ID3") or is_a_frame else None
