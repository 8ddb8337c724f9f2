"""The paper's own colour as a style sheet: custom properties and nothing else.

A file of its own because the content security policy allows no style inside a page. Its name
says what is in it, so that browsers and caches may keep it for ever.
"""

import hashlib
from functools import lru_cache

# The wash is the background of hovered links and of selected text: ink is read on it.
SHEET = """:root {{
  --brand: light-dark({light}, {dark});
  --brand-wash: light-dark(color-mix(in oklab, {light} 11%, #fff), \
color-mix(in oklab, {dark} 22%, #0f1412));
}}
"""


def css(light, dark):
    """The sheet for a brand colour on white paper and on dark paper, both as "#rrggbb"."""
    return SHEET.format(light=light, dark=dark)


@lru_cache(maxsize=8)
def key(sheet):
    """A hash of a sheet for its address, 16 hexadecimal digits."""
    return hashlib.blake2s(sheet.encode(), digest_size=8).hexdigest()
