"""Footnotes: numbered where they stand, cleaned, and counted as what they are."""

import html as markup
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles import body
from articles.body import notes, paragraph_ids
from articles.body.blocks import blocks
from articles.body.comparing import compare_bodies
from articles.body.merging import conflicts, merge, resolved
from articles.checks.draft import Draft
from articles.checks.of_the_text import quotations_have_a_speaker, says_nothing_private
from articles.distribution.feeds import LatestStories
from articles.distribution.sharing import first_sentences
from articles.models import StoryVersion
from articles.search.texts import version_text
from tests.factories import StoryFactory

SAID = "<p>Dues fell.<story-note>Report, p. 7.</story-note> Boats stayed.</p>"
TAGS = "p h2 li ul td tr table caption pre code a sup strong em aside blockquote div br b".split()
WORDS = st.text("ab \u00a0<&\u0627", max_size=4).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
)
OPENING = st.sampled_from([*TAGS, *["story-note"] * 8])


def element(name, inside):
    attributes = {"a": ' href="/x/"', "aside": ' data-box="fact"'}.get(name, "")
    return f"<{name}{attributes}>{''.join(inside)}</{name}>"


PAGES = st.recursive(
    WORDS, lambda inside: st.builds(element, OPENING, st.lists(inside, max_size=4)), max_leaves=16
)
# Ends without beginnings, and the other way round.
SOUP = st.lists(
    st.sampled_from(["<story-note>", "</story-note>", "<p>", "</p>", "<a href='/'>", "</a>", "<b>",
                     "</b>", "<pre>", "</pre>", "<li>", "<table>", "<td>", "a", " b"]),
    max_size=14,
).map("".join)  # fmt: skip


def letters(source):
    return re.sub(r"<[^>]*>|\s|&nbsp;", "", source)


@given(PAGES | SOUP)
def test_cleaning_twice_changes_nothing(page):
    once = body.clean(page)
    assert body.clean(once) == once


@given(PAGES | SOUP)
def test_a_note_holds_words_and_stands_in_no_other_and_in_no_link(page):
    clean = body.clean(page)
    for note in notes.among(clean):
        assert letters(note)
        assert set(re.findall(r"<([a-z0-9-]+)", note)) <= notes.INSIDE
    outside = notes.without(clean)
    assert "story-note" not in outside
    assert not re.search(r"<(a|sub|sup|code|pre|caption)\b[^>]*>(?:(?!</\1>).)*<story-note", clean)


def test_a_box_that_holds_nothing_but_a_note_stays():
    box = '<aside data-box="fact"><p><story-note>By the city.</story-note></p></aside>'
    assert body.clean(box) == box


@given(PAGES)
@example('<aside data-box="fact"><story-note>&lt;</story-note></aside>')
def test_no_word_is_lost_by_cleaning_notes(page):
    assert sorted(letters(body.clean(page))) == sorted(letters(page))


@given(PAGES | SOUP)
def test_each_number_leads_to_its_note_and_back(page):
    html = body.render(body.clean(page), {})
    numbers = [str(n) for n in range(1, html.count('role="doc-noteref"') + 1)]
    assert re.findall(r'href="#note-(\d+)" role="doc-noteref"', html) == numbers
    assert re.findall(r'<li id="note-(\d+)">', html) == numbers
    assert re.findall(r'href="#note-(\d+)-back" role="doc-backlink"', html) == numbers
    assert "story-note" not in html


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p>a<story-note> \u00a0</story-note></p>", "<p>a</p>"),
        ("<p>a<story-note>b<story-note>c</story-note></story-note></p>",
         "<p>a<story-note>b c</story-note></p>"),
        ("<p><a href='/x/'>a<story-note>b</story-note> c</a></p>",
         '<p><a href="/x/">a c</a><story-note>b</story-note></p>'),
        ("<pre>a<story-note>b</story-note></pre>", "<pre>a b </pre>"),
        ("<table><caption>a<story-note>b</story-note></caption><tbody><tr><td>c"
         "<story-note>d</story-note></td></tr></tbody></table>",
         "<table><caption>a b </caption><tbody><tr><td>c<story-note>d</story-note></td></tr>"
         "</tbody></table>"),
        ("<p>a<story-note onclick='x()' id=n1>b</story-note></p>",
         "<p>a<story-note>b</story-note></p>"),
        ("<p>a</story-note> b</p>", "<p>a b</p>"),
    ],
)  # fmt: skip
def test_what_is_no_note_is_mended_or_goes(written, kept):
    assert body.clean(written) == kept


def test_notes_are_numbered_by_where_they_stand_and_an_address_in_one_is_a_link():
    text = (
        "<p>One<story-note>See https://x.example/a?b=1&amp;c=2.</story-note></p>"
        '<p>Two<story-note><a href="https://y.example/">Y</a></story-note></p>'
    )
    html = body.render(text, {})
    assert 'See <a class="address" href="https://x.example/a?b=1&amp;c=2">' in html
    assert "https://x.example/a?b=1&amp;c=2</a>. <a" in html
    assert '<li id="note-2"><a href="https://y.example/">Y</a> <a' in html
    first, second = text.split("</p><p>")
    turned = body.render(f"<p>{second[:-4]}</p>{first}</p>", {})
    assert turned.index("https://y.example/") < turned.index("https://x.example/")


def test_in_feeds_they_are_a_plain_list():
    html = body.render(SAID, {}, notes_are_linked=False)
    assert html == (
        "<p>Dues fell.<sup>1</sup> Boats stayed.</p><hr><ol><li>Report, p. 7.</li></ol>"
    )


def test_they_are_found_and_checked_but_are_no_words_of_the_text():
    version = StoryVersion(headline="x", body=SAID, standfirst="")
    assert version.word_count == 4
    assert body.plain_text(SAID) == "Dues fell. Boats stayed."
    assert version_text(version) == "Dues fell. Boats stayed. Report, p. 7."
    assert first_sentences(SAID) == "Dues fell. Boats stayed."
    assert first_sentences("<p>A.<story-note>" + "b " * 9000) == "A."
    draft = Draft(body="<p>A<story-note>Ask ana@example.org</story-note></p>")
    assert [words for _, words in says_nothing_private(draft)] == ["ana@example.org"]
    quoted = "<blockquote><p>So it is.<story-note>In 2019 – 2020</story-note></p></blockquote>"
    assert len(list(quotations_have_a_speaker(Draft(body=quoted)))) == 1


def test_a_paragraph_keeps_its_address_when_a_note_comes_to_it():
    without = paragraph_ids.with_ids(notes.without(SAID))
    assert notes.without(paragraph_ids.with_ids(SAID)) == without


def test_the_name_of_a_box_has_no_note_in_it():
    box = '<aside data-box="fact"><h2>Dues<story-note>x</story-note></h2><p>a</p></aside>'
    assert 'aria-label="Facts: Dues"' in body.render(box, {})


def test_a_note_that_changed_is_told_as_a_note():
    told = compare_bodies(SAID, SAID.replace("p. 7", "p. 9"), {})
    said = " ".join(re.sub(r"<(?!del|ins|/del|/ins)[^>]*>", "", told).split())
    assert "Dues fell. [Report, p. <del>Removed: 7" in said
    assert "</ins>.] Boats stayed." in said
    assert [word.text for word in blocks(SAID)[0].words if word.is_in_a_note][:3] == [
        "[", "Report", ",",
    ]  # fmt: skip


def test_one_who_adds_a_note_and_one_who_changes_another_paragraph_both_get_their_way():
    base = "<p>One fell.</p><p>Two rose.</p>"
    mine = "<p>One fell.<story-note>a</story-note></p><p>Two rose.</p>"
    theirs = "<p>One fell.</p><p>Two rose again.</p>"
    parts = merge(base, mine, theirs)
    assert not conflicts(parts)
    assert resolved(parts, {}) == mine.replace("rose", "rose again")
    both = merge(base, mine, base.replace("fell", "fell deep"))
    assert len(conflicts(both)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "/text"])
def test_readers_get_them_on_the_page_and_in_the_text_edition(client, address):
    story = StoryFactory(published=True, body=SAID, language="en")
    html = client.get(address + story.get_absolute_url()).text
    assert 'href="#note-1" role="doc-noteref" aria-label="Footnote 1">1</a></sup> Boats' in html
    assert '<section class="notes" role="doc-endnotes" aria-label="Footnotes">' in html
    assert html.count('id="note-1"') == html.count('id="note-1-back"') == 1


@pytest.mark.django_db
def test_a_feed_has_them_too(rf):
    StoryFactory(published=True, body=SAID, language="en")
    answer = LatestStories()(rf.get("/latest.rss"))
    assert "<li>Report, p. 7.</li>" in markup.unescape(answer.content.decode())
