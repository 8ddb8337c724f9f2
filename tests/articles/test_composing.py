"""How a few stories stand beside one another: a composition for every number of them."""

from itertools import product

import pytest

from articles.composing import (
    COMPOSITIONS,
    MOST,
    Layout,
    composition,
    has_no_picture,
    in_a_row,
    laid_out,
)
from articles.style_guide import groups

LAYOUTS = list(MOST)


def stories(pictured):
    return groups.stories(pictured)


def every_mix(most):
    return ["".join(mix) for count in range(1, most + 1) for mix in product("x-", repeat=count)]


def composed(layout, pictured):
    shown = laid_out(stories(pictured), layout)
    return composition(shown, layout), shown


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_number_and_mix_of_stories_has_a_composition_that_it_fills(layout):
    for pictured in every_mix(6):
        name, shown = composed(layout, pictured)
        count, has = len(shown), [not has_no_picture(story) for story in shown]

        assert name in COMPOSITIONS
        assert count == min(len(pictured), MOST[layout])
        if name == "pictures":
            assert all(has)
            assert count > 1
        if name.startswith("one-and"):
            assert has[0]
            assert count == {"three": 4}.get(name.removeprefix("one-and-"), 5)
        if name == "one-and-pair":
            assert has[1]
            assert has[2]
        if name == "columns":
            assert count <= 4
        if name == "feature":
            assert count <= 5
            assert has[0] or not any(has)


@pytest.mark.parametrize(
    ("layout", "pictured", "name"),
    [
        (Layout.ONE_AND_FOUR, "x----", "one-and-four"),
        (Layout.ONE_AND_FOUR, "--x--", "one-and-four"),
        (Layout.ONE_AND_FOUR, "xxx--", "one-and-pair"),
        (Layout.ONE_AND_FOUR, "xxxxxx", "one-and-pair"),
        (Layout.ONE_AND_FOUR, "xxxx", "one-and-three"),
        (Layout.ONE_AND_FOUR, "x--", "feature"),
        (Layout.ONE_AND_FOUR, "-----", "feature"),
        (Layout.THREE, "xxx", "pictures"),
        (Layout.THREE, "--xxx", "pictures"),
        (Layout.THREE, "xx-", "feature"),
        (Layout.THREE, "---", "columns"),
        (Layout.THREE, "x", "feature"),
        (Layout.FEATURE, "----", "feature"),
        (Layout.FOUR_TEXT, "xxxx", "columns"),
        (Layout.FOUR_TEXT, "-", "columns"),
        (Layout.LIST, "x", "list"),
    ],
)
def test_where_there_are_too_few_the_nearest_that_these_few_fill(layout, pictured, name):
    assert composed(layout, pictured)[0] == name


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_story_is_never_lost_on_the_way_to_its_place(layout):
    for pictured in every_mix(5):
        given = stories(pictured)
        shown = laid_out(given, layout)

        assert len({story.pk for story in shown}) == len(shown)
        assert {story.pk for story in shown} <= {story.pk for story in given}
        if len(given) <= MOST[layout]:
            assert len(shown) == len(given)


def test_the_newest_leads_among_those_of_its_kind():
    assert composed(Layout.FEATURE, "--xx")[1][0].text.headline == groups.HEADLINES[2]
    assert composed(Layout.FEATURE, "----")[1][0].text.headline == groups.HEADLINES[0]


@pytest.mark.parametrize(
    ("pictured", "name"),
    [("x", "feature"), ("-", "feature"), ("xx", "pictures"), ("x-", "columns"),
     ("xxx", "pictures"), ("xx-", "columns"), ("---", "columns")],
)  # fmt: skip
def test_in_a_row_all_have_pictures_or_none(pictured, name):
    assert in_a_row(stories(pictured)) == name


def test_the_style_guide_shows_every_composition():
    assert {context["composition"] for _, context in groups.groups()} == set(COMPOSITIONS)
