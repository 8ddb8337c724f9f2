"""Which fonts a page in a language preloads (see static/css/fonts.css)."""

from django import template

register = template.Library()

LATIN = ("headline-600", "text")
LATIN_1 = (*LATIN, "headline-600-latin-1", "text-latin-1")
LATIN_EXT = (*LATIN, "headline-600-latin-ext", "text-latin-ext")
ARABIC = ("headline-600-arabic", "text-400-arabic")
HEBREW = ("text-700-hebrew", "text-400-hebrew")
PRELOADED = {
    **dict.fromkeys("ca da de es fi fr is it nb nl pt sv".split(), LATIN_1),
    **dict.fromkeys("cs et hr hu lt lv pl ro sk sl tr".split(), LATIN_EXT),
    **dict.fromkeys("ar ckb ps sd ug ur".split(), ARABIC),
    **dict.fromkeys("he yi".split(), HEBREW),
    "fa": ("headline-600-arabic", "farsi-400-arabic"),
    # Caslon has no Vietnamese letters; headlines are set in the text face.
    "vi": ("text", "text-vietnamese"),
}


@register.filter
def fonts_to_preload(language):
    """The static paths of the fonts that a page in `language` ("de-at") shows at once."""
    return [f"fonts/{name}.woff2" for name in PRELOADED.get(language.split("-")[0], LATIN)]
