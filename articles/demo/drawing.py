"""Plain pictures for a site without any: the sea under the sky, at different hours."""

import io

from PIL import Image, ImageDraw

HOURS = {
    "dawn": ("#e8b8a0", "#5a6f86"),
    "morning": ("#bcd7ea", "#3f6f8f"),
    "noon": ("#8fc3ea", "#2d6a93"),
    "afternoon": ("#a9c9dd", "#456f7d"),
    "dusk": ("#c98f8a", "#3c4a63"),
    "night": ("#27304a", "#141a2b"),
}
SIZE = (960, 640)  # pixels


def drawings():
    """Yield (open PNG file, fields of Picture) for each."""
    for hour, (sky, sea) in HOURS.items():
        image = Image.new("RGB", SIZE, sky)
        ImageDraw.Draw(image).rectangle((0, SIZE[1] * 0.58, *SIZE), fill=sea)
        file = io.BytesIO()
        image.save(file, "PNG")
        file.seek(0)
        yield (
            file,
            {
                "alt": f"A drawing of the open sea at {hour}, without a boat",
                "caption": f"The sea at {hour}.",
                "credit": "Drawn by the computer",
            },
        )
