"""What an XMP packet (ISO 16684-1) says of a picture.

XMP is RDF in XML: a property may be an attribute or an element, one value or a list of them.
Names as in the IPTC Photo Metadata Standard 2025.1, https://iptc.org/std/photometadata/
"""

import re

from defusedxml import ElementTree

MAX_BYTES = 256 * 1024

# What XML forbids, raw or as a reference; cameras and programs write down what was typed. In UTF-8,
# in which nearly every packet is.
_FORBIDDEN = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xed[\xa0-\xbf][\x80-\xbf]|\xef\xbf[\xbe\xbf]"
    rb"|&#0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|6553[45]);"
    rb"|&#[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|[fF]{3}[efEF]);"
)
_UTF_16 = (b"\xfe\xff", b"\xff\xfe", b"<\0", b"\0<")

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_EXT = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"

_LISTS = frozenset({f"{_RDF}Alt", f"{_RDF}Bag", f"{_RDF}Seq"})
# The longest list that is read; what comes after is a mistake or an attack.
_MAX_ITEMS = 200

# Of each, one value is wanted: the first, in the best language.
_SINGLE = {
    "alt": f"{_CORE}AltTextAccessibility",
    "caption": f"{_DC}description",
    "credit": f"{_PHOTOSHOP}Credit",
    "copyright": f"{_DC}rights",
    "usage_terms": f"{_RIGHTS}UsageTerms",
    "taken_at": f"{_PHOTOSHOP}DateCreated",
    "source": f"{_EXT}DigitalSourceType",
}
_SEVERAL = {"creator": f"{_DC}creator", "keywords": f"{_DC}subject"}
# From the smallest to the largest. Nothing else of a place is taken, least of all where it lies.
_PLACE_PARTS = [f"{_EXT}{name}" for name in ("Sublocation", "City", "ProvinceState", "CountryName")]
_OLD_PLACE_PARTS = [
    f"{_CORE}Location",
    *(f"{_PHOTOSHOP}{name}" for name in ("City", "State", "Country")),
]


def read(packet):
    """What the packet says, as {field of Picture: list of texts}; only what is there.

    `packet` is bytes. Raises ValueError if it is larger than 256 KB, ParseError or
    DefusedXmlException (a ValueError) for what is no XML or brings entities along.
    """
    if len(packet) > MAX_BYTES:
        raise ValueError("The XMP packet is larger than 256 KB.")
    packet = packet.strip(b"\0 \r\n\t")
    if not packet.startswith(_UTF_16):
        packet = _FORBIDDEN.sub(b" ", packet)
    root = ElementTree.fromstring(packet, forbid_dtd=True)
    properties = {}
    for rdf in root.iter(f"{_RDF}RDF"):
        for description in rdf.findall(f"{_RDF}Description"):
            for name, value in _properties(description).items():
                properties.setdefault(name, value)
    found = {field: _texts(properties.get(name))[:1] for field, name in _SINGLE.items()}
    found |= {field: _texts(properties.get(name)) for field, name in _SEVERAL.items()}
    found |= {"people": _people(properties), "place": _place(properties)}
    return {field: texts for field, texts in found.items() if texts}


def _properties(node):
    """What stands inside a node, as {name: text or element}."""
    return {child.tag: child for child in reversed(node)} | node.attrib


def _people(properties):
    detailed = (_parts(item) for item in _items(properties.get(f"{_EXT}PersonInImageWDetails")))
    names = [name for parts in detailed for name in _texts(parts.get(f"{_EXT}PersonName"))[:1]]
    return _texts(properties.get(f"{_EXT}PersonInImage")) + names


def _place(properties):
    for name in ("LocationCreated", "LocationShown"):
        for item in _items(properties.get(f"{_EXT}{name}")):
            if place := _first_texts(_parts(item), _PLACE_PARTS):
                return place
    return _first_texts(properties, _OLD_PLACE_PARTS)


def _first_texts(properties, names):
    return [text for name in names for text in _texts(properties.get(name))[:1]]


def _texts(value):
    texts = (_text(item) for item in _items(value))
    return [text for text in texts if text.strip()]


def _items(value):
    """The values of a property; those in several languages with the best language first."""
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    for child in value:
        if child.tag in _LISTS:
            items = child.findall(f"{_RDF}li")[:_MAX_ITEMS]
            return sorted(items, key=_by_language) if child.tag == f"{_RDF}Alt" else items
    return [value]


def _by_language(item):
    language = item.get(_LANGUAGE, "").lower()
    return (language != "x-default", language.split("-")[0] != "en")


def _text(item):
    if isinstance(item, str):
        return item
    # A value with remarks about it stands in an element of its own.
    inner = _parts(item).get(f"{_RDF}value", item)
    text = inner if isinstance(inner, str) else inner.text
    return text if text and text.strip() else item.get(f"{_RDF}resource", "")


def _parts(item):
    """What a value that has parts consists of, as {name: text or element}."""
    if isinstance(item, str):
        return {}
    inner = item.find(f"{_RDF}Description")
    return _properties(item if inner is None else inner)
