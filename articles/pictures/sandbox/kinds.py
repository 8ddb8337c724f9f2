"""Which kinds of files are pictures to us, told by their first bytes and by nothing else."""

HEAD = 64  # bytes, enough to tell

# By Pillow's name, how the file's own name ends.
SUFFIXES = {
    "JPEG": "jpg",
    "PNG": "png",
    "WEBP": "webp",
    "GIF": "gif",
    "AVIF": "avif",
    "HEIF": "heic",
}
MEDIA_TYPES = {kind: f"image/{kind.lower()}" for kind in SUFFIXES}
_AVIF = {b"avif", b"avis"}
_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_SIGNATURES = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
}


def kind_of(head):
    """The kind of the file that begins with these bytes, a key of SUFFIXES, or None."""
    for signature, kind in _SIGNATURES.items():
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        return _kind_by_brand(head)
    return None


def _kind_by_brand(head):
    """ISO/IEC 14496-12: the file's main brand, then those it is compatible with."""
    end = min(int.from_bytes(head[:4]), len(head))
    brands = {head[8:12], *(head[start : start + 4] for start in range(16, end, 4))}
    if brands & _AVIF:
        return "AVIF"
    return "HEIF" if brands & _HEIF else None
