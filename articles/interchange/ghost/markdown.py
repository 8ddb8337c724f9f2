"""The Markdown of a card as HTML: headings, lists, quotations, code, links, pictures, emphasis.

What is not known stays as its own letters, so that no word is lost.
"""

import re
from html import escape

FENCE = re.compile(r"^(?:```|~~~)[^\n]*\n(.*?)(?:^(?:```|~~~)[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
BLOCKS = re.compile(r"\n[ \t]*\n\s*")
HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t#]*$")
RULE = re.compile(r"[ \t]{0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
ITEM = re.compile(r"[ \t]*(?:([-*+])|\d{1,9}[.)])[ \t]+(.*)")
IN_LINES = [
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
    (re.compile(r"!\[([^\]\n]*)\]\(([^\s)]+)[^)\n]*\)"), r'<img src="\2" alt="\1">'),
    (re.compile(r"\[([^\]\n]+)\]\(([^\s)]+)[^)\n]*\)"), r'<a href="\2">\1</a>'),
    (re.compile(r"\*\*(\S(?:[^*\n]*\S)?)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"__(\S(?:[^_\n]*\S)?)__"), r"<strong>\1</strong>"),
    (re.compile(r"(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])"), r"<em>\1</em>"),
    (re.compile(r"(?<![\w/\"])_(\S(?:[^_\n]*\S)?)_(?!\w)"), r"<em>\1</em>"),
]


def to_html(source):
    """The HTML of a Markdown text. HTML in it is kept: whoever takes it cleans it."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    made, position = [], 0
    for fence in FENCE.finditer(source):
        made += [_block(block) for block in BLOCKS.split(source[position : fence.start()])]
        made.append(f"<pre><code>{escape(fence[1])}</code></pre>")
        position = fence.end()
    made += [_block(block) for block in BLOCKS.split(source[position:])]
    return "".join(made)


def _block(block):
    block = block.strip("\n")
    if not block.strip():
        return ""
    lines = block.split("\n")
    if heading := HEADING.match(lines[0]):
        level = len(heading[1])
        return f"<h{level}>{_inline(heading[2])}</h{level}>" + _block("\n".join(lines[1:]))
    if all(line.lstrip().startswith(">") for line in lines):
        inner = "\n".join(line.lstrip()[1:].removeprefix(" ") for line in lines)
        return f"<blockquote>{_block(inner)}</blockquote>"
    if first := not RULE.match(block) and ITEM.match(lines[0]):
        return _list(lines, "ul" if first[1] else "ol")
    if RULE.match(block):
        block = "<hr>"
    return block if block.lstrip().startswith("<") else f"<p>{_inline(block)}</p>"


def _list(lines, kind):
    items = []
    for line in lines:
        if item := ITEM.match(line):
            items.append(item[2])
        else:
            items[-1] += "\n" + line.strip()
    return f"<{kind}>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</{kind}>"


def _inline(text):
    for pattern, written in IN_LINES:
        text = pattern.sub(written, text)
    return text.replace("  \n", "<br>")
