"""The metadata inside a rendition: its credit and its copyright, and nothing else."""

from html import escape

from PIL import Image

from .prefilling import FORBIDDEN_CHARACTERS

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


def save_options(credit, copyright):  # noqa: A002 the field's name
    """Options for Pillow's `Image.save`, the Exif and XMP blocks as bytes; {} without either text.

    They fit JPEG, WebP and AVIF. Texts are put on one line.
    """
    credit, copyright = _one_line(credit), _one_line(copyright)  # noqa: A001
    if not credit and not copyright:
        return {}
    exif = Image.Exif()
    # As bytes: Pillow would turn what is not ASCII into question marks.
    if credit:
        exif[ARTIST] = credit.encode()
    if copyright:
        exif[COPYRIGHT] = copyright.encode()
    properties = CREDIT.format(escape(credit)) if credit else ""
    properties += RIGHTS.format(escape(copyright)) if copyright else ">"
    return {"exif": exif.tobytes(), "xmp": XMP.format(properties).encode()}


def _one_line(text):
    return " ".join(FORBIDDEN_CHARACTERS.sub(" ", text).split())
