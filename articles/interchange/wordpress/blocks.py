"""The block editor's delimiters, `<!-- wp:paragraph {…} -->`, and the text between blocks."""

import re

DELIMITER = re.compile(r"(/?)wp:([a-z][a-z0-9/-]*)")
# Blocks without content, which nobody misses.
WITHOUT_CONTENT = frozenset(
    {"spacer", "separator", "nextpage", "more", "paragraph", "column", "page-break"}
)
BREAKS = re.compile(r"<!--(?:more|nextpage|noteaser)\b[^>]{0,200}?-->")
BR_AND_NEWLINE = re.compile(r"<br ?/?>[ \t]{0,20}\n")


def pieces(source):
    """Yield (HTML, whether blank lines make its paragraphs) for the whole of a post.

    Text inside blocks has its paragraphs marked; the classic editor left them to blank lines.
    """
    source = BREAKS.sub("\n\n", source.replace("\r\n", "\n").replace("\r", "\n"))
    depth, start = 0, 0
    for begin, end, role, _ in _delimiters(source):
        if role == "opens":
            if depth == 0:
                yield _classic(source[start:begin]), True
                start = begin
            depth += 1
        elif role == "closes" and depth:
            depth -= 1
            if depth == 0:
                yield source[start:end], False
                start = end
    # A block that is never closed is read as what it looks like.
    rest = source[start:]
    yield (rest, False) if depth else (_classic(rest), True)


def dynamic_blocks(source):
    """The names of dynamic blocks, which WordPress renders for each request; sorted, each once."""
    names = {name for _, _, role, name in _delimiters(source) if role == "stands alone"}
    return sorted(names - WITHOUT_CONTENT)


def _delimiters(source):
    """Yield (begin, end, role, name of the block) for each of the editor's delimiters."""
    position = 0
    while (begin := source.find("<!--", position)) >= 0:
        end = source.find("-->", begin + 4)
        if end < 0:
            return
        position = end + 3
        if block := DELIMITER.match(source[begin + 4 : begin + 100].lstrip()):
            alone = source[end - 1] == "/"
            role = "stands alone" if alone else "closes" if block[1] else "opens"
            yield begin, position, role, block[2]


def _classic(source):
    return BR_AND_NEWLINE.sub("\n", source)
