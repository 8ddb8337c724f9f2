"""Quotes inside quotes: which marks in a text belong together, and how deep they stand.

A mark alone says little: ” closes a quote in English and opens one in Swedish, « opens one in
French and closes one in German books, ’ is an apostrophe. So a mark opens where a word begins and
closes where one ends, if it is one that may close what is open. What has no other half stays as
it was typed.
"""

# What may close a quote, by what opens it. An opening ’ is an apostrophe.
CLOSING = {
    "“": "”",
    "„": "“”",
    "”": "”“",
    "«": "»",
    "»": "«»",
    '"': '"',
    "「": "」",
    "『": "』",
    "‹": "›",
    "›": "‹",
    "‚": "‘’",
    "‘": "’",
}
ALL = frozenset(CLOSING) | frozenset("".join(CLOSING.values()))
# These open wherever they stand: Chinese and Japanese have no spaces before them.
ALWAYS_OPEN = "„‚「『"
SPACES = " \u00a0\u202f\u2009"
BEFORE_A_WORD = SPACES + "\n\t([{—–-/’'¿¡"


def outermost_removed(text):
    """The text without the marks that somebody has typed around all of it, and halves of such."""
    while text:
        first, last = text[0], text[-1]
        ends = {start: end for start, end, _ in pairs_in(text)}
        if ends.get(0) == len(text) - 1:
            text = text[1:-1].strip(SPACES)
        elif first in '“„«”"「『' and 0 not in ends:
            text = text[1:].strip(SPACES)
        elif last in '”»“"」』' and len(text) - 1 not in ends.values() and _is_no_inch(text):
            text = text[:-1].strip(SPACES)
        else:
            break
    return text


def with_inner_marks(text, marks):
    """The text with each pair of marks as those of a quote so deep inside another.

    Where a language has but one pair, what was typed stays, if it is not the typewriter's.
    """
    has_one_pair = (marks.start, marks.end) == (marks.inner_start, marks.inner_end)
    put = {}
    for start, end, depth in pairs_in(text):
        if has_one_pair and text[start] != '"':
            continue
        is_inner = depth % 2 == 0
        put[start] = marks.inner_start if is_inner else marks.start
        put[end] = marks.inner_end if is_inner else marks.end
        _drop_spaces(text, start + 1, 1, put)
        _drop_spaces(text, end - 1, -1, put)
    return "".join(put.get(place, character) for place, character in enumerate(text))


def pairs_in(text):
    """(start, end, depth) of each pair of marks in a text, depth 0 being the outermost."""
    opened, pairs = [], []
    for place, mark in enumerate(text):
        if mark not in ALL:
            continue
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        # Of several that are open the one that this mark may close; those inside had no end.
        fitting = [n for n, start in enumerate(opened) if mark in CLOSING[text[start]]]
        if fitting and _may_close(mark, before, after):
            depth = fitting[-1]
            pairs.append((opened[depth], place, depth))
            del opened[depth:]
        elif mark in CLOSING and _may_open(mark, before, after):
            opened.append(place)
    return sorted(_with_true_depths(pairs))


def _with_true_depths(pairs):
    # What was open and had no end counted too deep.
    for start, end, _ in pairs:
        yield start, end, sum(a < start and end < b for a, b, _ in pairs)


def _may_open(mark, before, after):
    if not after or (after in SPACES and mark != "«") or after == "\n":
        return False
    return not before or mark in ALWAYS_OPEN or before in BEFORE_A_WORD or before in ALL


def _may_close(mark, before, after):
    if mark in "’‘" and after.isalnum():
        return False  # an apostrophe
    return before not in SPACES or (mark == "»" and not after.isalnum())


def _drop_spaces(text, place, step, put):
    while text[place] in SPACES:
        put[place] = ""
        place += step


def _is_no_inch(text):
    return text[-1] != '"' or not text[-2:-1].isdigit()
