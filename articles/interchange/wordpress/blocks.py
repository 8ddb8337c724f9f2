"""The block editor's comments, `<!-- wp:paragraph {…} -->`, and what stands between blocks."""

import re

MARK = re.compile(r"(/?)wp:([a-z][a-z0-9/-]*)")
# Blocks that say nothing, so that nobody misses them.
SILENT = frozenset({"spacer", "separator", "nextpage", "more", "paragraph", "column", "page-break"})
BREAKS = re.compile(r"<!--(?:more|nextpage|noteaser)\b[^>]{0,200}?-->")
BR_AND_NEWLINE = re.compile(r"<br ?/?>[ \t]{0,20}\n")


def pieces(source):
    """Yield (HTML, whether blank lines make its paragraphs) for the whole of a post.

    Text inside blocks has its paragraphs marked; the classic editor left them to blank lines.
    """
    source = BREAKS.sub("\n\n", source.replace("\r\n", "\n").replace("\r", "\n"))
    depth, start = 0, 0
    for begin, end, mark, _ in _marks(source):
        if mark == "opens":
            if depth == 0:
                yield _classic(source[start:begin]), True
                start = begin
            depth += 1
        elif mark == "closes" and depth:
            depth -= 1
            if depth == 0:
                yield source[start:end], False
                start = end
    # A block that is never closed is read as what it looks like.
    rest = source[start:]
    yield (rest, False) if depth else (_classic(rest), True)


def made_by_wordpress(source):
    """The names of blocks whose content WordPress makes anew for each reader, each once."""
    names = {name for _, _, mark, name in _marks(source) if mark == "stands alone"}
    return sorted(names - SILENT)


def _marks(source):
    """Yield (begin, end, what it does, name of the block) for each of the editor's comments."""
    position = 0
    while (begin := source.find("<!--", position)) >= 0:
        end = source.find("-->", begin + 4)
        if end < 0:
            return
        position = end + 3
        if block := MARK.match(source[begin + 4 : begin + 100].lstrip()):
            alone = source[end - 1] == "/"
            mark = "stands alone" if alone else "closes" if block[1] else "opens"
            yield begin, position, mark, block[2]


def _classic(source):
    return BR_AND_NEWLINE.sub("\n", source)
