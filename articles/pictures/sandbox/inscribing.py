"""What a rendition says of itself: its credit and its copyright, and nothing else."""

from html import escape

from PIL import Image

from .prefilling import NOT_TEXT

ARTIST, COPYRIGHT = 0x013B, 0x8298  # Exif 2.32, 4.6.4
# XMP as ISO 16684-1 has it; the properties are those of the IPTC's Photo Metadata Standard.
XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about=""{}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
)
CREDIT = ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="{}"'
RIGHTS = (
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:rights><rdf:Alt>'
    '<rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:rights>'
)


def inscription(credit, copyright):  # noqa: A002 the name of the thing
    """What Pillow is to write into a JPEG, WebP or AVIF; nothing if there is nothing to say."""
    credit, copyright = _clean(credit), _clean(copyright)  # noqa: A001
    if not credit and not copyright:
        return {}
    exif = Image.Exif()
    # As bytes: Pillow would turn what is not ASCII into question marks.
    if credit:
        exif[ARTIST] = credit.encode()
    if copyright:
        exif[COPYRIGHT] = copyright.encode()
    said = CREDIT.format(escape(credit)) if credit else ""
    said += RIGHTS.format(escape(copyright)) if copyright else ">"
    return {"exif": exif.tobytes(), "xmp": XMP.format(said).encode()}


def _clean(text):
    return " ".join(NOT_TEXT.sub(" ", text).split())
