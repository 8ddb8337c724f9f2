"""Texts that nobody means well with: pieces of HTML put together so that parsers disagree."""

import random

PLAIN = [
    "words",
    "Δ é ü",
    "\u0627\u0644\u0628\u062d\u0631",
    "\u202eevil",
    "\U0001f6a2",
    "\xa0",
    " ",
    "\n",
    "&amp;lt;b&amp;gt;",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#0;&#11;&#x80;",
    "&nbsp",
    "<",
    ">",
    "</",
    "<!",
    "]]>",
    "\x00",
    "\ud7ff\ufdd0",
]
ALLOWED = (
    "p h2 h3 h4 a strong em s sub sup code pre ul ol li blockquote table caption thead tbody tr th "
    "td aside story-embed story-media story-note"
).split()
# Each is read by rules of its own, or changes how what follows is read.
STRANGE = (
    "svg math template noscript style script title textarea xmp plaintext iframe noembed select "
    "option foreignObject mtext mi annotation-xml mglyph malignmark desc form input button "
    "frameset body html head col colgroup dd dt dl div span section figure img video font center "
    "marquee object embed base link meta h1 h6 tfoot label details summary p:x a-b"
).split()
ATTRIBUTES = [
    "onclick=alert(1)",
    'ONERROR="alert(1)"',
    "style='background:url(javascript:alert(1))'",
    "class=x id=id_body",
    'href="javascript:alert(1)"',
    'href="java\tscript:alert(1)"',
    "href=&#106avascript:alert(1)",
    "href=//evil.example",
    'href="\\\\evil.example"',
    "href='data:text/html,<script>alert(1)</script>'",
    'href="https://example.org/?a=1&b=2"',
    'href="/city/1/x/"',
    "href",
    "href='",
    'title="</title><img src=x onerror=alert(1)>"',
    "lang=x dir=rtl",
    "data-box=facts",
    'data-box="<b>"',
    "data-kind=picture data-id=1",
    'data-kind="picture" data-id="1 onclick=alert(1)"',
    "data-kind=x data-id=-1",
    "data-id=99999999999999999999 data-kind=quote",
    'data-kind=gallery data-id=1 data-label="&quot;><img src=x>"',
    "data-kind=frame data-address=https://vimeo.com/22439234",
    'data-kind="frame" data-address="https://youtu.be/aqz-KE-bpKQ?&quot;><script>alert(1)</script>"',
    'data-kind=frame data-address="javascript:alert(1)" data-title="<b>x</b>"',
    'data-kind=frame data-address="https://evil.example/frame&#10;;script-src *"',
    'data-kind=audio data-address="https://upload.wikimedia.org@evil.example/a.mp3"',
    'data-kind=audio data-sound="3" data-title="\' onclick=x" data-transcript="<p>a&#10;&#10;b"',
    "data-kind=audio data-address=https://upload.wikimedia.org/a.ogg data-title='</story-media>'",
    "colspan=9999999",
    "rowspan=-1",
    "scope=<b>",
    "start=1e9",
    "start=-3",
    "/",
    "<",
    '"',
    "xlink:href=javascript:alert(1)",
    "xmlns=x",
    "\x00=\x00",
]
WHOLE = [
    "<!--",
    "-->",
    "<!-->",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?php alert(1) ?>",
    "<!doctype html>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style>"
    '<img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<form><math><mtext></form><form><mglyph><style></math>",
    "<table><tr><td><table><td>deep</table></table>",
    "<table><caption><p>Where</caption>words<tr><td>x",
    "<p><table><p>y</table>",
    "<select><option><script>alert(1)</script>",
    "<a href=/x><a href=/y>twice</a>",
    "<p><p><ul><li><p>a<li>b</ul>",
    "<ol><ul><li>x</ol></ul>",
    "<b><p>over<i>lapping</b>words</i>",
    "<h2><h3>nested</h2></h3>",
    "<pre>\n\nlines</pre>",
    "<aside data-box=facts><p>In<aside data-box=facts><p>it</aside></aside>",
    "<p>a<story-note>one <a href=/x>way</a><story-note>in</story-note></story-note>b",
    "<a href=/x>in<story-note>link<p>s</story-note></a>",
    "<story-note><table><tr><td>cell</story-note>",
    "<li>alone",
    "<td>alone",
    "<tr>alone",
    "<story-embed data-kind=picture data-id=1><p>inside</p></story-embed>",
    "<story-media data-kind=audio data-sound=1><p>inside<story-media data-kind=frame "
    "data-address=https://vimeo.com/22439234></story-media>",
    "<h2>in<story-media data-kind=frame data-address=https://evil.example/x>it</story-media></h2>",
    "<p>in<story-embed data-kind=quote data-id=2>it</p>",
]


def documents(number, seed=1):
    """`number` texts, the same for the same seed."""
    chance = random.Random(seed)
    return [_document(chance, chance.randint(2, 18)) for _ in range(number)]


def _document(chance, pieces):
    text = []
    for _ in range(pieces):
        kind = chance.random()
        if kind < 0.25:
            text.append(chance.choice(PLAIN))
        elif kind < 0.45:
            text.append(chance.choice(WHOLE))
        elif kind < 0.6:
            text.append(f"</{_tag(chance)}>")
        else:
            attributes = " ".join(chance.sample(ATTRIBUTES, chance.randint(0, 3)))
            text.append(f"<{_tag(chance)} {attributes}>")
    return "".join(text)


def _tag(chance):
    name = chance.choice(ALLOWED if chance.random() < 0.65 else STRANGE)
    return name.upper() if chance.random() < 0.1 else name
