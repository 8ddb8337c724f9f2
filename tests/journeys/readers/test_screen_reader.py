"""A story as a screen reader reads it, against what docs/reference/accessibility.md promises."""

import re
from pathlib import Path

import pytest

from tests.factories import (
    AuthorFactory,
    CommentFactory,
    CorrectionFactory,
    GalleryFactory,
    PictureFactory,
    PolicyFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
)
from tests.small_paper import BODY, embed

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PROMISE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "accessibility.md"
LANDMARKS = {
    "banner", "complementary", "contentinfo", "form", "main", "navigation", "region", "search",
}  # fmt: skip
SPOKEN = {"heading", "link", "button"} | LANDMARKS


def story():
    """A story with everything that a story page can have."""
    city, libraries = SectionFactory(name="City"), TopicFactory(name="Libraries")
    ana = AuthorFactory(name="Ana Petrov", bio="She has covered the council for nine years.")
    quote = QuoteFactory(text="You can count the books.", speaker="Mirela Okafor")
    gallery = GalleryFactory(published=True, title="A night at the fish market")
    body = BODY.format(
        picture=embed("picture", PictureFactory()),
        gallery=embed("gallery", gallery),
        quote=embed("quote", quote),
    )
    StoryFactory(published=True, section=city, headline="Clock is put right")
    StoryFactory(published=True, topics=[libraries], headline="A village builds its own library",
                 section=SectionFactory(name="Country"))  # fmt: skip
    story = StoryFactory(
        published=True, section=city, topics=[libraries], authors=[ana], body=body,
        headline="Council votes to close three libraries", lead_picture=PictureFactory(),
    )  # fmt: skip
    CorrectionFactory(story=story)
    CommentFactory(parent=CommentFactory(story=story, name="Annika"), story=story, name="Tam")
    PolicyFactory(title="Ethics")
    return story


def spoken(page):
    """Landmarks, headings, links and buttons in the order in which they are read, one a line."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}

    def lines(node, depth):
        role = node.get("role", {}).get("value", "")
        name = node.get("name", {}).get("value", "").strip()
        below = depth
        if not node.get("ignored") and role in SPOKEN:
            properties = {p["name"]: p["value"].get("value") for p in node.get("properties", [])}
            level = f" {properties['level']}" if role == "heading" else ""
            yield "  " * depth + f"{role}{level}" + (f": {name}" if name else "")
            below += role in LANDMARKS
        for child in node.get("childIds", []):
            if child in by_id:
                yield from lines(by_id[child], below)

    return "\n".join(lines(nodes[0], 0))


def test_the_walk_through_a_story_is_the_one_we_have_written_down(open_page):
    page = open_page()
    page.goto(story().get_absolute_url())

    promised = re.search(r"```text\n(.*?)\n```", PROMISE.read_text(), re.DOTALL)[1]
    assert spoken(page).splitlines() == promised.splitlines()
