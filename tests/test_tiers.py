"""No test is lost between the tiers: what each leaves out is counted, and has a reason."""

import itertools
import re
from pathlib import Path

import pytest

from . import tiers
from .tiers import QUICK, THOROUGH, is_in
from .wholly_thorough import WHOLLY_THOROUGH

TESTS = Path(__file__).parent


@pytest.fixture
def everything(pytestconfig):
    """All tests there are, also those that this run leaves out."""
    items = pytestconfig.stash[tiers.EVERYTHING]
    if {item.path for item in items} != set(TESTS.rglob("test_*.py")):
        pytest.skip("only a part of the tests was asked for")
    return items


def run(items, tier, *, is_second=False):
    return {item.nodeid for item in items if is_in(item, tier, is_second=is_second)}


def marked(items, name):
    return {item.nodeid for item in items if item.get_closest_marker(name)}


def function(item):
    return item.path, item.originalname


def test_a_thorough_run_leaves_nothing_out(everything):
    assert len(run(everything, THOROUGH)) == len(everything)


def test_a_quick_run_has_two_in_five_of_all_at_least(everything):
    left_out = run(everything, THOROUGH) - run(everything, QUICK)

    assert left_out == marked(everything, "thorough")
    assert 0 < len(left_out) < len(everything) * 3 / 5


def test_of_a_product_of_cases_it_meets_each_value_or_nearly():
    values = [(one, two) for one in range(8) for two in range(4)]
    met = [value for number, value in enumerate(values) if tiers.is_one_in_five(number)]

    assert len(values) / 6 < len(met) < len(values) / 4
    assert len({one for one, _ in met}) >= 6
    assert {two for _, two in met} == set(range(4))


def test_it_has_a_case_of_every_test_but_of_those_that_are_named_here(everything):
    quick = {function(item) for item in everything if is_in(item, QUICK, is_second=False)}
    missed = {function(item) for item in everything} - quick

    assert {name for _, name in missed} == set().union(*WHOLLY_THOROUGH.values())


def test_the_second_database_is_asked_all_but_looks_sweeps_and_what_asks_for_none(everything):
    left_out = run(everything, THOROUGH) - run(everything, THOROUGH, is_second=True)
    looks = marked(everything, "looks")
    sweeps = marked(everything, "canary") | marked(everything, "journey")
    once_more = sweeps & marked(everything, "thorough")

    assert looks <= left_out
    assert looks <= marked(everything, "journey") | marked(everything, "faults")
    assert once_more <= left_out
    assert not (left_out - looks - once_more) & (
        marked(everything, "django_db") | marked(everything, "database")
    )
    assert len(left_out) < len(everything) / 2


def test_of_every_sweep_that_it_is_asked_it_has_a_case(everything):
    """Or a query that a database answers in its own way is never asked of it."""
    sweeps = [item for item in everything if item.get_closest_marker("canary")]
    asked = run(sweeps, THOROUGH, is_second=True)
    missed = {function(item) for item in sweeps if tiers.asks_a_database(item)} - {
        function(item) for item in sweeps if item.nodeid in asked
    }

    assert {name for _, name in missed} <= set().union(*WHOLLY_THOROUGH.values())


def test_in_a_quick_run_it_is_asked_what_a_database_decides(everything):
    asked = run(everything, QUICK, is_second=True)
    for_good = {item.nodeid for item in everything if tiers.writes_for_good(item)}

    assert asked <= run(everything, QUICK)
    assert asked >= for_good & run(everything, QUICK) - marked(everything, "journey")
    assert asked & marked(everything, "journey")
    assert asked & marked(everything, "faults")
    assert len(asked) > len(everything) / 20


def test_so_is_every_test_that_says_what_a_database_does(everything):
    """Files that ask which database it is."""
    files = itertools.groupby(everything, key=lambda item: item.path)
    question = re.compile(r"\bconnection\.vendor\b")
    asking = [list(items) for path, items in files if question.search(path.read_text("utf-8"))]

    assert asking
    for items in asking:
        asked = [item for item in items if tiers.asks_a_database(item)]
        assert run(asked, QUICK, is_second=True) == run(asked, QUICK)


def test_files_that_wait_stand_among_those_that_work(everything):
    ordered = tiers.in_turn(everything)
    waits = [any(item.get_closest_marker(name) for name in tiers.WAITING) for item in ordered]
    scopes = [scope for scope, _ in itertools.groupby(tiers.scope_of(i.nodeid) for i in ordered)]

    assert {item.nodeid for item in ordered} == {item.nodeid for item in everything}
    assert len(ordered) == len(everything)
    assert len(scopes) == len(set(scopes))  # each is done as a whole
    assert len(list(itertools.groupby(waits))) > 40
    assert not any(waits[-len(waits) // 5 :])


def test_every_file_with_tests_has_a_name_by_which_they_are_found():
    lost = [
        path
        for path in TESTS.rglob("*.py")
        if not path.name.startswith("test_") and "\ndef test_" in path.read_text("utf-8")
    ]
    assert lost == []


def test_what_a_run_leaves_out_is_said_in_one_line():
    quick = tiers.left_out(all=3100, left_out=80, is_second=False)
    second = tiers.left_out(all=3100, left_out=2000, is_second=True)

    assert quick.startswith("LEFT OUT 80 of 3100 tests")
    assert second.startswith("LEFT OUT 2000 of 3100 tests")
    assert "--thorough" in quick
    assert "--thorough" in second
    assert "\n" not in quick + second
