import pytest

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
        ('<h1 style="color:red">Big</h1>', "Big"),
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
    ],
)
def test_headings_make_an_outline_without_gaps(chosen, kept):
    assert body.clean(chosen) == kept
