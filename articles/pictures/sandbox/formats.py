"""Which file formats are pictures to us, told by their signature (magic number) alone."""

HEAD_BYTES = 64  # enough to tell

# By Pillow's name of the format, the suffix of our file.
SUFFIXES = {
    "JPEG": "jpg",
    "PNG": "png",
    "WEBP": "webp",
    "GIF": "gif",
    "AVIF": "avif",
    "HEIF": "heic",
}
MEDIA_TYPES = {file_format: f"image/{file_format.lower()}" for file_format in SUFFIXES}
_AVIF = {b"avif", b"avis"}
_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_SIGNATURES = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
}


def detect(head):
    """The format of the file that begins with these HEAD_BYTES: a key of SUFFIXES, or None."""
    for signature, file_format in _SIGNATURES.items():
        if head.startswith(signature):
            return file_format
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        return _format_by_brand(head)
    return None


def _format_by_brand(head):
    """ISO/IEC 14496-12: the file's major brand, then those it is compatible with."""
    end = min(int.from_bytes(head[:4]), len(head))
    brands = {head[8:12], *(head[start : start + 4] for start in range(16, end, 4))}
    if brands & _AVIF:
        return "AVIF"
    return "HEIF" if brands & _HEIF else None
