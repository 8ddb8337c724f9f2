"""Which widths of a picture there are, and what their files are called."""

WIDTHS = (320, 480, 750, 1100, 1600, 2000)  # pixels
FORMATS = ("webp", "jpg", "avif")  # the suffixes of renditions


def widths_for(width):
    """The widths in which a picture of this width exists, ascending; never larger than it is."""
    widths = [each for each in WIDTHS if each < width]
    if len(widths) < len(WIDTHS):
        widths.append(width)
    return widths


def folder_of(key):
    """Where all renditions of the picture with this key lie in the storage."""
    return f"renditions/{key}"


def crop_prefix(ratio, tag):
    """What the names of a crop's files begin with; a crop of other edges has another tag."""
    return f"{ratio.replace(':', 'x')}-{tag}-"


def file_name(width, suffix="webp", ratio=None, tag=""):
    """What a rendition is called: "480.webp", or "3x2-1f2e3d4c-480.webp" if it is a crop.

    `suffix` is one of FORMATS.
    """
    return f"{crop_prefix(ratio, tag) if ratio else ''}{width}.{suffix}"


def rendition_name(key, width, suffix="webp"):
    """Where a rendition lies in the storage."""
    return f"{folder_of(key)}/{file_name(width, suffix)}"


def card_width(widths):
    """The width for whoever wants one: the largest of at most 1,100 pixels, or the smallest."""
    return max((width for width in widths if width <= 1100), default=min(widths))


def first_width(width):
    """The width that is made while somebody waits, of a picture of this width."""
    return min(width, 750)
