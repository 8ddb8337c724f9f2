import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import body

EMBED = '<story-embed data-kind="picture" data-id="7" data-size="wide" data-label=""></story-embed>'


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("<p onclick='x()'>Hello</p>", "<p>Hello</p>"),
        ("<p>Hello<script>alert(1)</script></p>", "<p>Hello</p>"),
        ('<p><a href="javascript:alert(1)">go</a></p>', "<p><a>go</a></p>"),
        ('<p><a href="//evil.test/">go</a></p>', "<p><a>go</a></p>"),
        ('<p><a href="/city/">go</a></p>', '<p><a href="/city/">go</a></p>'),
        ("<p></p><p>&nbsp;</p><p>One</p>", "<p>One</p>"),
        ('<h1 style="color:red">Big</h1>', "<h2>Big</h2>"),
        ('<img src="https://tracker.test/x.gif">', ""),
        ("<svg><p>x</svg>", "<p>x</p>"),
        (
            '<table><tbody><tr><th scope="col" colspan="2"></th><th>For</th></tr></tbody></table>',
            '<table><tbody><tr><td colspan="2"></td><th>For</th></tr></tbody></table>',
        ),
    ],
)
def test_pasted_text_keeps_its_words_and_loses_what_may_not_be_there(pasted, kept):
    assert body.clean(pasted) == kept


@pytest.mark.parametrize(
    "text",
    [
        "<h3>a</h3><h2>b</h2><h4>c</h4>",
        f"<p>a</p>{EMBED}<p>b</p>",
        f"<ul><li>x{EMBED}</li></ul>",
        "a < b & c",
        "<p>x<br>y",
        '<aside data-box="fact"><h2>a</h2><p>b</p></aside><h4>c</h4>',
        '<aside data-box="fact"><aside data-box="fact"><p>a</p></aside></aside>',
        '<h2>y<aside data-box="fact"><h2>x</h2></aside></h2>',
        "<h4><a href='/'><tr><h4>x",
    ],
)
def test_cleaning_twice_changes_nothing(text):
    assert body.clean(body.clean(text)) == body.clean(text)


def test_an_embed_inside_a_paragraph_moves_behind_it():
    assert (
        body.clean(f"<p>One {EMBED} two</p><p>Three</p>") == f"<p>One  two</p>{EMBED}<p>Three</p>"
    )


@pytest.mark.parametrize(
    "forged",
    [
        '<story-embed data-kind="user" data-id="1"></story-embed>',
        '<story-embed data-kind="picture" data-id="1 or 1=1"></story-embed>',
        '<story-embed data-kind="picture"></story-embed>',
    ],
)
def test_an_embed_of_nothing_we_know_is_left_out(forged):
    assert body.clean(f"<p>a</p>{forged}") == "<p>a</p>"


def test_plain_text_keeps_words_apart():
    assert body.plain_text("<p>One</p><ul><li>two</li><li>three &amp; four</li></ul>") == (
        "One two three & four"
    )


@given(
    st.lists(
        st.sampled_from("p h2 li ul ol td th tr table caption pre aside blockquote div dd".split()),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_ends_between_two_words_keeps_them_apart(tags):
    opened = "".join(f"<{tag}>" for tag in tags)
    closed = "".join(f"</{tag}>" for tag in reversed(tags))

    assert body.plain_text(f"{opened}one{closed}two{opened}three{closed}") == "one two three"


def test_a_missing_picture_leaves_no_trace_on_the_page():
    assert body.render(f"<p>a</p>{EMBED}<p>b</p>", {}) == "<p>a</p><p>b</p>"


def test_a_million_characters_are_enough():
    with pytest.raises(ValueError, match="million"):
        body.clean("x" * 1_000_001)


def test_a_text_that_is_all_tags_is_refused_before_it_is_read():
    with pytest.raises(ValueError, match="20,000 tags"):
        body.clean("<div>" * 20_001)


def test_a_wide_table_can_be_reached_and_scrolled_with_the_keyboard():
    table = "<table><tbody><tr><td>23</td></tr></tbody></table>"

    assert body.render(table, {}) == (
        f'<div class="table-frame" role="group" aria-label="Table" tabindex="0">{table}</div>'
    )


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        ("<h3>a</h3><p>x</p><h3>b</h3>", "<h2>a</h2><p>x</p><h2>b</h2>"),
        ("<h2>a</h2><h4>b</h4>", "<h2>a</h2><h3>b</h3>"),
        ("<h4>a</h4><h2>b</h2><h3>c</h3>", "<h2>a</h2><h2>b</h2><h3>c</h3>"),
        (
            '<h2>a</h2><aside data-box="fact"><h2>b</h2><p>x</p></aside><h3>c</h3>',
            '<h2>a</h2><aside data-box="fact"><h3>b</h3><p>x</p></aside><h3>c</h3>',
        ),
    ],
)
def test_headings_make_an_outline_without_gaps(chosen, kept):
    assert body.clean(chosen) == kept


@pytest.mark.parametrize("kind", ["explainer", "method", "fact", "document", "timeline"])
def test_a_box_keeps_what_stands_in_it(kind):
    box = (
        f'<aside data-box="{kind}"><h2>a</h2><p>b <a href="/c">c</a></p><ol><li>d</li></ol></aside>'
    )

    assert body.clean(f"<p>x</p>{box}") == f"<p>x</p>{box}"


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ('<aside data-box="advert"><p>a</p></aside>', "<p>a</p>"),
        ('<aside class="x" onclick="y()"><p>a</p></aside>', "<p>a</p>"),
        ('<aside data-box="fact"><p> </p><ul><li></li></ul></aside>', ""),
        (
            '<ul><li>a<aside data-box="fact"><p>b</p></aside></li></ul>',
            "<ul><li>a<p>b</p></li></ul>",
        ),
        (
            '<aside data-box="fact"><p>a</p><aside data-box="method"><p>b</p></aside></aside>',
            '<aside data-box="fact"><p>a</p><p>b</p></aside>',
        ),
        (
            f'<aside data-box="fact"><p>a</p>{EMBED}<p>b</p></aside><p>c</p>',
            f'<aside data-box="fact"><p>a</p><p>b</p></aside>{EMBED}<p>c</p>',
        ),
    ],
)
def test_a_box_that_may_not_stand_there_leaves_its_words(pasted, kept):
    assert body.clean(pasted) == kept


def test_each_box_says_what_it_is_and_has_a_name_of_its_own():
    titled = '<aside data-box="timeline"><h2>A <em>year</em></h2><p>b</p></aside>'
    plain = '<aside data-box="method"><p>b</p></aside>'
    html = body.render(titled + plain + plain, {})

    assert '<aside class="box box--timeline" aria-label="Timeline: A year">' in html
    assert '<p class="box__label label">How we did this</p><p>b</p></aside>' in html
    assert 'aria-label="How we did this"' in html
    assert 'aria-label="How we did this, number 2"' in html


def test_the_days_of_a_timeline_stand_out_only_where_they_come_first():
    box = "<ol><li><strong>May</strong> Begun</li><li>Not <strong>yet</strong></li></ol>"
    html = body.render(f'<aside data-box="timeline">{box}</aside>', {})

    assert html.count('class="box__when"') == 1
    assert "Not <strong>yet</strong>" in html


def test_a_table_is_named_by_its_caption():
    table = "<table><caption>The <em>vote</em></caption><tbody><tr><td>2</td></tr></tbody></table>"

    assert 'aria-label="Table: The vote"' in body.render(table, {})


def test_the_dateline_opens_the_text_behind_a_box_or_a_picture():
    box = '<aside data-box="fact"><p>a</p></aside>'
    html = body.render(f"{box}{EMBED}<p>b</p>", {}, dateline="<Portside>")

    assert html.endswith('<p><span class="dateline">&lt;Portside&gt;</span> b</p>')
    assert html.count("dateline") == 1


LONG = "he council met on Monday and did not decide. " * 5


@pytest.mark.parametrize(
    ("text", "carries"),
    [
        (f"<p>T{LONG}</p>", True),
        (f"<p><a href='/'>Č</a>{LONG}</p>", True),
        ("<p>They met.</p>", False),
        (f"<p>“T{LONG}”</p>", False),
        (f"<p>19 t{LONG}</p>", False),
        (f"<h2>T</h2><p>T{LONG}</p>", False),
        (f"<p>ا{LONG}</p>", False),
        (f"<p>ก{LONG}</p>", False),
        ("", False),
    ],
)
def test_only_a_long_opening_in_a_script_with_capitals_carries_a_large_letter(text, carries):
    assert body.opens_with_a_capital(text) is carries


def test_a_thousand_boxes_are_rendered_in_no_time():
    boxes = '<aside data-box="fact"><h2>a</h2></aside>' * 1000

    assert body.render(body.clean(boxes), {}, dateline="Portside").count("number") == 999
