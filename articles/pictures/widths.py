"""Which sizes of a picture there are, and what they are called."""

WIDTHS = (320, 480, 750, 1100, 1600)  # pixels


def widths_for(width):
    """The widths in which a picture of this width exists, ascending; never larger than it is."""
    widths = [each for each in WIDTHS if each < width]
    if len(widths) < len(WIDTHS):
        widths.append(width)
    return widths


def folder_of(key):
    """Where all renditions of a picture lie in the storage."""
    return f"renditions/{key}"


def rendition_name(key, width, kind="webp"):
    """Where a rendition lies. `kind` is "avif", "webp" or, for machines, "jpg"."""
    return f"{folder_of(key)}/{width}.{kind}"


def card_width(widths):
    """The width whose JPEG exists: the largest of at most 1,100 pixels, else the smallest."""
    return max((width for width in widths if width <= 1100), default=min(widths))
