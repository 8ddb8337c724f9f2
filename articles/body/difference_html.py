"""The HTML of a difference (see comparing.py): <ins>, <del> and words that say what they show.

Each run of words closes every tag that it opens, and all text is escaped here. What we say
ourselves is in the language that is active.
"""

import html
from itertools import groupby, takewhile

from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from articles.body import boxes

LISTS = ("ul", "ol")
CLASSES = {"h": "heading", "row": "row", "caption": "heading", "box": "what"}
OPENING_WORDS = 6  # of a block that has moved


class Page:
    """Writes the parts of an edited page, and counts the `changes`.

    `things` maps (kind, id) to pictures, galleries and quotes that may be named.
    """

    def __init__(self, things):
        self.things = things
        self.changes = 0
        self.signs = {
            "ins": (gettext("Added:"), gettext("End of what was added.")),
            "del": (gettext("Removed:"), gettext("End of what was removed.")),
        }

    def in_line(self, runs):
        """Runs of words, as `comparing.changed` gives them, in one line."""
        parts = []
        for what, old, new in runs:
            if what == "same":
                parts += self._same(old, new)
                continue
            self.changes += 1
            if old:
                parts += [_space(old), self._signed("del", _run(old, links=False))]
            if new:
                space = _space(new) or (" " if old and (_space(old) or len(parts) <= 2) else "")
                parts += [space, self._signed("ins", _run(new))]
        return _safe("".join(parts).strip())

    def lead_picture(self, before, after):
        """What is to be seen on the picture that opens the story; "" if it is the same, or none."""
        if before == after:
            return ""
        self.changes += 1
        parts = []
        for sign, pk in (("del", before), ("ins", after)):
            if pk:
                words = html.escape(self._named("picture", pk))
                parts.append(self._signed(sign, words))
        return _safe(" ".join(parts))

    def text(self, steps, changed):
        """A body. `changed` makes runs of two blocks' words."""
        lines = [self._line(changed, *step) for step in steps]
        return _safe("".join(_within_boxes(lines)))

    # Blocks

    def _line(self, changed, what, old, new):
        """(in a box, kind, classes, HTML) of one step."""
        block = new or old
        if what == "same":
            inside = self._stayed(changed, old, new)
        elif what == "edited":
            inside = self.in_line(changed(old.words, new.words))
            inside += self._said(_also_changed(old, new))
        else:
            self.changes += what != "moved here"  # a move is one change
            inside = self._come_or_gone(what, block)
        return block.in_box, block, what.partition(" ")[0], inside

    def _stayed(self, changed, old, new):
        inside = self._words(new) or self.in_line(changed(old.words, new.words))
        return inside + self._said(_also_changed(old, new))

    def _come_or_gone(self, what, block):
        words = self._words(block) or _run(block.words, links=what != "removed")
        if what == "moved from here":
            opening = self._words(block) or html.escape(_opening(block))
            return f'<span class="difference__said">{gettext("Moved from here:")}</span> {opening}'
        if what == "moved here":
            return f'<span class="difference__said">{gettext("Moved here:")}</span> {words}'
        return self._signed("del" if what == "removed" else "ins", words)

    def _words(self, block):
        """Words for what has none itself; "" for a block of text."""
        if block.kind == "box":
            return gettext("Box: %(kind)s") % {"kind": boxes.KINDS.get(block.of, "")}
        if block.kind == "line":
            return gettext("A line across")
        if block.id:
            return html.escape(self._named(block.kind, block.id))
        return ""

    def _named(self, kind, pk):
        thing = self.things.get((kind, pk))
        if kind == "picture":
            if thing is None:
                return gettext("A picture that is no longer shown")
            return gettext("Picture: %(words)s") % {"words": thing.alt or thing.caption}
        if kind == "gallery":
            if thing is None:
                return gettext("A gallery that is no longer shown")
            return gettext("Gallery: %(title)s") % {"title": thing.title}
        if thing is None:
            return gettext("A quote that is no longer shown")
        words = {"text": thing.text, "speaker": thing.speaker}
        return gettext("Quote: “%(text)s”, %(speaker)s") % words

    # Words

    def _signed(self, sign, words):
        """For eyes a line under or through the words, for ears what that means."""
        begins, ends = self.signs[sign]
        return (
            f'<{sign}><span class="visually-hidden">{begins} </span>{words}'
            f'<span class="visually-hidden"> {ends} </span></{sign}>'
        )

    def _same(self, old, new):
        """Words that stayed; where a link or the lettering did not, that is said."""
        is_same = [a.lettering == b.lettering and (a.space == "\n") == (b.space == "\n")
                   for a, b in zip(old, new, strict=True)]  # fmt: skip
        if all(is_same):
            return [_space(new), _run(new)]
        parts = []
        for same, group in groupby(zip(is_same, old, new, strict=True), key=lambda row: row[0]):
            rows = list(group)
            after = [word for _, _, word in rows]
            parts += [_space(after), _run(after)]
            if not same:
                before = [word for _, word, _ in rows]
                has_new_link = _links(before) != _links(after)
                said = gettext("link changed") if has_new_link else gettext("lettering changed")
                parts.append(self._said(said))
        return parts

    def _said(self, words):
        if not words:
            return ""
        self.changes += 1
        return f' <span class="difference__said">[{words}]</span>'


def _also_changed(old, new):
    if old.of == new.of:
        return ""
    return gettext("shown in another size") if new.id else gettext("heading of another level")


def _within_boxes(lines):
    """Items in lists, quotes in blockquotes, and what stands in a box in one."""
    for (in_box, _), group in groupby(_numbered(lines), key=lambda row: row[0]):
        rows = [line for _, line in group]
        yield '<div class="difference__box">' if in_box else ""
        for kind, same_kind in groupby(rows, key=lambda line: line[1].kind):
            around = kind if kind in LISTS else "blockquote" if kind == "quote" else ""
            yield f"<{around}>" if around else ""
            yield from (_element(kind, *line[1:]) for line in same_kind)
            yield f"</{around}>" if around else ""
        yield "</div>" if in_box else ""


def _numbered(lines):
    """With the number of the box it stands in, because two boxes may stand side by side."""
    box = 0
    for line in lines:
        box += line[1].kind == "box"
        yield (line[0], box if line[0] else 0), line


def _element(kind, block, what, inside):
    name = "li" if kind in LISTS else "pre" if kind == "pre" else "p"
    classes = [
        CLASSES.get(kind, "what" if block.id else ""),
        "" if what in ("same", "edited") else what,
    ]
    written = " ".join(f"difference__{each}" for each in classes if each)
    return (
        f'<{name} class="{written}">{inside}</{name}>' if written else f"<{name}>{inside}</{name}>"
    )


def _space(words):
    return "<br>" if words[0].space == "\n" else words[0].space


def _run(words, links=True):
    """Words with their lettering, without the space before the first."""
    parts, around = [], ()
    for number, word in enumerate(words):
        lettering = word.lettering
        if not links:
            lettering = tuple(tag for tag in lettering if tag[0] != "a")
        space = _space([word]) if number else ""
        if lettering == around:
            parts.append(space)
        else:
            shared = _shared(around, lettering)
            parts += [f"</{name}>" for name, _ in reversed(around[shared:])]
            parts.append(space)
            parts += [_opened(*tag) for tag in lettering[shared:]]
            around = lettering
        parts.append(html.escape(word.text, quote=False))
    parts += [f"</{name}>" for name, _ in reversed(around)]
    return "".join(parts)


def _shared(around, lettering):
    """How many tags stay open."""
    return sum(takewhile(bool, (a == b for a, b in zip(around, lettering, strict=False))))


def _opened(name, href):
    return f'<a href="{href}">' if name == "a" else f"<{name}>"


def _links(words):
    return [tag for word in words for tag in word.lettering if tag[0] == "a"]


def _opening(block):
    words = "".join(word.space + word.text for word in block.words[:OPENING_WORDS])
    if len(block.words) > OPENING_WORDS:
        words += " …"
    return gettext("“%(words)s”") % {"words": words}


def _safe(text):
    # Built here from escaped words and the tags above.
    return mark_safe(text)  # noqa: S308
