"""What a style says of the words in it: as far as a body can say it too."""

import re

DECLARATION = re.compile(r"\s*([\w-]+)\s*:\s*([^;]*)")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
SELECTOR = re.compile(r"([a-z][a-z0-9]*)?(?:\.([\w-]+))?", re.IGNORECASE)
HEAVY = re.compile(r"bold|bolder|[6-9]\d\d|1000")
BY_TAG = {
    "b": {"font-weight": "bold"},
    "strong": {"font-weight": "bold"},
    "i": {"font-style": "italic"},
    "em": {"font-style": "italic"},
    "s": {"text-decoration": "line-through"},
    "strike": {"text-decoration": "line-through"},
    # Somebody took it out under everybody's eyes: the editor decides, and no two words are one.
    "del": {"text-decoration": "line-through"},
    "sub": {"vertical-align": "sub"},
    "sup": {"vertical-align": "super"},
    "code": {"code": "yes"},
    "kbd": {"code": "yes"},
    "samp": {"code": "yes"},
    "tt": {"code": "yes"},
}
# In the order in which they stand around a word.
MARKS = ("strong", "em", "s", "sub", "sup", "code")


def declarations(text):
    return {
        match[1].lower(): match[2].strip().lower()
        for each in text.split(";")
        if (match := DECLARATION.match(each))
    }


def rules(sheet):
    """(tag or "", class or "", declarations) of the plain rules of a style sheet."""
    for rule in RULE.finditer(COMMENT.sub("", sheet)):
        for selector in rule[1].split(","):
            match = SELECTOR.fullmatch(selector.strip())
            if match and match[0]:
                yield (match[1] or "").lower(), (match[2] or "").lower(), declarations(rule[2])


def of(element, sheet):
    """All that is declared for an element: by its name, by a style sheet, by its own style."""
    found = dict(BY_TAG.get(element.tag, {}))
    for tag, name, declared in sheet:
        if tag in ("", element.tag) and (not name or element.has_class(name)):
            found |= declared
    return found | declarations(element.attributes.get("style", ""))


def marks(style, around):
    """The marks of words in this style, among those that stand `around` it."""
    found = set(around)

    def say(mark, is_so):
        (found.add if is_so else found.discard)(mark)

    if font := style.get("font"):
        say("strong", any(_is_heavy(word) for word in font.split()))
        say("em", "italic" in font or "oblique" in font)
    if (weight := style.get("font-weight")) and weight != "inherit":
        say("strong", _is_heavy(weight))
    if (slant := style.get("font-style")) and slant != "inherit":
        say("em", slant.startswith(("italic", "oblique")))
    if "line-through" in style.get("text-decoration", "") + style.get("text-decoration-line", ""):
        found.add("s")
    if style.get("vertical-align") in ("sub", "super"):
        found -= {"sub", "sup"}
        found.add("sub" if style["vertical-align"] == "sub" else "sup")
    if "code" in style:
        found.add("code")
    return found


def _is_heavy(word):
    return HEAVY.fullmatch(word) is not None
