"""A post's text as the body of a story; what it shows is looked up in plain dictionaries."""

from types import SimpleNamespace

import pytest

from articles.body import media
from articles.interchange.incoming.text import markup
from articles.interchange.wordpress import blocks, shortcodes


class Embeds:
    """Knows the pictures 1 and 2, and takes every quote and gallery."""

    def __init__(self):
        self.quotes, self.galleries = [], []

    def link(self, href):
        return href

    def picture(self, external_id, address):
        found = external_id in ("1", "2") or address.endswith("one.jpg")
        return SimpleNamespace(pk=int(external_id or 1), caption="A bell") if found else None

    def tag(self, kind, row, size=""):
        attributes = f'data-kind="{kind}" data-id="{row.pk}" data-size="{size}"'
        return f"<story-embed {attributes}></story-embed>"

    def medium(self, address):
        return media.tag_of(address, "The post")

    def quote(self, text, speaker):
        if not speaker:
            return ""
        self.quotes.append((text, speaker))
        return '<story-embed data-kind="quote" data-id="9"></story-embed>'

    def captions_alone(self, pictures):
        return [caption for _, address, caption in pictures if "gone" in address]

    def gallery(self, pictures, size=""):
        self.galleries.append([tuple(picture) for picture in pictures])
        return '<story-embed data-kind="gallery" data-id="8"></story-embed>'


def to_body(source, embeds, **options):
    return markup.to_body(blocks.pieces(shortcodes.expanded(source)), embeds, **options)


@pytest.fixture
def embeds():
    return Embeds()


CASES = {
    "blank lines make paragraphs": ("One\nline\n\n\nTwo", "<p>One<br>line</p><p>Two</p>"),
    "blocks have their own": (
        "<!-- wp:paragraph -->\n<p>One\nline</p>\n<!-- /wp:paragraph -->\n\n"
        "<!-- wp:heading {\"level\":3} -->\n<h3>Two</h3>\n<!-- /wp:heading -->",
        "<p>One\nline</p>\n<h2>Two</h2>",
    ),
    "classic text between blocks": (
        "Old\n\nwords<!-- wp:paragraph --><p>New</p><!-- /wp:paragraph -->",
        "<p>Old</p><p>words</p>\n<p>New</p>",
    ),
    "marks for more and pages break lines": ("One<!--more-->Two<!--nextpage-->Three",
        "<p>One</p><p>Two</p><p>Three</p>"),
    "a list stays a list": (
        "<ul>\n\t<li>One</li>\n</ul>\nafter",
        "<ul><li>One</li></ul><p>after</p>",
    ),
    "preformatted text is left alone": ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
    "elements of other times": (
        "<h1>A</h1><b>b</b> <i>i</i> <strike>s</strike> <tt>t</tt><h6>C</h6>",
        "<h2>A</h2><p><strong>b</strong> <em>i</em> <s>s</s> <code>t</code></p><h3>C</h3>",
    ),
    "boxes vanish and their words stay": (
        "<div><div>One</div><section>Two</section></div>", "<p>One</p><p>Two</p>"
    ),
    "a caption stays without its picture": (
        '[caption id="attachment_7" width="300"]<a href="x.jpg"><img src="x.jpg" /></a>'
        " A harbour[/caption]",
        "<p><em>A harbour</em></p>",
    ),
    "a shortcode with two brackets is meant literally": (
        "Type [[gallery]] here",
        "<p>Type [gallery] here</p>",
    ),
    "an unclosed shortcode stays": ("[caption]Words", "<p>[caption]Words</p>"),
    "a film becomes a link": (
        '[video src="https://x.example/a.mp4"]',
        '<p><a href="https://x.example/a.mp4">a.mp4</a></p>',
    ),
    "a framed page becomes a link": (
        '<iframe src="https://video.example/embed/1"></iframe>',
        '<p><a href="https://video.example/embed/1">https://video.example/embed/1</a></p>',
    ),
    "an address on its own line whose page may stand in a text does": (
        '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\n'
        "https://youtu.be/aqz-KE-bpKQ\n</div><figcaption>A film</figcaption></figure>",
        '<story-media data-kind="frame" data-address="https://www.youtube.com/watch?v=aqz-KE-bpKQ" '
        'data-title="The post"></story-media><p><em>A film</em></p>',
    ),
    "so does a frame with one": (
        '<iframe src="https://player.vimeo.com/video/22439234?h=1"></iframe>',
        '<story-media data-kind="frame" data-address="https://vimeo.com/22439234" '
        'data-title="The post"></story-media>',
    ),
    "an address on its own line becomes a link": (
        "https://video.example/w?a=1&amp;b=2\n\nSee?",
        '<p><a href="https://video.example/w?a=1&amp;b=2">https://video.example/w?a=1&amp;b=2</a></p><p>See?</p>',
    ),
    "scripts and their links go": (
        '<a href="javascript:alert(1)" onclick="x()">A</a><script>x()</script>', "<p>A</p>"
    ),
    "a quotation in the text stays there": (
        "<blockquote>Words\n<cite>Ana</cite></blockquote>",
        "<blockquote><p>Words</p><p>Ana</p></blockquote>",
    ),
    "quotation marks": ("He said <q>yes</q>.", "<p>He said “yes”.</p>"),
    "words of a cell stay apart": (
        "<table><tr><td><div>One</div>two<p>three</p>four</td><td>five</td></tr></table>",
        "<table><tbody><tr><td> One two<p>three</p>four</td><td>five</td></tr></tbody></table>",
    ),
    "a table keeps its caption": (
        '<figure class="wp-block-table"><table><tbody><tr><td>1</td></tr></tbody></table>'
        "<figcaption>Sums</figcaption></figure>",
        "<table><tbody><tr><td>1</td></tr></tbody></table><p><em>Sums</em></p>",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), CASES.values(), ids=CASES)
def test_text(embeds, source, expected):
    assert to_body(source, embeds) == expected
    assert embeds.quotes == embeds.galleries == []


def test_a_picture_becomes_an_embed_behind_its_paragraph_without_its_link(embeds):
    source = '<p><a href="one.jpg"><img class="wp-image-2" src="x/two.jpg"></a>Words</p>'

    text = to_body(source, embeds)
    assert text.startswith("<p>Words</p><story-embed")
    assert 'data-kind="picture" data-id="2"' in text


def test_a_caption_stands_under_the_picture_only_if_it_is_not_the_pictures_own(embeds):
    figure = (
        '<figure class="wp-block-image alignwide"><img class="wp-image-1" src="">'
        "<figcaption>{}</figcaption></figure>"
    )

    assert "<p>" not in to_body(figure.format("A bell"), embeds)
    other = to_body(figure.format("Another word"), embeds)
    assert other.endswith("<p><em>Another word</em></p>")
    assert 'data-size="wide"' in other


@pytest.mark.parametrize(
    "source",
    [
        '<!-- wp:quote --><blockquote class="wp-block-quote"><p>Words</p><cite>Ana</cite>'
        "</blockquote><!-- /wp:quote -->",
        '<figure class="wp-block-pullquote"><blockquote><p>Words</p><cite>Ana</cite>'
        "</blockquote></figure>",
    ],
)
def test_a_marked_quotation_with_a_name_becomes_a_quote(embeds, source):
    assert 'data-kind="quote"' in to_body(source, embeds)
    assert embeds.quotes == [("Words", "Ana")]


def test_a_marked_quotation_without_a_name_stays_in_the_text(embeds):
    source = '<blockquote class="wp-block-quote"><p>Words</p></blockquote>'

    assert to_body(source, embeds) == "<blockquote><p>Words</p></blockquote>"


def test_each_quotation_of_a_post_of_quotes_is_one(embeds):
    to_body("<blockquote>Words\n<cite>Ana</cite></blockquote>", embeds, all_quotes=True)

    assert embeds.quotes == [("Words", "Ana")]


def test_galleries_name_their_pictures_in_order_with_captions(embeds):
    block = (
        '<!-- wp:gallery --><figure class="wp-block-gallery"><ul class="blocks-gallery-grid">'
        '<li><figure><img data-id="2" src="b.jpg"><figcaption>Second</figcaption></figure></li>'
        '<li><figure><img class="wp-image-1" src="a.jpg"></figure></li></ul>'
        "<figcaption>All of them</figcaption></figure><!-- /wp:gallery -->"
    )

    text = to_body(
        f'{block}<!-- wp:shortcode -->[gallery ids="1, 2"]<!-- /wp:shortcode -->', embeds
    )
    assert embeds.galleries == [
        [("2", "b.jpg", "Second"), ("1", "a.jpg", "")],
        [("1", "", ""), ("2", "", "")],
    ]
    assert "<p><em>All of them</em></p>" in text
    assert text.count("<story-embed") == 2


def test_what_was_said_under_the_pictures_of_a_gallery_stays_where_they_are_not_here(embeds):
    block = (
        '<figure class="wp-block-gallery"><figure><img src="gone-1.jpg"><figcaption>Fish &amp; '
        'chips</figcaption></figure><figure><img class="wp-image-1" src="a.jpg"><figcaption>Here'
        "</figcaption></figure></figure>"
    )

    text = to_body(block, embeds)
    assert text.count("<story-embed") == 1
    assert "<p><em>Fish &amp; chips</em></p>" in text
    assert "Here" not in text
