"""Which typefaces open a page in a language (see static/css/fonts.css)."""

from django import template

register = template.Library()

LATIN = ("headline-600", "text")
LATIN_1 = (*LATIN, "headline-600-latin-1", "text-latin-1")
LATIN_EXT = (*LATIN, "headline-600-latin-ext", "text-latin-ext")
ARABIC = ("headline-600-arabic", "text-400-arabic")
HEBREW = ("text-700-hebrew", "text-400-hebrew")
OPENING = {
    **dict.fromkeys("ca da de es fi fr is it nb nl pt sv".split(), LATIN_1),
    **dict.fromkeys("cs et hr hu lt lv pl ro sk sl tr".split(), LATIN_EXT),
    **dict.fromkeys("ar ckb ps sd ug ur".split(), ARABIC),
    **dict.fromkeys("he yi".split(), HEBREW),
    "fa": ("headline-600-arabic", "farsi-400-arabic"),
    # Caslon has no Vietnamese letters; headlines are set in the text face.
    "vi": ("text", "text-vietnamese"),
}


@register.filter
def opening_faces(language):
    """The font files that a page in `language` needs before its first line is drawn."""
    return [f"fonts/{face}.woff2" for face in OPENING.get(language.split("-")[0], LATIN)]
