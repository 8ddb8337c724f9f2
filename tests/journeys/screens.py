"""The screens on which an open page is looked at: how wide they are, and whether it is night."""

SMALLEST, PHONE, DESK = (320, "light"), (390, "dark"), (1280, "light")
# What a page is made of is asked on the first screen; on the others only what depends on one.
ASKED_AGAIN = [
    *("color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"),
    *("image-redundant-alt", "bypass", "label", "link-name", "button-name"),
]


def show_on(page, screen):
    width, light = screen
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=light, reduced_motion="reduce")
