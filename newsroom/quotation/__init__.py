"""Quotation marks as the language of a text has them: “…”, „…“, « … », 「…」.

marks.json is what Unicode's CLDR says of each language (tooling/cut_quotation_marks.py writes it;
LICENSE is that of the data), for Babel leaves it out. HOUSE is where newspapers differ from it.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from babel.core import get_global
from django.conf import settings
from django.utils.translation import get_language, to_locale

from .nesting import outermost_removed, with_inner_marks
from .scripts import language_of


class Marks(NamedTuple):
    """What stands around a quote, and around one inside it, with the spaces that belong to them."""

    start: str
    end: str
    inner_start: str
    inner_end: str


# French sets its marks off by spaces that break no line.
HOUSE = {
    "ar": Marks("«", "»", "”", "“"),
    "es": Marks("«", "»", "“", "”"),
    "es-419": Marks("“", "”", "‘", "’"),
    "fr": Marks("«\u00a0", "\u00a0»", "“", "”"),
    "fr-ca": Marks("«\u00a0", "\u00a0»", "“", "”"),
    "nl": Marks("‘", "’", "“", "”"),
}


def quoted(text, language=None):
    """The text between the marks of its language, quotes inside it between those for the inside.

    Marks that somebody has typed at its ends are not doubled. `language` is what it is thought to
    be in, the active one unless given; letters of another script count more.
    """
    text = outermost_removed(str(text).strip())
    if not text:
        return ""
    marks = marks_of(language_of(text, language or get_language()))
    return f"{marks.start}{with_inner_marks(text, marks)}{marks.end}"


def marks_of(language):
    """The Marks of a language by its code ("de-at"); of one unknown those of the paper's."""
    return _known(language) or _known(settings.LANGUAGE_CODE) or _known("en")


@lru_cache(maxsize=256)
def _known(language):
    for name in _names(to_locale(language)):
        if name in HOUSE:
            return HOUSE[name]
        if name in _cldr():
            return Marks(*_cldr()[name])
    return None


def _names(locale):
    """Names to look a locale up by: its own, that of its script, those it inherits from."""
    likely = get_global("likely_subtags").get(locale, locale).split("_")
    parent = get_global("parent_exceptions").get(locale, locale)
    language = locale.partition("_")[0]
    for name in (locale, "_".join(likely[:2]), parent, language):
        yield name.lower().replace("_", "-")


@lru_cache(maxsize=1)
def _cldr():
    return json.loads(Path(__file__).with_name("marks.json").read_text(encoding="utf-8"))
