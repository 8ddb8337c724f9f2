"""Renditions: the sizes and formats in which readers get a picture."""

from pathlib import Path

from PIL import Image

# By the suffix of a file, Pillow's name of the format and options of its encoder.
ENCODER_OPTIONS = {
    "webp": ("WEBP", {"quality": 74, "method": 3}),
    "jpg": ("JPEG", {"quality": 82, "progressive": True}),
    # A quarter smaller than WebP to the same eye, and three times the work.
    "avif": ("AVIF", {"quality": 55, "speed": 8, "max_threads": 1}),
}
# While somebody waits: a third of the time, and a few more bytes.
FAST_ENCODER_OPTIONS = {
    "webp": ("WEBP", {"quality": 74, "method": 1}),
    "jpg": ("JPEG", {"quality": 82}),
}


def make(image, sizes, folder, *, metadata, prefix="", options=ENCODER_OPTIONS):
    """Write an upright RGB image into new files called prefix + "480.webp"; return their names.

    `sizes` maps widths in pixels to suffixes (keys of `options`); `metadata` are the save options
    of rendition_metadata.py. Raises OSError if a file cannot be written.
    """
    names = []
    for width in sorted(sizes, reverse=True):
        # Each from the one before: four times faster, and no eye sees the difference.
        image = _resized(image, width)
        for suffix in sizes[width]:
            names.append(f"{prefix}{width}.{suffix}")
            file_format, encoder_options = options[suffix]
            with Path(folder, names[-1]).open("xb") as file:
                image.save(file, file_format, **encoder_options, **metadata)
    return names


def average_colour(image):
    """The mean of an RGB image as "#rrggbb"."""
    red, green, blue = image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _resized(image, width):
    if image.width == width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2)
