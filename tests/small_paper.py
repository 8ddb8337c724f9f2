"""A small paper with one of everything, for tests that open every kind of page."""

from tests.factories import (
    AuthorFactory,
    CommentFactory,
    CorrectionFactory,
    GalleryFactory,
    PictureFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
)

BODY = """<p>The council voted <a href="https://example.org/">on Tuesday</a>.</p><h2>What next</h2>
<ul><li>Books</li><li>A van</li></ul><blockquote><p>“It is warm here.”</p></blockquote>
<table><thead><tr><th>Group</th><th>For</th></tr></thead><tbody><tr><td>Civic List</td><td>14</td>
</tr></tbody></table>{picture}{gallery}{quote}<p>The end.</p>"""


def embed(kind, thing, size="column"):
    attributes = f'data-kind="{kind}" data-id="{thing.pk}" data-size="{size}"'
    return f"<story-embed {attributes}></story-embed>"


def paper():
    """A small paper with one of everything; its pages by name."""
    section, topic, author = SectionFactory(), TopicFactory(), AuthorFactory(bio="Nine years here.")
    large = {"width": 900, "height": 600}
    gallery = GalleryFactory(published=True, pictures=[PictureFactory(**large) for _ in range(3)])
    quote = QuoteFactory()
    body = BODY.format(
        picture=embed("picture", PictureFactory(**large), "wide"),
        gallery=embed("gallery", gallery),
        quote=embed("quote", quote),
    )
    for kind in ("news", "opinion", "news"):
        StoryFactory(published=True, section=section, topics=[topic], kind=kind, authors=[author],
                     lead_picture=PictureFactory(**large))  # fmt: skip
    StoryFactory(published=True, section=section, prominence=0, headline="In a word: open")
    opening = {"headline": "افتتاح الجسر", "body": "<p>افتتح الجسر يوم الاثنين.</p>"}
    arabic = StoryFactory(published=True, section=section, language="ar", **opening)
    story = StoryFactory(
        published=True, section=section, topics=[topic], authors=[author], body=body, prominence=2,
        lead_picture=PictureFactory(**large), kicker="Libraries", dateline="Portside",
    )  # fmt: skip
    quote.story = story
    quote.save()
    CorrectionFactory(story=story)
    CommentFactory(parent=CommentFactory(story=story), story=story)
    gone = StoryFactory(taken_down="The court has asked for it.")
    return {
        "front": "/",
        "section": section.get_absolute_url(),
        "story": story.get_absolute_url(),
        "arabic story": arabic.get_absolute_url(),
        "taken down": gone.get_absolute_url(),
        "topic": topic.get_absolute_url(),
        "author": author.get_absolute_url(),
        "galleries": "/galleries/",
        "gallery": gallery.get_absolute_url(),
        "gallery grid": gallery.get_absolute_url() + "?view=grid",
        "gallery picture": gallery.placements.first().get_absolute_url(),
        "quotes": "/quotes/",
        "quote": quote.get_absolute_url(),
        "archive": "/archive/",
        "archive year": "/archive/2026/",
        "archive month": "/archive/2026/11/",
        "archive day": "/archive/2026/11/22/",
        "search": "/search/?q=bridge",
        "search without answer": "/search/?q=zeppelin",
        "corrections": "/corrections/",
        "not found": "/nowhere/",
        "login": "/accounts/login/",
        "signup": "/accounts/signup/",
        "reset": "/accounts/password/reset/",
    }
