"""The HTML of a difference (see comparing.py): <ins>, <del> and words that say what they show.

Each run of words closes every tag that it opens, and all text is escaped here. What we say
ourselves is in the language that is active.
"""

import html
from itertools import groupby, takewhile

from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from articles.body import boxes
from articles.body.blocks import NOTE
from newsroom.quotation import quoted
from newsroom.templatetags.direction import bdi

LISTS = ("ul", "ol")
CLASSES = {"h": "heading", "row": "row", "caption": "heading"} | dict.fromkeys(
    ("box", "frame", "audio"), "what"
)
OPENING_WORDS = 6  # of a block that has moved


class DifferenceWriter:
    """Writes the parts of an edited page, and counts the `changes`.

    `embedded` maps (kind, id) to pictures, galleries and quotes that may be named.
    """

    def __init__(self, embedded):
        self.embedded = embedded
        self.changes = 0
        self.labels = {
            "ins": (gettext("Added:"), gettext("End of what was added.")),
            "del": (gettext("Removed:"), gettext("End of what was removed.")),
        }

    def inline(self, runs):
        """Runs of words, as `comparing.changed` gives them, in one line."""
        parts = []
        for tag, old, new in runs:
            if tag == "same":
                parts += self._same(old, new)
                continue
            self.changes += 1
            if old:
                parts += [_space(old), self._marked("del", _run(old, links=False))]
            if new:
                space = _space(new) or (" " if old and (_space(old) or len(parts) <= 2) else "")
                parts += [space, self._marked("ins", _run(new))]
        return _safe("".join(parts).strip())

    def lead_picture(self, before, after):
        """What is to be seen on the picture that opens the story; "" if it is the same, or none."""
        if before == after:
            return ""
        self.changes += 1
        parts = []
        for tag, pk in (("del", before), ("ins", after)):
            if pk:
                parts.append(self._marked(tag, self._name("picture", pk)))
        return _safe(" ".join(parts))

    def body(self, steps, changed):
        """A body, from `comparing`'s steps; `changed` makes runs of two blocks' words."""
        lines = [self._line(changed, *step) for step in steps]
        return _safe("".join(_within_boxes(lines)))

    # Blocks

    def _line(self, changed, tag, old, new):
        """(is in a box, block, class, HTML) of one step."""
        block = new or old
        if tag == "same":
            inside = self._stayed(changed, old, new)
        elif tag == "edited":
            inside = self.inline(changed(old.words, new.words))
            inside += self._note(_also_changed(old, new))
        else:
            self.changes += tag != "moved here"  # a move is one change
            inside = self._moved_added_or_removed(tag, block)
        return block.in_box, block, tag.partition(" ")[0], inside

    def _stayed(self, changed, old, new):
        inside = self._label(new) or self.inline(changed(old.words, new.words))
        return inside + self._note(_also_changed(old, new))

    def _moved_added_or_removed(self, tag, block):
        markup = self._label(block) or _run(block.words, links=tag != "removed")
        if tag == "moved from here":
            opening = self._label(block) or html.escape(_opening(block))
            return f'<span class="difference__said">{gettext("Moved from here:")}</span> {opening}'
        if tag == "moved here":
            return f'<span class="difference__said">{gettext("Moved here:")}</span> {markup}'
        return self._marked("del" if tag == "removed" else "ins", markup)

    def _label(self, block):
        """What names a block without text of its own; "" for a block of text."""
        if block.kind == "box":
            return gettext("Box: %(kind)s") % {"kind": boxes.KINDS.get(block.variant, "")}
        if block.kind == "line":
            return gettext("A line across")
        if block.id:
            return self._name(block.kind, block.id)
        return ""

    def _name(self, kind, pk):
        row = self.embedded.get((kind, pk))
        if kind == "picture":
            if row is None:
                return gettext("A picture that is no longer shown")
            return gettext("Picture: %(words)s") % {"words": bdi(row.alt or row.caption)}
        if kind == "gallery":
            if row is None:
                return gettext("A gallery that is no longer shown")
            return gettext("Gallery: %(title)s") % {"title": bdi(row.title)}
        if row is None:
            return gettext("A quote that is no longer shown")
        return gettext("Quote: %(text)s, %(speaker)s") % {
            "text": bdi(quoted(row.text)),
            "speaker": bdi(row.speaker),
        }

    # Words

    def _marked(self, tag, markup):
        """For eyes a line under or through the words, for ears what that means."""
        begin, end = self.labels[tag]
        return (
            f'<{tag}><span class="visually-hidden">{begin} </span>{markup}'
            f'<span class="visually-hidden"> {end} </span></{tag}>'
        )

    def _same(self, old, new):
        """Words that stayed; where a link or the inline tags did not, a note says so."""
        is_same = [a.inline_tags == b.inline_tags and (a.space == "\n") == (b.space == "\n")
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
                note = gettext("link changed") if has_new_link else gettext("lettering changed")
                parts.append(self._note(note))
        return parts

    def _note(self, text):
        if not text:
            return ""
        self.changes += 1
        return f' <span class="difference__said">[{text}]</span>'


def _also_changed(old, new):
    if old.variant == new.variant:
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


def _element(kind, block, tag, inside):
    name = "li" if kind in LISTS else "pre" if kind == "pre" else "p"
    classes = [
        CLASSES.get(kind, "what" if block.id else ""),
        "" if tag in ("same", "edited") else tag,
    ]
    written = " ".join(f"difference__{each}" for each in classes if each)
    return (
        f'<{name} class="{written}">{inside}</{name}>' if written else f"<{name}>{inside}</{name}>"
    )


def _space(words):
    return "<br>" if words[0].space == "\n" else words[0].space


def _run(words, links=True):
    """Words with their inline tags, without the space before the first."""
    parts, around = [], ()
    for number, word in enumerate(words):
        tags = word.inline_tags
        if not links:
            tags = tuple(tag for tag in tags if tag[0] != "a")
        space = _space([word]) if number else ""
        if tags == around:
            parts.append(space)
        else:
            shared = _shared(around, tags)
            parts += [_closed(name) for name, _ in reversed(around[shared:])]
            parts.append(space)
            parts += [_opened(*tag) for tag in tags[shared:]]
            around = tags
        parts.append(html.escape(word.text, quote=False))
    parts += [_closed(name) for name, _ in reversed(around)]
    return "".join(parts)


def _shared(around, tags):
    """How many tags stay open."""
    return sum(takewhile(bool, (a == b for a, b in zip(around, tags, strict=False))))


def _opened(name, href):
    if name == NOTE:
        return '<span class="difference__footnote">'
    return f'<a href="{href}">' if name == "a" else f"<{name}>"


def _closed(name):
    return "</span>" if name == NOTE else f"</{name}>"


def _links(words):
    return [tag for word in words for tag in word.inline_tags if tag[0] == "a"]


def _opening(block):
    words = "".join(word.space + word.text for word in block.words[:OPENING_WORDS])
    if len(block.words) > OPENING_WORDS:
        words += " …"
    return gettext("“%(words)s”") % {"words": words}


def _safe(text):
    # Built here from escaped words and the tags above.
    return mark_safe(text)  # noqa: S308
