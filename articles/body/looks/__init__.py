"""HTML of other programs, read by what it looks like, as HTML that says what it is.

Word, Google Docs and their like write bold as a weight in a style, or `<b>` around what is not
bold; a list as paragraphs with a drawn dot; a link as a way past their own servers.
static/js/desk/pasted.js does the same at the moment of pasting, and tests/articles/body/pasted.py
holds both to one table.
"""

import re

from .reading import read
from .writing import Writer

# One of these is in what other programs write, and in nothing that has been read here.
TAGS = re.compile(
    r"""<(?:style\b
    |/?(?:b|i|strike|del|h1|h5|h6|div|section|article|center|dl|dt|dd|address|tfoot)\b
    |(?:ul|ol)[^>]*>\s*<(?:ul|ol)|/li>\s*<(?:ul|ol))""",
    re.IGNORECASE | re.VERBOSE,
)
ATTRIBUTES = re.compile(
    r"""\sstyle\s*=|\bclass\s*=\s*["']?(?:mso|ListContainer)
    |google\.[a-z.]+/url\?|safelinks\.protection\.outlook\.com|facebook\.com/l\.php|urldefense\.
    |l\.instagram\.com/|linkedin\.com/safety/|youtube\.com/redirect|slack-redir\.net/|cudasvc\.com/
    |duckduckgo\.com/l/
    |\bhref\s*=\s*["']?\#""",
    re.IGNORECASE | re.VERBOSE,
)
# Each of them has one of these words in it, which are looked for in a tenth of the time.
WORDS = (
    "style", "class", "/url?", "safelinks.", "/l.php", "urldefense.", "instagram", "linkedin",
    "youtube", "slack-redir", "cudasvc", "duckduckgo", "#",
)  # fmt: skip


def read_looks(source):
    """`source` with elements in place of looks; unchanged where it has none. Idempotent.

    No word is added or lost, but for what was not in the text either: the signs before the points
    of a list, Word's hidden text and its comments in the margin. What is not safe stays so.
    """
    if not (TAGS.search(source) or _has_attributes(source)):
        return source
    return Writer().written(read(source))


def _has_attributes(source):
    lowered = source.lower()
    return any(word in lowered for word in WORDS) and ATTRIBUTES.search(source)
