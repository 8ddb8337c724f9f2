"""What changed between two versions reads like an edited page."""

import re
from itertools import pairwise

import pytest

from articles.body.comparing import compare
from articles.models import Gallery, Picture, Quote, StoryVersion

HIDDEN = re.compile(r'<span class="visually-hidden">[^<]*</span>')
PICTURE = '<story-embed data-kind="picture" data-id="{}" data-size="{}"></story-embed>'


def version(body="", **text):
    return StoryVersion(**{"headline": "Ferry sails again", "body": body} | text)


def changes(before, after, things=None, part="body"):
    """A part of the difference without the words for screen readers and the plain paragraphs."""
    difference = compare(version(before), version(after), things or {})
    return HIDDEN.sub("", getattr(difference, part))


def edited(before, after):
    return changes(f"<p>{before}</p>", f"<p>{after}</p>").removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("before", "after", "read"),
    [
        ("The ferry sails on Monday.", "The ferry sails on Tuesday.",
         "The ferry sails on <del>Monday</del> <ins>Tuesday</ins>."),
        ("The ferry sails.", "The old ferry sails.", "The <ins>old</ins> ferry sails."),
        ("The old ferry sails.", "The ferry sails.", "The <del>old</del> ferry sails."),
        ("It is open.", "It is open!", "It is open<del>.</del><ins>!</ins>"),
        ("It cost 10,000 crowns.", "It cost 12,000 crowns.",
         "It cost <del>10,000</del> <ins>12,000</ins> crowns."),
        ("A &amp; B &lt; C, they say.", "A &amp; D &lt; C, they say.",
         "A &amp; <del>B</del> <ins>D</ins> &lt; C, they say."),
        ("渡轮星期一开航了", "渡轮星期二开航了", "渡轮星期<del>一</del><ins>二</ins>开航了"),
        ("افتتح الجسر يوم الاثنين.", "افتتح الجسر يوم الثلاثاء.",
         "افتتح الجسر يوم <del>الاثنين</del> <ins>الثلاثاء</ins>."),
    ],
)  # fmt: skip
def test_words_that_went_and_came_stand_side_by_side(before, after, read):
    assert edited(before, after) == read


def test_a_paragraph_of_other_words_is_no_confetti():
    read = changes(
        "<p>The council met on Monday and talked about the budget for schools.</p>",
        "<p>Rain fell over the valley, and nobody could remember the like of it.</p>",
    )
    assert len(re.findall("<del>", read)) == 1
    assert len(re.findall("<ins>", read)) == 1


def test_one_word_that_stayed_among_others_is_no_crumb():
    read = edited(
        "They said that cats and dogs sleep well at night in this old house.",
        "They said that birds or fish and many small mice sleep well at night in this old house.",
    )
    assert read == (
        "They said that <del>cats and dogs</del> <ins>birds or fish and many small mice</ins> "
        "sleep well at night in this old house."
    )


def test_paragraphs_are_found_again_before_their_words_are_compared():
    before = "".join(f"<p>Paragraph {n} speaks of the {thing} at length and in its own words.</p>"
                     for n, thing in enumerate(("bridge", "ferry", "market")))  # fmt: skip
    after = before.replace("the ferry", "the old ferry").replace(
        "<p>Paragraph 0", "<p>Something entirely new opens it now.</p><p>Paragraph 0"
    )
    read = changes(before, after)

    assert (
        '<p class="difference__added"><ins>Something entirely new opens it now.</ins></p>' in read
    )
    assert "speaks of the <ins>old</ins> ferry at length" in read
    assert read.count("<ins>") == 2
    assert "<del>" not in read


def test_a_paragraph_that_moved_is_said_to_have_moved():
    first, second, third = "<p>One is here.</p>", "<p>Two is there.</p>", "<p>Three stays on.</p>"
    difference = compare(version(first + second + third), version(second + third + first), {})

    assert "Moved from here:</span> “One is here.”" in difference.body
    assert "Moved here:</span> One is here." in difference.body
    assert difference.changes == 1
    assert "<del>" not in difference.body


def test_items_rows_boxes_and_quotes_stand_where_they_stood():
    list_, table = (
        "<ul><li>Books</li>{}</ul>",
        "<table><tbody><tr><td>Yes</td><td>{}</td></tr></tbody></table>",
    )
    read = changes(
        list_.format("") + table.format(14) + "<blockquote><p>It is warm.</p></blockquote>",
        list_.format("<li>A van</li>") + table.format(15)
        + '<aside data-box="fact"><p>It has two floors.</p></aside>'
        + "<blockquote><p>It is warm.</p></blockquote>",
    )  # fmt: skip
    assert '<ul><li>Books</li><li class="difference__added"><ins>A van</ins></li></ul>' in read
    assert "Yes | <del>14</del> <ins>15</ins>" in read
    assert re.search(
        '<div class="difference__box"><p class="difference__what difference__added">'
        "<ins>Box: Facts</ins></p>.*It has two floors.*</div><blockquote>",
        read,
    )


def test_pictures_galleries_and_quotes_are_named_in_words():
    things = {
        ("picture", 1): Picture(alt="A crane", caption="Dusk."),
        ("gallery", 2): Gallery(title="The <market>"),
        ("quote", 3): Quote(text="It is warm", speaker="Mirela Okafor"),
    }
    embeds = "".join(
        f'<story-embed data-kind="{kind}" data-id="{pk}"></story-embed>' for kind, pk in things
    )
    gone = PICTURE.format(9, "wide")
    read = changes(gone, embeds, things)

    assert "<ins>Picture: A crane</ins>" in read
    assert "<ins>Gallery: The &lt;market&gt;</ins>" in read
    assert "<ins>Quote: “It is warm”, Mirela Okafor</ins>" in read
    assert "<del>A picture that is no longer shown</del>" in read


def test_another_size_another_link_and_other_lettering_are_changes_too():
    link = '<p>The council <a href="https://{}.example/">voted on it</a>.</p>'
    assert "voted on it</a> <span" in changes(link.format("old"), link.format("new"))
    assert "[link changed]" in changes(link.format("old"), link.format("new"))
    assert "[lettering changed]" in edited("It is <em>open</em>.", "It is <strong>open</strong>.")
    assert "[shown in another size]" in changes(
        PICTURE.format(1, "wide"), PICTURE.format(1, "side")
    )
    assert "[heading of another level]" in changes(
        "<h2>A</h2><h2>Next</h2>", "<h2>A</h2><h3>Next</h3>"
    )


def test_the_head_is_compared_as_the_text_is():
    old, new = Picture(pk=1, alt="A crane"), Picture(pk=2, alt="A ship")
    before = version(kicker="Ferries", standfirst="Twice a day.", dateline="Portside",
                     lead_picture_id=1, lead_caption="On Sunday.")  # fmt: skip
    after = version(headline="Ferry sails once more", standfirst="Thrice a day.",
                    lead_picture_id=2, lead_caption="On Monday.")  # fmt: skip
    difference = compare(before, after, {("picture", 1): old, ("picture", 2): new})
    read = {name: HIDDEN.sub("", getattr(difference, name)) for name in (
        "kicker", "headline", "standfirst", "dateline", "picture", "caption")}  # fmt: skip

    assert read == {
        "kicker": "<del>Ferries</del>",
        "headline": "Ferry sails <del>again</del> <ins>once more</ins>",
        "standfirst": "<del>Twice</del> <ins>Thrice</ins> a day.",
        "dateline": "<del>Portside</del>",
        "picture": "<del>Picture: A crane</del> <ins>Picture: A ship</ins>",
        "caption": "On <del>Sunday</del> <ins>Monday</ins>.",
    }
    assert difference.changes == 6


def test_versions_that_say_the_same_have_no_difference():
    text = "<p>It <strong>sails</strong>.</p><ul><li>At six</li></ul><hr>" + PICTURE.format(
        1, "wide"
    )
    assert not compare(version(text), version(text), {})
    assert not compare(version(""), version(""), {})


def test_a_listener_hears_what_was_added_and_where_it_ends():
    difference = compare(version("<p>It sails.</p>"), version("<p>It sails again.</p>"), {})

    assert '<span class="visually-hidden">Added: </span>again' in difference.body
    assert "End of what was added." in difference.body


def test_what_is_written_stays_text_and_links_stay_links():
    read = edited("Nothing here is &lt;b&gt;bold&lt;/b&gt;, they said.",
                  "Nothing here is &lt;i&gt;bold&lt;/i&gt;, they said.")  # fmt: skip
    assert not re.search("<[bi]>", read)
    assert "&lt;" in read
    long = "<p>Who wants to know more about it can {} at the town hall.</p>"
    read = changes(
        long.format('<a href="/a/?x=1&amp;y=2">read <em>all</em></a>'), long.format("ask")
    )
    assert "<del>read <em>all</em></del>" in read
    read = changes(
        long.format("ask"), long.format('<a href="/a/?x=1&amp;y=2">read <em>all</em></a>')
    )
    assert '<ins><a href="/a/?x=1&amp;y=2">read <em>all</em></a></ins>' in read


@pytest.mark.parametrize("part", ["body", "headline"])
def test_every_tag_that_is_opened_is_closed(part):
    messy = "<p>a <strong>b <em>c</em></strong> d</p><ol><li>x<ul><li>y</li></ul></li></ol>"
    messy += "<pre>q\n r</pre>"
    other = "<p>a <em>b c</em> e</p><ul><li>x</li></ul><aside data-box='fact'><h3>k</h3></aside>"
    for before, after in (("", messy), (messy, ""), (messy, other), (other, messy)):
        open_tags = []
        for closes, name in re.findall(r"<(/?)([a-z0-9]+)", changes(before, after, part=part)):
            if name == "br":
                continue
            if closes:
                assert open_tags.pop() == name
            else:
                open_tags.append(name)
        assert open_tags == []


def words_in(length, seed):
    """Words of a small language, other ones for each seed, the same in each run."""
    found, state = [], seed
    for _ in range(length):
        state = (state * 1103515245 + 12345) % 2**31
        found.append(f"w{(state >> 8) % 400}")
    return found


@pytest.mark.parametrize("length", [1, 2, 30, 300])
@pytest.mark.parametrize("paragraphs", [1, 7])
def test_both_texts_can_be_read_from_the_edited_page(length, paragraphs):
    texts = []
    for seed in (1, 2):
        words = words_in(length, seed) if seed == 2 else words_in(length, 1)
        if seed == 2:
            words = words_in(length, 1)[: length // 2] + words
        texts.append("".join(f"<p>{' '.join(words[n::paragraphs])}</p>" for n in range(paragraphs)))
    read = changes(*texts)
    read = re.sub(r"<p class=\"difference__moved\">.*?</p>", "", read)
    for text, sign in zip(texts, ("ins", "del"), strict=True):
        kept = re.sub(f"<{sign}>.*?</{sign}>", " ", read)
        assert re.findall(r"w\d+", kept) == re.findall(r"w\d+", text)


def test_a_text_as_long_as_may_be_is_compared_all_the_same():
    words = words_in(60_000, 3)
    before, after = f"<p>{' '.join(words)}</p>", f"<p>{' '.join(reversed(words))}</p>"

    assert compare(version(before), version(after), {}).changes == 1
    for one, other in pairwise(["<p>*</p>" * 3000, "<p>-</p>" * 3000, "<p>*</p>" * 2000]):
        assert compare(version(one), version(other), {})
