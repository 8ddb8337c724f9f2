"""Routes are found by themselves: one that is added later is asked, or fails the build."""

from . import needs


def test_every_route_says_what_it_needs_to_be_asked():
    assert needs.unanswered() == []


def test_nothing_is_said_of_routes_that_are_no_more():
    assert needs.left_over() == []


def test_routes_that_are_added_and_say_nothing_fail_the_build(settings):
    settings.ROOT_URLCONF = "tests.canary.asking.one_more_route"

    assert needs.unanswered() == ["leak", "desk-leak"]


def test_so_does_what_is_left_of_a_route_that_was_taken_away(monkeypatch):
    monkeypatch.setitem(needs.NEEDS, "articles:gone", needs.FIXED)

    assert needs.left_over() == ["articles:gone"]
