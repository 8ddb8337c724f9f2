"""Which sizes of a picture there are, and what they are called."""

WIDTHS = (480, 750, 1100, 1600)  # pixels


def rendition_name(key, width, kind="webp"):
    """Where a rendition lies in the storage. `kind` is "webp" or, for machines, "jpg"."""
    return f"renditions/{key}/{width}.{kind}"


def card_width(widths):
    """The width whose JPEG exists: the largest of at most 1,100 pixels, else the smallest."""
    return max((width for width in widths if width <= 1100), default=min(widths))
