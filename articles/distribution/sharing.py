"""What other sites are told of a story where it is shared: its title, and a description.

The page, its card and its structured data say the same.
"""

import re
from contextlib import nullcontext

from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles import body
from newsroom.characters import as_title

# Of a description in characters: beyond the first, sentences are added only up to the second.
ENOUGH, MOST = 90, 220
PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
# How much of a body is read for its first sentences.
MAX_CHARACTERS = 12_000
SENTENCE = re.compile(r".+?(?:[.!?…؟۔。！？]+[\"'”’»)\]]*(?=\s|$)|(?<=[。！？])|$)")


def title_of(story, version):
    """The headline as a title that leaves the page, in the story's language.

    It says if the story was retracted.
    """
    return _said_if_retracted(story, as_title(version.headline))


def description_of(story, version):
    """The standfirst, the first sentences of the text, or the headline: never empty.

    It says if the story was retracted, in the story's language.
    """
    standfirst = version.standfirst if version.standfirst.strip() else ""
    description = standfirst or first_sentences(version.body) or version.headline
    return _said_if_retracted(story, description)


def first_sentences(source):
    """The beginning of a clean body as text: whole sentences, or a part of one that is too long.

    Of its paragraphs outside boxes; of whatever it has where there are none. "" for an empty body.
    """
    beginning = source[:MAX_CHARACTERS]
    if beginning.rfind("<") > beginning.rfind(">"):
        beginning = beginning[: beginning.rfind("<")]
    without_boxes = re.sub(r"<aside\b.*?(?:</aside>|$)", " ", beginning, flags=re.DOTALL)
    text = ""
    for paragraph in PARAGRAPH.finditer(without_boxes):
        text = f"{text} {body.plain_text(paragraph[1])}".strip()
        if len(text) > MOST:
            break
    return _sentences(text or body.plain_text(beginning))


def _sentences(text):
    kept = ""
    for sentence in SENTENCE.findall(text[: 4 * MOST]):
        longer = f"{kept}{sentence}"
        if kept and (len(longer) > MOST or len(kept) >= ENOUGH):
            break
        kept = longer
    return Truncator(kept.strip()).chars(MOST)


def _said_if_retracted(story, text):
    if not story.retracted_at:
        return text
    foreign = story.is_in_another_language
    with translation.override(story.language) if foreign else nullcontext():
        return _("Retracted: %(headline)s") % {"headline": text}
