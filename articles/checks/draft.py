"""A story as it is checked: saved, or as it stands in the form this moment."""

import html
import re
from dataclasses import dataclass, field
from functools import cached_property

from articles import body
from articles.body.blocks import blocks
from articles.models import Embed, Picture, Story, StoryVersion

# Whoever looks through the words goes through them several times, at each pause of who writes.
LONGEST_CHECKED = 100_000  # characters, about 15,000 words
LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")


@dataclass
class Draft:
    """`story` is the Story it belongs to, with its address as it is saved; None for a new one.

    `body` is clean. `authors` are their names.
    """

    headline: str = ""
    standfirst: str = ""
    body: str = ""
    kicker: str = ""
    lead_picture: Picture | None = None
    authors: list = field(default_factory=list)
    section: object = None
    slug: str = ""
    language: str = ""
    story: Story | None = None

    @classmethod
    def of(cls, story, text=None):
        """A version of a story, the latest if none is given; two queries at most.

        A story that an import was about to write when it was stopped has none yet.
        """
        text = text or story.latest or StoryVersion()
        return cls(
            headline=text.headline,
            standfirst=text.standfirst,
            body=text.body,
            kicker=text.kicker,
            lead_picture=text.lead_picture,
            authors=[byline.author.name for byline in story.bylines.all()],
            section=story.section,
            slug=story.slug,
            language=story.language,
            story=story,
        )

    @cached_property
    def text(self):
        """Its words on one line, LONGEST_CHECKED characters of them."""
        plain = body.plain_text(self.body, with_notes=True)
        words = " ".join(filter(None, (self.headline, self.standfirst, plain)))
        return words[:LONGEST_CHECKED]

    @cached_property
    def plain(self):
        """The words of the text alone, without its notes."""
        return body.plain_text(self.body)

    @property
    def lead_picture_id(self):
        return self.lead_picture.pk if self.lead_picture else None

    @cached_property
    def links(self):
        """(address, words) of each link in the text."""
        return [
            (html.unescape(href), html.unescape(TAG.sub("", words)).strip())
            for href, words in LINK.findall(self.body)
        ]

    @cached_property
    def blocks(self):
        return blocks(self.body)

    @cached_property
    def embedded(self):
        """{kind: rows} of what stands in the text; one query for each kind."""
        wanted = {}
        for kind, pk in body.embeds(self.body):
            wanted.setdefault(kind, []).append(pk)
        return {
            kind: list(Embed._meta.get_field(kind).related_model.objects.filter(pk__in=keys))
            for kind, keys in wanted.items()
        }

    @property
    def pictures(self):
        """The lead picture, and those in the text."""
        lead = [self.lead_picture] if self.lead_picture else []
        return [*lead, *(p for p in self.embedded.get("picture", []) if p not in lead)]
