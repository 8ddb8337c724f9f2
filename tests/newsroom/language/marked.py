"""A paper in which every name, quote, caption and headline is written the other way than its pages.

Each of them becomes a mark, by which it is known again on a page.
"""

import itertools
import re
import string

import tinyhtml5
from django.apps import apps
from django.db.models import CharField, JSONField, TextField
from django.utils.translation import get_language_bidi

from articles.models import Story, triggers

HEBREW = "אבגדהוזחטכלמנ"
# By the direction of what is marked: what opens a mark, its letters, what ends it.
SHAPES = {"rtl": ("ק", HEBREW, "ק."), "ltr": ("Zq", string.ascii_lowercase[:13], "qz.")}
MARKS = {"rtl": re.compile("ק[א-נ]{3}ק\\."), "ltr": re.compile(r"Zq[a-m]{3}qz\.")}
LANGUAGES = {"rtl": "ar", "ltr": "en"}
APPS = ("accounts", "articles", "comments")
# What somebody writes for readers or colleagues to read, in one piece; all else that is text is
# named here, with why it has no mark.
WITHOUT = {
    "an address, or part of one": ("slug", "path", "email", "contact", "key"),
    "no words": (
        *("digest", "likeness", "colour", "brand", "brand_in_the_dark", "password"),
        *("original", "external_id", "kind", "what", "action", "pgp_fingerprint", "trouble"),
        *("widths", "avif_widths", "cropped", "crops", "inscribed", "content_credentials"),
    ),
    "HTML, a text of its own": ("body",),
    "several lines": ("key_facts",),
    "what search reads": ("names",),
    "of the log": ("details",),
}
NOT_MARKED = {*itertools.chain.from_iterable(WITHOUT.values())}
TABLES_WITHOUT = ("SearchEntry", "DeskEntry", "Announcement", "Imported", "OldAddress")

ISOLATED = re.compile("\u2068[^\u2069]*\u2069")  # in plain text

BLOCKS = set(
    "address article aside blockquote body caption dd div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header label legend li main nav ol option p pre section summary table "
    "td textarea th title tr ul".split()
)
# Letters of the pages' language.
OURS = {"rtl": re.compile("[A-Za-z]{2}"), "ltr": re.compile("[\u0621-\u064a]{2}")}
# Runs on from one text of a story into the next; all are in the story's language.
EXCERPT = "story-item__standfirst"
# What the paper may set around a quote.
AROUND_A_QUOTE = "“”„‚‘’«»‹›「」『』\"' \u00a0\u202f\n"


def mark_everything(direction):
    """Write a mark into every text of the paper that is there, in its direction."""
    opening, letters, closing = SHAPES[direction]
    numbers = itertools.product(letters, repeat=3)
    triggers.take_away()  # for the length of this test's transaction
    for model, fields in _fields():
        for row in model._base_manager.all():
            filled = [field for field in fields if getattr(row, field.attname)]
            values = {f.attname: f"{opening}{''.join(next(numbers))}{closing}" for f in filled}
            if values:
                model._base_manager.filter(pk=row.pk).update(**values)
    Story.objects.update(language=LANGUAGES[direction])


def not_isolated(html, direction):
    """The marks on a page that turn what stands around them, or are turned by it, in words."""
    tree = tinyhtml5.parse(html, namespace_html_elements=False)
    parents = {child: parent for parent in tree.iter() for child in parent}
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "title"):
            continue
        inside = [(element, element.text)]
        inside += [(element, child.tail) for child in element]
        for where, text in inside:
            for mark in MARKS[direction].findall(ISOLATED.sub("", text or "")):
                if problem := _problem(where, mark, parents, direction):
                    yield f"{problem}: {_around(where, parents)}"
            if problem := _turned(where, text or "", parents, direction):
                yield f"{problem}: {_around(where, parents)}"


def _problem(element, mark, parents, direction):
    line = [element, *_above(element, parents)]
    box = next(e for e in line if _is_a_box(e))
    said = _text_of(box).strip(AROUND_A_QUOTE)
    if box.tag == "option" or box.get("class") == EXCERPT:
        return ""  # a menu is drawn by the reader's system
    turned = next(e for e in line if e.tag == "bdi" or "dir" in e.attrib)
    way = turned.get("dir", "auto")
    if way == direction and turned is not box:
        return ""  # among words that are written as it is
    if said != mark:
        has_others = OURS[direction].search(said) or MARKS[direction].findall(said) != [mark]
        if turned is not box or way != "auto" or has_others:
            return f"stands beside {said!r}"
        return ""
    if way == "auto" and _text_of(turned).strip(AROUND_A_QUOTE) in ("", mark):
        return ""  # the first letter of the text decides, and it is the text's own
    return "" if way == direction else f"is set {way} by <{turned.tag}>"


def _turned(element, text, parents, direction):
    """What is wrong with words of ours, which are in the page's language and direction."""
    line = [element, *_above(element, parents)]
    if element.tag == "time" or not OURS[direction].search(MARKS[direction].sub("", text)):
        return ""  # base.css isolates what is a time
    language = next(e.get("lang") for e in line if "lang" in e.attrib)
    if language.startswith(LANGUAGES[direction]):
        return ""  # or the story's own text, which is not marked
    named = next(e for e in line if e.tag == "bdi" or "dir" in e.attrib)
    way = named.get("dir", "auto")
    return f"{text.strip()!r} is set {way}" if way == direction else ""


def _above(element, parents):
    while (element := parents.get(element)) is not None:
        yield element


def _is_a_box(element):
    return element.tag == "bdi" or "dir" in element.attrib or element.tag in BLOCKS


def _text_of(box):
    """What stands in a box, without the boxes that stand inside it."""
    parts = [box.text or ""]
    for child in box:
        if isinstance(child.tag, str) and not _is_a_box(child):
            parts.append(_text_of(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _around(element, parents):
    names = [f"{e.tag}.{e.get('class')}" if e.get("class") else e.tag
             for e in (element, *_above(element, parents))]  # fmt: skip
    return " < ".join(names[:5])


def _fields():
    for model in itertools.chain.from_iterable(apps.get_app_config(a).get_models() for a in APPS):
        if model._meta.proxy or model.__name__ in TABLES_WITHOUT:
            continue
        fields = [
            field
            for field in model._meta.concrete_fields
            if isinstance(field, (CharField, TextField))
            and not isinstance(field, JSONField)
            and not field.choices
            and not any(part in NOT_MARKED for part in (field.name, field.name.split("_")[-1]))
        ]
        if fields:
            yield model, fields


def other_way():
    """The direction that the pages do not have."""
    return "ltr" if get_language_bidi() else "rtl"
