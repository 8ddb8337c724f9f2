"""What cameras, programs and scanners write where people write captions.

The one list of it. A paper adds its own by the setting PICTURE_NO_CAPTIONS. Each entry is compared
with the whole of a text, never with a part of one: “Sony DSC sales fall” is a caption.
"""

import json
import re
from functools import cache

# In capitals or not.
_TEXTS = frozenset(
    {
        # cameras
        *("sony dsc", "digital camera", "digital still camera", "digital image", "applemark"),
        *("exif_jpeg_picture", "exif_jpeg_t422", "exif jpeg", "exif", "jpeg", "jfif", "dcim"),
        *("samsung camera pictures", "samsung techwin", "camera", "camera phone", "fujifilm"),
        *("lead technologies inc. v1.01", "kodak easyshare", "my pictures", "hdr", "cmos", "ccd"),
        # programs
        *("picasa", "adobe photoshop", "photoshop", "lightroom", "gimp", "paint", "instagram"),
        *("screenshot", "screen shot", "screen capture", "screencap", "screencapture", "snapshot"),
        *("bildschirmfoto", "capture d’écran", "captura de pantalla", "captura de tela"),
        *("schermata", "skärmavbild", "schermafbeelding", "снимок экрана", "لقطة شاشة"),
        # forms that nobody has filled in
        *(
            "untitled",
            "default",
            "unnamed",
            "unknown",
            "none",
            "null",
            "(null)",
            "nil",
            "n/a",
            "na",
        ),
        *("undefined", "empty", "blank", "tbd", "todo", "description", "image description"),
        *("caption", "title", "comment", "comments", "user comment", "user comments"),
        *("binary comment", "no comment", "no description", "no caption", "no title"),
        *("no description available", "add a caption", "add caption", "enter caption here"),
        *("type caption here", "your caption here", "caption writer", "ascii", "unicode", "jis"),
        *("image", "picture", "photo", "photograph", "img", "pic", "foto", "bild", "download"),
        *("ohne titel", "unbenannt", "sans titre", "sin título", "senza titolo", "sem título"),
    }
)
# Modes of telephones (Huawei, Honor). In small letters only: EDF is also a company.
_CODES = frozenset(
    {
        *("dav", "sdr", "cof", "oznor", "ptr", "mde", "edf", "rhdr", "hdrpl", "nor", "rbt", "fbt"),
        *("btf", "bty", "bst", "btr", "rpt", "rptnr", "odf", "opt", "cfr", "oznorwo", "oznorco"),
        *("oznor_soft", "cof_soft", "fbf", "vsco", "sdn", "mdb"),
    }
)
_MAKERS = (
    "agfa|benq|canon|casio|concord|epson|fuji|fujifilm|fuji photo film|ge|hp|hewlett-packard"
    "|jenoptik|jvc|kodak|konica|konica minolta|kyocera|leica|lg|medion|minolta|motorola|mustek"
    "|nikon|nokia|olympus|panasonic|pentax|polaroid|praktica|premier|ricoh|rollei|samsung"
    "|samsung techwin|sanyo|seiko epson|sigma|sony|toshiba|traveler|vivitar|yashica|asahi optical"
    "|eastman kodak"
)
_PROGRAMS = (
    "acdsee|adobe [a-z ]+|affinity [a-z]+|afterlight|canva|capture one|darktable|digikam|ebay|ezgif"
    "|fotor|gimp|google|gthumb|hipstamatic|imagemagick|inkscape|instasize|ipiccy|irfanview|jpegmini"
    "|krita|lightroom|luminar|microsoft [a-z ]+|moldiv|nokia refocus|paint\\.net|paint shop pro"
    "|photofiltre|photopea|photoscape|photoshop|picasa|picmonkey|picsart|pixelmator|pixlr|polarr"
    "|prisma|rawtherapee|rni films|snapseed|tinypng|vsco(?:cam)?|xnview"
)
_SUFFIXES = (
    "jpe?g|jfif|png|gif|tiff?|webp|hei[cf]|avif|bmp|psd|cr[23]|nef|arw|dng|raf|orf|rw2|raw|mp4|mov"
)
# What file names begin with, before their numbers.
_NAMES = (
    "_?dsc[fn]?|dscn|_?img|_?mg|pict|pic|image|img|photo|foto|picture|mvi|vid|mov|gopr|gp|dji|pxl"
    "|sam|wp|cimg|hpim|imgp|imag|kif|stp|sta|sdc|cam|capture|scan|scanned|fb_img|received|signal"
    "|whatsapp image|unnamed|untitled|download|snapchat|mosaic|burst|pano|fullsizerender"
)
_WORDS = "image|img|photo|foto|picture|pic|bild|scan|unnamed|untitled|download"
_SHOTS = (
    "screen ?shots?|screen capture|screencapture|bildschirmfoto|capture d[’']écran"
    "|captura de (?:pantalla|tela)|schermata|skärmavbild|schermafbeelding"
)
_BETWEEN = r"(?:[-_ .~]{1,3}(?:(?:at|um|à|om|kl|wa|mp|am|pm|edit|copy)[-_ .]{0,2})?|wa|mp|t)"
_PATTERNS = [
    rf"(?:{_MAKERS})(?: corporation| company| co\.?,? ?ltd\.?| inc\.?)?,? "
    r"(?:digital )?(?:still )?camera(?: pictures?)?",
    r"sony dsc[- ]?[a-z]{0,3}\d+\w{0,4}",
    r"<[^<>]{1,80}>",  # <KENOX S630 / Samsung S630>
    rf"(?:created|made|processed|edited|generated|produced|converted|optimi[sz]ed|exported|scanned"
    rf"|file written|saved|developed) (?:with|by|using|in) (?:the )?(?:{_PROGRAMS})[®™]?"
    r"(?:[ ,]+(?:for \w+|on \w+|app|software|v?\d[\w.]*|with \w+ preset|https?://\S+))*[ .]*",
    r"creator: gd-jpeg\b.*",
    r"processed by ebay with .*",
    rf"[^\s/\\]+\.(?:{_SUFFIXES})",
    rf"(?:(?:{_NAMES})[-_ ]{{0,3}}\d{{3,}}|(?:{_WORDS})(?:[-_]?\d+|(?= ?\()))(?:{_BETWEEN}\d+)*"
    rf"(?:[-_ .]?\w{{1,3}})?(?: ?\(\d+\))?(?:\.(?:{_SUFFIXES}))?",
    r"p_?\d{7,8}",
    r"\d{8}[-_ ]\d{4,9}(?:[-_]\w{1,5})?",
    rf"(?:{_SHOTS})[-_ ]?(?:\d|\().*",
    r"(?:[a-z]:)?[/\\]?(?:[^\s/\\]+[/\\])*dcim(?:[/\\]\S*)?",
    r"1\d\d(?:canon|nikon|apple|media|msdcf|_?pana|olymp|andro|gopro|_?fuji|ricoh)\w{0,3}",
]
# Longer than any of those: what telephones note of a scene, what a generator of pictures was told.
_MAX_LENGTH = 200
_NOTES = re.compile(
    r"(?:filter|filterIntensity|fileterIntensity|module|modeInfo|sceneMode|AI_Scene) ?: ?\S"
    r"|.{0,10000}\bSteps: \d+, Sampler: ",
    re.DOTALL,
)
_NUMBERS_ALONE = re.compile(r"[\d\s_.,:;/()+-]+")
_YEAR = re.compile(r"1[89]\d\d|20\d\d")
_PROCESSED_BY = re.compile(r"[Pp]rocessed (?:by|with) [A-Z]\w*(?: v?\d\S*)?")


def says_nothing(text, more=()):
    """Whether this whole text is what a machine has written. `more` are entries of the paper's own
    (a tuple), in which “*” stands for anything."""
    text = re.sub(r'^charset="?\w+"?\s+', "", " ".join(text.replace("\0", " ").split()))
    if not any(map(str.isalnum, text)):
        return True
    if _NOTES.match(text) or _is_json(text):
        return True
    if len(text) > _MAX_LENGTH:
        return False
    folded = text.casefold().strip("\"'“”. ")
    return (
        folded in _FOLDED
        or text in _CODES
        or bool(_compiled(tuple(more)).fullmatch(folded))
        or bool(_PROCESSED_BY.fullmatch(text))
        or bool(_NUMBERS_ALONE.fullmatch(text) and not _YEAR.fullmatch(text))
    )


_FOLDED = frozenset(map(str.casefold, _TEXTS))


@cache
def _compiled(more):
    # An entry of "*" alone would take every caption.
    more = [each.casefold().strip() for each in more if re.search(r"\w\w", each)]
    own = [re.escape(each).replace(r"\*", ".*") for each in more]
    return re.compile("|".join(f"(?:{each})" for each in (*_PATTERNS, *own)), re.DOTALL)


def _is_json(text):
    if not text.startswith(("{", "[")):
        return False
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False
