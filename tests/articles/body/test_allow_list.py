"""A body holds what `clean` promises and nothing else, whatever element or attribute is pasted."""

import itertools
import re

import pytest
import tinyhtml5
from hypothesis import given
from hypothesis import strategies as st

from articles import body
from newsroom.characters import FORBIDDEN

# As the docstring of `clean` and the constants that it names say today, written down once more:
# who allows more changes it here, too.
ALLOWED = {
    "a": {"href"}, "aside": {"data-box"}, "ol": {"start"},
    "th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"},
    "story-embed": {"data-kind", "data-id", "data-size", "data-label"}, "story-note": set(),
    "story-media": {"data-kind", "data-address", "data-sound", "data-title", "data-transcript"},
}  # fmt: skip
BARE = """
    p h2 h3 h4 strong em s sub sup code pre ul li blockquote hr br table caption thead tbody tr
""".split()
ALLOWED |= {name: set() for name in BARE}
# Every element of the HTML standard, those that it calls obsolete, and of SVG and MathML some.
ELEMENTS = """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink
    blockquote body br button canvas caption center cite code col colgroup data datalist dd del
    details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame
    frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins isindex kbd
    keygen label legend li link listing main map mark marquee menu menuitem meta meter multicol nav
    nextid nobr noembed noframes noscript object ol optgroup option output p param picture plaintext
    pre progress q rb rbc rp rt rtc ruby s samp script search section select slot small source
    spacer span strike strong style sub summary sup table tbody td template textarea tfoot th thead
    time title tr track tt u ul var video wbr xmp svg path use animate foreignObject math mi mtext
    annotation-xml mglyph portal story-embed story-media story-note x-own fencedframe
    selectedcontent
""".split()
VALUES = {
    "href": "/city/", "src": "/x.png", "data-box": "fact", "data-kind": "picture", "data-id": "7",
    "start": "3", "scope": "col", "colspan": "2", "rowspan": "2", "dir": "rtl", "lang": "fr",
}  # fmt: skip
ATTRIBUTES = """
    title lang dir class id style hidden tabindex accesskey contenteditable draggable spellcheck
    translate slot is part nonce popover inert autofocus inputmode enterkeyhint itemid itemprop
    itemref itemscope itemtype role aria-label aria-hidden aria-describedby data-x data-own
    data-box data-kind data-id data-size data-label data-address data-sound data-title
    data-transcript onclick onload onerror onfocus onmouseover
    ontoggle onbegin href hreflang rel rev target download ping type referrerpolicy name src srcset
    sizes alt width height loading start reversed value scope colspan rowspan headers abbr align
    bgcolor border cellpadding valign color face size cite datetime action formaction method
    background xlink:href xml:lang xml:base xmlns srcdoc sandbox poster integrity crossorigin
    media content http-equiv charset manifest data classid codebase usemap ismap shape coords
""".split()


def attributes_of(markup):
    """Each element and what it carries, as a browser reads the markup."""
    tree = tinyhtml5.parse(f"<body>{markup}</body>", namespace_html_elements=False)
    return [(e.tag, dict(e.items())) for e in tree.find("body").iter() if e.tag != "body"]


def ensure_allowed(markup):
    for name, attributes in attributes_of(markup):
        # A browser puts a tbody where none is written.
        assert name in ALLOWED, (name, markup)
        assert set(attributes) <= ALLOWED[name], (name, attributes)
        assert attributes.get("data-box", "fact") in ("explainer", "method", "fact", "document",
                                                      "timeline")  # fmt: skip
        assert re.match(r"(https?|mailto|tel):|/(?!/)|#|$", attributes.get("href", ""))


@pytest.mark.parametrize("element", ELEMENTS)
def test_no_element_keeps_what_it_may_not_have(element):
    every = " ".join(f'{name}="{VALUES.get(name, "x")}"' for name in ATTRIBUTES)
    wrapped = ("", ""), ("<p>", "</p>"), ("<table><tbody><tr>", "</tr></tbody></table>")
    for (before, after), attributes in itertools.product(wrapped, (every, every.upper())):
        ensure_allowed(
            body.clean(
                f"{before}<{element} {attributes}>words<b>more</b></{element}>{after}<p>z</p>"
            )
        )


@pytest.mark.parametrize("element", sorted(ALLOWED))
@pytest.mark.parametrize("attribute", ["title", "lang", "dir", "class", "id", "style", "onclick"])
def test_what_any_element_could_have_none_has(element, attribute):
    cleaned = body.clean(f'<{element} {attribute}="x" href="/a" data-box="fact">w</{element}>')

    assert f"{attribute}=" not in cleaned


def test_what_an_element_may_have_it_keeps():
    kept = (
        '<p><a href="/city/">a</a></p><ol start="3"><li>b</li></ol>'
        '<aside data-box="fact"><p>c</p></aside><table><tbody><tr>'
        '<th colspan="2" rowspan="2" scope="col">d</th><td colspan="2" rowspan="2">e</td>'
        "</tr></tbody></table>"
        '<story-embed data-kind="picture" data-id="7" data-size="wide" data-label="f">'
        "</story-embed>"
        '<story-media data-kind="frame" data-address="https://vimeo.com/22439234" data-title="B">'
        '</story-media><story-media data-kind="audio" data-sound="3" data-title="Gulls &amp; wind" '
        'data-transcript="One &lt;gull&gt;.\n\nTwo."></story-media>'
    )

    assert body.clean(kept) == kept


pieces = st.one_of(
    st.sampled_from(ELEMENTS).map(lambda name: f"</{name}>"),
    st.tuples(st.sampled_from(ELEMENTS), st.sampled_from(ATTRIBUTES)).map(
        lambda pair: f'<{pair[0]} {pair[1]}="{VALUES.get(pair[1], "x")}">'
    ),
    st.integers(0, 0x10FFFF).map(lambda code: f"&#{code};"),
    st.text(st.characters(exclude_categories=()), max_size=5),
    st.sampled_from(
        ["<!--", "-->", "<![CDATA[", "]]>", "<?x", "<scr\x01ipt>", "\x00", "javascript:"]
    ),
)


@given(st.lists(pieces, max_size=12).map("".join))
def test_whatever_is_pasted_only_that_is_left(pasted):
    cleaned = body.clean(pasted)

    ensure_allowed(cleaned)
    assert not FORBIDDEN.search(cleaned)


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("<p>a&#11;b</p>", "<p>a\nb</p>"),
        ("<p>a\x0cb</p>", "<p>a\nb</p>"),
        ("<p>a&#1;&#x1F;b</p>", "<p>ab</p>"),
        ("<p>a&#xFFFE;&#xFDD0;&#x1FFFF;b</p>", "<p>ab</p>"),
        ("<p>a\x00b</p>", "<p>ab</p>"),
        ("<scr\x01ipt>alert(1)</script><p>b</p>", "<p>b</p>"),
        ('<p><a href="java\x01script:alert(1)">a</a></p>', "<p><a>a</a></p>"),
        ('<p><a href="/\ufffe/evil.example/">a</a></p>', "<p><a>a</a></p>"),
        ("<p>Bundes\xadtags\u200bwahl می\u200cرود 👩\u200d🚒</p>",
         "<p>Bundes\xadtags\u200bwahl می\u200cرود 👩\u200d🚒</p>"),
    ],
)  # fmt: skip
def test_forbidden_characters_go_also_where_they_are_written_as_references(pasted, kept):
    assert body.clean(pasted) == kept
