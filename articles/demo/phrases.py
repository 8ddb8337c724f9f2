"""Texts for any number of stories, out of what the demo's own stories say."""

import functools
import re
from typing import NamedTuple

from articles import body
from articles.search.terms import terms

from .loading import CONTENT, content

PARAGRAPH = re.compile(r"<p>.*?</p>", re.DOTALL)
SENTENCE = re.compile(r"[^“”‘]{40,240}?[.?!](?=\s|$)")

MIN_WORDS, MAX_WORDS = 150, 600
MAX_PARAGRAPHS = 25

# A headline is one of each, so that 100 million differ.
WHO = (
    "Council", "Harbour board", "County committee", "Port authority", "Housing tribunal",
    "Ferry company", "Water company", "Residents’ association", "Parish meeting",
    "Chamber of trade", "Rowing club", "Hospital trust", "School board", "Rivers trust",
    "Seamen’s mission", "Allotment society", "Coroner", "Librarians’ union", "Film society",
    "Fishermen’s guild",
)  # fmt: skip
DOES = (
    "approves", "postpones", "defends", "questions", "drops", "pays for", "reopens",
    "publishes", "rewrites", "halves", "promises", "inspects", "challenges", "hurries",
    "celebrates", "inherits", "mislays", "explains", "reconsiders", "completes",
)  # fmt: skip
WHAT = (
    "plan for the ferry landing", "repairs to the fish market roof", "night bus timetable",
    "survey of the sea bank", "rents on the Long Basin", "new rules for moorings",
    "count of empty flats", "report on the swing bridge", "search for a lost survey",
    "sale of the old customs house", "work on the tidal gate", "register of wells",
    "contract for street lamps", "list of trees to be felled", "school meals trial",
    "map of the lower marsh", "inquiry into the fog signal", "budget for reading rooms",
    "order for two dredgers", "move to the grain warehouse", "fares for the last boat",
    "festival of small boats", "study of the eel run", "vote on allotment water",
    "mending of the town clock",
)  # fmt: skip
WHERE = (
    "in Thornby", "at Marsh End", "in Eastmole", "on Mill Lane", "in Northgate", "at Skelwick",
    "in Ballast Street", "on the Outer Isles", "at Dockside", "in Great Harrow", "in Tarrow",
    "below Alder Bridge", "on Sluice Lane", "behind the Civic Hall", "on Portside Sands",
    "along the coast line",
)  # fmt: skip
HOW = (
    "after {} letters", "for £{},000", "with {} conditions", "despite {} objections",
    "in {} pages", "before {} witnesses", "within {} days", "for {} households",
)  # fmt: skip
FIGURES = range(12, 93)
PARTS = (WHO, DOES, WHAT, WHERE, HOW, FIGURES)
HEADLINES = functools.reduce(lambda product, part: product * len(part), PARTS, 1)
# Coprime to HEADLINES: neighbours are far apart, and none comes twice.
STRIDE = 67_867_967


class Paragraph(NamedTuple):
    html: str
    words: int
    terms: str


def headline(number):
    """Another headline for each number below HEADLINES."""
    rest, chosen = number * STRIDE % HEADLINES, []
    for part in PARTS:
        rest, place = divmod(rest, len(part))
        chosen.append(part[place])
    *words, how, figure = chosen
    return f"{' '.join(words)} {how.format(figure)}"


@functools.cache
def paragraphs():
    """The clean paragraphs of the demo's English stories by section's slug; "" has all."""
    found = {"": []}
    for file in sorted(CONTENT.glob("stories/*.toml")):
        here = found[file.stem] = []
        for row in content(file):
            if row.get("language", "en") == "en":
                here += map(_paragraph, PARAGRAPH.findall(body.clean(row["body"])))
        found[""] += here
    return found


def text(random, section):
    """Some paragraphs of a section's stories, of any if the demo has no such section."""
    pool = paragraphs().get(section) or paragraphs()[""]
    # An update may add a paragraph.
    wanted, words, chosen = random.randint(MIN_WORDS, MAX_WORDS * 3 // 4), 0, []
    for paragraph in random.sample(pool, min(len(pool), MAX_PARAGRAPHS)):
        if words >= wanted:
            break
        chosen.append(paragraph)
        words += paragraph.words
    return chosen


@functools.cache
def standfirsts():
    """Sentences without anybody's words, each with its terms."""
    plain = [body.plain_text(paragraph.html) for paragraph in paragraphs()[""]]
    sentences = [match[0].strip() for text in plain if (match := SENTENCE.match(text))]
    return [(sentence, _terms(sentence)) for sentence in sentences]


def _paragraph(html):
    text = body.plain_text(html)
    return Paragraph(html, len(text.split()), _terms(text))


def _terms(text):
    return " ".join(terms(text))
