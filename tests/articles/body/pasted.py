"""What other programs put on the clipboard, and the story that an editor means by it.

Each is called what an editor would say of it. Server and browser are both held to this table.
"""

from pathlib import Path

WORD = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style>{}</style></head><body>"
)
FILES = Path(__file__).parent / "clipboards"


def file(name):
    return (FILES / name).read_text()


def document(name):
    """A whole document, and the story that is meant, which stands in a file beside it."""
    return file(f"{name}.html"), "".join(file(f"{name}.story.html").splitlines())


def point(level, sign, words, number=0):
    """A point of a list as Word for a desk computer writes it."""
    return (
        f"<p class=MsoListParagraphCxSpMiddle style='margin-left:36.0pt;text-indent:-18.0pt;"
        f"mso-list:l{number} level{level} lfo1'><![if !supportLists]><span "
        f"style='font-family:Symbol;"
        f"mso-list:Ignore'>{sign}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; "
        f"</span></span><![endif]>{words}<o:p></o:p></p>\n"
    )


def online(level, words, tag="ul", start=""):
    """A point of a list as Word in a browser writes it."""
    return (
        f'<div class="ListContainerWrapper SCXW1 BCX0"><{tag} class="BulletListStyle1"{start}>'
        f'<li data-aria-level="{level}" style="display:block"><p class="Paragraph" '
        f'style="font-weight:'
        f'normal"><span class="TextRun" '
        f'style="font-weight:normal">{words}</span></p></li></{tag}></div>'
    )


GOOGLE = '<b style="font-weight:normal;" id="docs-internal-guid-1">{}</b>'
COCOA = (
    '<html><head><meta name="Generator" content="Cocoa HTML Writer"><style type="text/css">'
    "p.p1 {{margin: 0.0px; font: 13.0px 'Helvetica Neue'}} span.s1 {{font: bold 13px Helvetica}} "
    "span.s2 {{font-style: italic}}</style></head><body>{}</body></html>"
)

CASES = {
    # The three that went wrong
    "from Google Docs only what looks bold is bold, and links lead where they say": (
        file("google-docs.html"),
        "<p>The harbour board met on Monday. <strong>Dues rise by a third.</strong><em> Nobody "
        'objected.</em></p><p>See the <a href="https://harbour.example/report">report</a></p><ul>'
        "<li><p>one</p><ul><li><p>one and a half</p></li></ul></li><li><p>two</p></li></ul>",
    ),
    "a footnote of Word is one of the story": (
        file("word-footnote.html"),
        "<p>Dues fell by a third.<story-note>Harbour report, p. 7.</story-note></p>",
    ),
    "a list of Word is a list": (
        file("word-list.html"),
        "<p>Before the list</p><ul><li><p>First</p></li><li><p>Second</p></li></ul>",
    ),
    # Google Docs
    "a heading of Google Docs is a heading, and not bold besides": (
        GOOGLE.format(
            '<h1 dir="ltr"><span style="font-size:20pt;font-weight:700;">The vote</span></h1>'
            '<p><span style="color:#ff0000;background-color:yellow;">In red</span></p>'
        ),
        "<h2>The vote</h2><p>In red</p>",
    ),
    "struck out, raised and lowered words of Google Docs stay so": (
        GOOGLE.format(
            '<p><span style="text-decoration:line-through;">old</span><span> x</span><span style='
            '"font-size:0.6em;vertical-align:super;">2</span><span>, H</span><span '
            'style="vertical-align'
            ':sub;">2</span><span style="text-decoration:underline;">O</span></p>'
        ),
        "<p><s>old</s> x<sup>2</sup>, H<sub>2</sub>O</p>",
    ),
    "numbers of Google Docs that go on with letters below are two lists in one": (
        GOOGLE.format(
            '<ol><li style="list-style-type:decimal;" aria-level="1"><p>One</p></li><ol><li style='
            '"list-style-type:lower-alpha;" aria-level="2"><p>a</p></li><li '
            'aria-level="2"><p>b</p></li>'
            '</ol><li aria-level="1"><p>Two</p></li></ol>'
        ),
        "<ol><li><p>One</p><ol><li><p>a</p></li><li><p>b</p></li></ol></li><li><"
        "p>Two</p></li></ol>",
    ),
    "a footnote of Google Docs is one of the story, without the line above it": (
        '<p><span style="font-weight:400">Dues fell</span><sup><a href="#ftnt1" '
        'id="ftnt_ref1">[1]</a>'
        '</sup></p><hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span> p. 7</span></p></div>',
        "<p>Dues fell<story-note>p. 7</story-note></p>",
    ),
    "bold and italic at once are both": (
        GOOGLE.format('<p><span style="font-weight:700;font-style:italic;">Both</span> not</p>'),
        "<p><strong><em>Both</em></strong> not</p>",
    ),
    "a table of Google Docs is a table": (
        GOOGLE.format(
            '<div dir="ltr"><table style="border:none;"><colgroup><col '
            'width="30"></colgroup><tbody><tr '
            'style="height:0pt"><td style="vertical-align:top;"><p><span '
            'style="font-weight:700">For'
            "</span></p></td><td><p><span>14</span></p></td></tr></tbody></table></div>"
        ),
        "<table><tbody><tr><td><p><strong>For</strong></p></td><td><p>14</p></td"
        "></tr></tbody></table>",
    ),
    # Word
    "a list of Word with letters below its numbers is nested, and begins where it began": (
        point(1, "3.", "Third")
        + point(2, "a)", "Under it")
        + point(2, "b)", "Also")
        + point(1, "4.", "Fourth")
        + "<p class=MsoNormal>After</p>",
        '<ol start="3"><li><p>Third</p><ol><li><p>Under it</p></li><li><p>Also</p></li></ol></li>'
        "<li><p>Fourth</p></li></ol><p>After</p>",
    ),
    "dots under numbers and a second list of Word stay apart": (
        point(1, "1.", "One") + point(2, "o", "Dot") + point(1, "§", "Other", number=1),
        "<ol><li><p>One</p><ul><li><p>Dot</p></li></ul></li></ol><ul><li><p>Other</p></li></ul>",
    ),
    "a paragraph of Word that belongs to a point stays in it": (
        point(1, "·", "One") + "<p class=MsoListParagraphCxSpLast>More of it</p>",
        "<ul><li><p>One</p><p>More of it</p></li></ul>",
    ),
    "what was changed under everybody's eyes in Word is struck out, never glued": (
        "<p class=MsoNormal>Dues <del cite='mailto:Jo' datetime='2026-11-01'>fell</del><ins "
        "cite='mailto:Jo'>rose</ins> by <b>a third</b>.</p>",
        "<p>Dues <s>fell</s>rose by <strong>a third</strong>.</p>",
    ),
    "comments in Word's margin and hidden words are not the story": (
        "<p class=MsoNormal>Dues fell.<span class=MsoCommentReference><a class=msocomanchor "
        "href='#_msocom_1'>[JL1]</a></span><span "
        "style='display:none;mso-hide:all'>secret</span></p>"
        "<div style='mso-element:comment-list'><hr><div style='mso-element:comment'><p "
        "class=MsoCommentText>Is that so?</p></div></div>",
        "<p>Dues fell.</p>",
    ),
    "an endnote of Word is a footnote, without the line above it": (
        "<p class=MsoNormal>So it is.<a style='mso-endnote-id:edn1' "
        "href='#_edn1'><sup>i</sup></a></p>"
        "<div style='mso-element:endnote-list'><hr align=left size=1 width='33%'><div style='mso-"
        "element:endnote' id=edn1><p class=MsoEndnoteText><a "
        "href='#_ednref1'><sup>i</sup></a> Page 7."
        "</p></div></div>",
        "<p>So it is.<story-note>Page 7.</story-note></p>",
    ),
    "names that Word marks, and its own elements, leave their words": (
        "<p class=MsoNormal>In <st1:City w:st='on'><st1:place>Alderhaven</st1:place></st1:City>"
        "<o:p>&nbsp;</o:p></p>",
        "<p>In Alderhaven\u00a0</p>",
    ),
    "what Word's style sheet makes bold is bold": (
        WORD.format("<!-- @font-face {{font-family:X}} span.Key {font-weight:bold} -->")
        + "<p class=MsoNormal>Dues <span class=Key>fell</span></p></body></html>",
        "<p>Dues <strong>fell</strong></p>",
    ),
    # Word in a browser, Outlook, Gmail
    "a list of Word in a browser is one list, nested by its levels": (
        online(1, "One") + online(2, "Half") + online(1, "Two") + '<p class="Paragraph">After</p>',
        "<ul><li><p>One</p><ul><li><p>Half</p></li></ul></li><li><p>Two</p></li></ul><p>After</p>",
    ),
    "numbers of Word in a browser count on": (
        online(1, "Two", "ol", ' start="2"') + online(1, "Three", "ol", ' start="3"'),
        '<ol start="2"><li><p>Two</p></li><li><p>Three</p></li></ol>',
    ),
    "links of Outlook lead where they say": (
        '<p class="MsoNormal"><a '
        'href="https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2F'
        'harbour.example%2Freport%3Fa%3D1%26b%3D2&amp;data=05%7C01">report</a></p>',
        '<p><a href="https://harbour.example/report?a=1&amp;b=2">report</a></p>',
    ),
    "lines of a mail from Gmail are paragraphs": (
        '<div dir="ltr">Dear all,<div><br></div><div>the <i>ferry</i> '
        "sails.</div><div>Jo<br></div></div>",
        "<p>Dear all,</p><p>the <em>ferry</em> sails.</p><p>Jo</p>",
    ),
    "an answer in a mail stays a quotation": (
        '<div>Yes.</div><blockquote type="cite"><div>Does it sail?</div></blockquote>',
        "<p>Yes.</p><blockquote><p>Does it sail?</p></blockquote>",
    ),
    # LibreOffice, Pages and Notes, web pages
    "LibreOffice says font and style, and its notes are footnotes": (
        '<p style="line-height: 100%"><font face="Liberation Serif"><font size="3" '
        'style="font-size: '
        '12pt"><b>Dues</b> <span style="font-weight: normal">fell</span></font></font><a class='
        '"sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p><div id='
        '"sdfootnote1"><p class="sdfootnote"><a href="#sdfootnote1anc">1</a> Page 7.</p></div>',
        "<p><strong>Dues</strong> fell<story-note>Page 7.</story-note></p>",
    ),
    "a note of two paragraphs, with a link and a bold word, is one note": (
        "<p>Dues<a href='#_ftn1'>[1]</a> fell.</p><div style='mso-element:footnote-list'><div "
        "style='mso-element:footnote' id=ftn1><p><a href='#_ftnref1'>[1]</a> The <b>report</b></p>"
        "<p>at <a href='https://x.example/r'>its page</a></p></div></div>",
        "<p>Dues<story-note>The <strong>report</strong> at "
        '<a href="https://x.example/r">its page</a></story-note> fell.</p>',
    ),
    "notes of the paper's own page are notes again": (
        '<p>One<sup class="note-mark"><a href="#note-1" id="note-1-back">1</a></sup> and two<sup>'
        '<a href="#note-2">2</a></sup></p><section class="notes"><ol><li id="note-1">A <a '
        'href="#note-1-back">\N{UPWARDS ARROW}</a></li><li id="note-2">B <a href="#note-2-back">'
        "\N{UPWARDS ARROW}</a></li></ol></section>",
        "<p>One<story-note>A</story-note> and two<story-note>B</story-note></p>",
    ),
    "a reference without its note, and a note without its reference, are words": (
        "<p>One<a href='#_ftn1'>[1]</a></p><p><a href='#_ftnref2'>[2]</a> Two</p>",
        "<p>One[1]</p><p>[2] Two</p>",
    ),
    "two notes in one paragraph are words, for nobody knows where one ends": (
        "<p>One<a href='#ftnt1'>[1]</a> two<a href='#ftnt2'>[2]</a></p><p><a "
        "href='#ftnt_ref1'>[1]</a> A <a href='#ftnt_ref2'>[2]</a> B</p>",
        "<p>One[1] two[2]</p><p>[1] A [2] B</p>",
    ),
    "a list of LibreOffice is nested": (
        '<ul><li><p style="margin-bottom: '
        '0cm">One</p><ul><li><p>Half</p></li></ul></li><li><p>Two</p>'
        "</li></ul>",
        "<ul><li><p>One</p><ul><li><p>Half</p></li></ul></li><li><p>Two</p></li></ul>",
    ),
    "Pages and Notes say it in a style sheet": (
        COCOA.format(
            '<p class="p1"><span class="s1">Dues</span> fell<span '
            'class="Apple-converted-space">\u00a0'
            '</span>by <span class="s2">a third</span></p>'
        ),
        "<p><strong>Dues</strong> fell\u00a0by <em>a third</em></p>",
    ),
    "two line breaks are a new paragraph, one is a line": (
        '<div style="color:black">One<br>line<br><br>Two</div>',
        "<p>One<br>line</p><p>Two</p>",
    ),
    "letters of a weight of 600 are bold, those of 500 are not": (
        '<p><span style="font-weight:600">bold</span> <span style="font-weight:500">not</span> '
        '<b style="font-weight:inherit">as around</b></p>',
        "<p><strong>bold</strong> not as around</p>",
    ),
    "bold around several paragraphs is bold in each": (
        "<b><p>One</p><p>Two</p></b>",
        "<p><strong>One</strong></p><p><strong>Two</strong></p>",
    ),
    "words of two parts of a page are not one word": (
        "<div>One</div><div>Two</div><section>Three</section>",
        "<p>One</p><p>Two</p><p>Three</p>",
    ),
    "words with two marks that overlap keep both": (
        '<p><b>a <i>b</i></b><i style="font-style:normal">c</i></p>',
        "<p><strong>a <em>b</em></strong>c</p>",
    ),
    "a link around bold words is one link": (
        '<p><a href="https://x.example/">See <b>this</b> page</a></p>',
        '<p><a href="https://x.example/">See <strong>this</strong> page</a></p>',
    ),
    "terms and what they mean are paragraphs": (
        "<dl><dt>Dues</dt><dd>What a ship pays</dd></dl>",
        "<p>Dues</p><p>What a ship pays</p>",
    ),
    # Whole documents
    "a document of Pages": document("pages"),
    "a mail of Gmail with what it answers, its signature and its detours": document("gmail"),
    "a mail of Outlook with what it answers": document("outlook"),
    "cells of Google Sheets are a table": document("sheets"),
    "cells of Excel are a table, without the rows that nobody sees": document("excel"),
    "a document of LibreOffice": document("libreoffice"),
    "an article of another paper, without its buttons and advertisements": document("web-article"),
}
