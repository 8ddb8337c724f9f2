"""Two people's changes of one text come together: nothing is lost, nothing stands twice."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as some

from articles.body import clean
from articles.body.merging import (
    BOTH,
    MINE,
    THEIRS,
    Conflict,
    conflicts,
    merge,
    merge_value,
    resolved,
)

FISH, BOATS, MEN, GULLS = (
    "One fish swam far away today",
    "Two boats came home at dusk",
    "Three men sat in the harbour",
    "Four gulls cried over it all",
)
STAYS = "and nobody minded"


def body(*paragraphs):
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def merged(base, mine, theirs):
    """The text, where nothing is to choose."""
    return resolved(merge(base, mine, theirs), {})


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "together"),
    [
        pytest.param(
            (FISH, BOATS), (f"{FISH}, mine", BOATS), (FISH, f"{BOATS}, theirs"),
            (f"{FISH}, mine", f"{BOATS}, theirs"), id="neighbouring paragraphs",
        ),
        pytest.param((FISH, BOATS), (FISH, BOATS, MEN), (f"{FISH}!", BOATS),
                     (f"{FISH}!", BOATS, MEN), id="one adds, one changes"),
        pytest.param((FISH,), (FISH, MEN), (FISH, GULLS), (FISH, GULLS, MEN), id="both add"),
        pytest.param((FISH,), (FISH, MEN), (FISH, MEN, GULLS), (FISH, MEN, GULLS),
                     id="both add the same, and one more"),
        pytest.param((FISH, BOATS, MEN), (BOATS, MEN, FISH), (f"{FISH} again", BOATS, MEN),
                     (BOATS, MEN, f"{FISH} again"), id="one moves what the other changes"),
        pytest.param((FISH, BOATS, MEN), (BOATS, FISH, MEN), (BOATS, MEN, FISH),
                     (BOATS, MEN, FISH), id="both move one, to two places"),
        pytest.param((FISH, BOATS, MEN), (FISH, MEN), (f"{FISH}!", BOATS, MEN), (f"{FISH}!", MEN),
                     id="one takes away what the other has left as it was"),
        pytest.param((FISH, BOATS), (f"{FISH}!", BOATS), (f"{FISH}!", BOATS), (f"{FISH}!", BOATS),
                     id="both change alike"),
        pytest.param((), (FISH,), (BOATS,), (BOATS, FISH), id="both begin"),
    ],
)  # fmt: skip
def test_what_does_not_meet_comes_together(base, mine, theirs, together):
    assert merged(body(*base), body(*mine), body(*theirs)) == body(*together)


def test_items_of_one_list_come_together_and_so_do_paragraphs_of_one_box():
    items = "<ul><li>{}</li><li>{}</li></ul>"
    box = '<aside data-box="facts"><p>{}</p><p>{}</p></aside>'
    for around in (items, box):
        mine, theirs = (
            around.format(f"{FISH}, mine", BOATS),
            around.format(FISH, f"{BOATS}, theirs"),
        )
        together = merged(around.format(FISH, BOATS), mine, theirs)

        assert together == around.format(f"{FISH}, mine", f"{BOATS}, theirs")


def test_what_both_changed_is_to_be_chosen():
    parts = merge(body(FISH, MEN), body(f"{FISH}, mine", MEN), body(f"{FISH}, theirs", MEN))
    [conflict] = conflicts(parts)

    assert (conflict.mine, conflict.theirs) == (body(f"{FISH}, mine"), body(f"{FISH}, theirs"))
    assert resolved(parts, {conflict.key: MINE}) == body(f"{FISH}, mine", MEN)
    assert resolved(parts, {conflict.key: THEIRS}) == body(f"{FISH}, theirs", MEN)
    assert resolved(parts, {conflict.key: BOTH}) == body(f"{FISH}, theirs", f"{FISH}, mine", MEN)
    with pytest.raises(KeyError):
        resolved(parts, {})


def test_so_is_what_one_changed_and_the_other_took_away():
    [conflict] = conflicts(merge(body(FISH, MEN), body(MEN), body(f"{FISH}, theirs", MEN)))

    assert conflict == Conflict(body(FISH), "", body(f"{FISH}, theirs"))


def test_a_paragraph_that_became_two_is_chosen_as_a_whole():
    [conflict] = conflicts(
        merge(body(FISH), body("One fish swam far", f"away today {STAYS}"), body(f"{FISH}!"))
    )

    assert conflict.mine == body("One fish swam far", f"away today {STAYS}")


def test_what_was_chosen_once_is_not_asked_again():
    base, mine, theirs = body(FISH), body(f"{FISH}, mine"), body(f"{FISH}, theirs")
    parts = merge(base, mine, theirs)
    for choice in (MINE, BOTH):
        saved = resolved(parts, {conflicts(parts)[0].key: choice})

        assert merged(base, mine, saved) == saved


def test_a_choice_has_a_name_that_stays_while_others_come_and_go():
    before = conflicts(merge(body(FISH), body("A"), body("B")))
    after = conflicts(merge(body(FISH, MEN), body("A", "C"), body("B", "D")))

    assert before[0].key in {conflict.key for conflict in after}
    assert len(after) == 2


@pytest.mark.parametrize("base", ["", "Ferry sails"])
def test_a_value_is_taken_from_whoever_changed_it(base):
    assert merge_value(base, base, "Ferry sinks") == "Ferry sinks"
    assert merge_value(base, "Ferry sinks", base) == "Ferry sinks"
    assert merge_value(base, "Ferry sinks", "Ferry sinks") == "Ferry sinks"
    assert merge_value(base, "Mine", "Theirs") == Conflict(base, "Mine", "Theirs")


def test_two_thousand_paragraphs_come_together():
    base = [f"Paragraph {n} says word{n} and thing{n * 7} in town" for n in range(2000)]
    mine = [f"{said}, mine" if n % 3 == 0 else said for n, said in enumerate(base)]
    theirs = [f"{said}, theirs" if n % 3 == 1 else said for n, said in enumerate(base)]
    together = merged(body(*base), body(*mine), body(*theirs))

    assert together.count(", mine") == 667
    assert together.count(", theirs") == 667
    assert together.count("<p>") == 2000


@pytest.mark.parametrize("said", [["x", "y"], ["<hr>"]], ids=["two words", "lines"])
def test_two_thousand_that_are_all_alike_keep_nobody_waiting(said):
    blocks = [each if each.startswith("<") else body(each) for each in said]
    base = "".join(itertools.islice(itertools.cycle(blocks), 2000))
    shuffled = "".join(itertools.islice(itertools.cycle(blocks[::-1]), 1990))

    assert merged(base, base, shuffled) == shuffled
    assert merge(base, shuffled, base + body("new"))


# Of texts that were made up. Each paragraph has a word of its own, so that it can be followed.

PARAGRAPHS = [f"First{n} second{n} third{n} fourth{n} fifth{n}" for n in range(8)]


@some.composite
def changed(draw, side):
    """What one side makes of PARAGRAPHS: some go, are edited, move, or get a neighbour."""
    text = list(PARAGRAPHS)
    for n in range(draw(some.integers(0, 4))):
        place = draw(some.integers(0, len(text) - 1)) if text else 0
        match draw(some.sampled_from(["edit", "remove", "insert", "move"])):
            case "edit" if text:
                text[place] = f"{text[place]} {side}{n}"
            case "remove" if text:
                del text[place]
            case "insert":
                text.insert(place, f"New{side}{n} by{side}{n} hand{side}{n}")
            case "move" if text:
                text.insert(draw(some.integers(0, len(text) - 1)), text.pop(place))
    return text


def words(text):
    return text.replace("<p>", " ").replace("</p>", " ").split()


def choose(parts, choice):
    return resolved(parts, {conflict.key: choice for conflict in conflicts(parts)})


@given(changed("mine"), changed("theirs"))
def test_no_word_of_either_side_is_lost(mine, theirs):
    base, mine, theirs = body(*PARAGRAPHS), body(*mine), body(*theirs)
    kept = {*words(choose(merge(base, mine, theirs), BOTH))}

    assert {*words(mine)} - {*words(base)} <= kept
    assert {*words(theirs)} - {*words(base)} <= kept
    assert {*words(mine)} & {*words(theirs)} <= kept


@given(changed("mine"), changed("theirs"), some.sampled_from([MINE, THEIRS]))
def test_none_of_what_is_new_stands_twice(mine, theirs, choice):
    base, mine, theirs = body(*PARAGRAPHS), body(*mine), body(*theirs)
    kept = words(choose(merge(base, mine, theirs), choice))
    new = {*words(mine), *words(theirs)} - {*words(base)}

    assert [word for word in new if kept.count(word) > 1] == []


@given(changed("mine"))
def test_with_an_unchanged_side_it_is_the_other(mine):
    base, mine = body(*PARAGRAPHS), body(*mine)

    assert merged(base, mine, base) == mine
    assert merged(base, base, mine) == mine
    assert merged(base, mine, mine) == mine


@given(changed("mine"), changed("theirs"))
def test_it_asks_the_same_whoever_saves_second(mine, theirs):
    base, mine, theirs = body(*PARAGRAPHS), body(*mine), body(*theirs)
    ours = conflicts(merge(base, mine, theirs))
    as_they_see_it = conflicts(merge(base, theirs, mine))

    assert {(c.mine, c.theirs) for c in ours} == {(c.theirs, c.mine) for c in as_they_see_it}


ODD = some.lists(
    some.sampled_from([
        *("<p>a</p>", "<h2>b</h2>", "<hr>", "<ul><li>c</li><li><p>d</p></li></ul>", "bare text"),
        "<blockquote><p>e</p><p>f</p></blockquote>", "<pre>  g\n\nh</pre>", "<p>i<br>j &lt; k</p>",
        '<aside data-box="facts"><h3>l</h3><p>m <a href="/n/">n</a></p></aside>',
        '<story-embed data-kind="picture" data-id="3" data-size="wide"></story-embed>',
        "<table><tbody><tr><td>o</td></tr></tbody></table>", '<ol start="3"><li>p</li></ol>',
    ]), max_size=9,
)  # fmt: skip


@given(ODD, ODD, ODD, some.sampled_from([MINE, THEIRS, BOTH]))
def test_whatever_a_body_is_made_of_what_comes_out_is_one(base, mine, theirs, choice):
    base, mine, theirs = (clean("".join(parts)) for parts in (base, mine, theirs))
    together = choose(merge(base, mine, theirs), choice)

    assert clean(together) == together
    assert merged(base, base, theirs) == theirs
