"""Which tests run when. A plugin of pytest: `--tier quick` leaves out, everything else runs all.

Everything runs on SQLite with `run.py test --thorough`. What is left out otherwise:

    of a quick run                       tests marked `thorough`: the same once more, for another
                                         page, role or screen; and four in five cases of a test that
                                         has several and does not say itself which it needs
    on the second database, PostgreSQL   tests marked `looks`, and those that ask for no database:
                                         it has no part in them; and of the canary and the journeys
                                         what is marked `thorough`: the same queries once more
    on the second database, quick        all but what a database decides: tests marked `database`,
                                         and tests that write for good and need no browser

tests/test_tiers.py holds this to its word. A test in which a quick run looks at fewer things
asks the fixture `thoroughly`.
"""

import os

import pytest

QUICK, THOROUGH = "quick", "thorough"
EVERYTHING = pytest.StashKey[list]()
LEFT_OUT = pytest.StashKey[dict]()
# What waits for browsers, servers and timeouts, and takes longest. It goes first, among what works
# all the time, so that no processor idles at any time of a run, nor at its end.
WAITING = ("faults", "journey")
# Of the files that work, so many parts stand among those that wait; the rest follows.
AMONG_THOSE_THAT_WAIT = 0.7
# What each test of this folder looks at is planted once, in the one process that has them all.
PLANTED_ONCE = "tests/canary/"


def pytest_addoption(parser):
    parser.addoption(
        "--tier",
        choices=[QUICK, THOROUGH],
        default=THOROUGH,
        help="quick: one of each kind, and on PostgreSQL what a database decides",
    )


def is_second_database():
    return not os.environ.get("DATABASE_URL", "sqlite:").startswith("sqlite")


def writes_for_good(item):
    """Whether what this test writes is committed, and the database is emptied after it."""
    marker = item.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server"} & set(item.fixturenames)
    return bool(fixtures) or (marker is not None and bool(marker.kwargs.get("transaction")))


def asks_a_database(item):
    """Whether it may: pytest-django refuses all others, and `site` starts with one of its own."""
    fixtures = {"db", "transactional_db", "live_server", "django_db_setup"}
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("database")
    return bool(marked or fixtures & set(item.fixturenames))


def is_decided_by_a_database(item):
    if item.get_closest_marker("database"):
        return True
    return writes_for_good(item) and not item.get_closest_marker("journey")


def is_once_more_of_a_sweep(item):
    """Whether it sweeps the paper, or goes through a page, as one more role, place or screen."""
    is_sweep = item.get_closest_marker("canary") or item.get_closest_marker("journey")
    return bool(is_sweep and item.get_closest_marker("thorough"))


def is_in(item, tier, *, is_second):
    """Whether a run of this tier has this test, on SQLite or on the second database."""
    if is_second and (item.get_closest_marker("looks") or not asks_a_database(item)):
        return False
    if is_second and is_once_more_of_a_sweep(item):
        return False
    if tier == THOROUGH:
        return True
    if item.get_closest_marker("thorough"):
        return False
    return not is_second or is_decided_by_a_database(item)


def one_in_a_quick_run(values, one):
    """Values to parametrize a test with, of which a quick run takes one."""
    return [
        value if value == one else _thorough(*value if isinstance(value, tuple) else [value])
        for value in values
    ]


def some_in_a_quick_run(values, each):
    """Values to parametrize a test with, of which a quick run takes every so-many-th.

    For inputs that end in one answer. With tuples, `each` has no divisor in common with the
    number of values that come before they are repeated, so that all of these are taken.
    """
    return [
        value if number % each == 0 else _thorough(*value if isinstance(value, tuple) else [value])
        for number, value in enumerate(values)
    ]


def leave_out_most_cases(items):
    """Mark four in five cases `thorough`, of each test that marks none itself; never the first."""
    cases = {}
    for item in items:
        if hasattr(item, "callspec"):
            cases.setdefault((item.path, item.cls, item.originalname), []).append(item)
    for of_one in cases.values():
        if not any(item.get_closest_marker("thorough") for item in of_one):
            for number, item in enumerate(of_one):
                if not is_one_in_five(number):
                    item.add_marker("thorough")


def is_one_in_five(number):
    """Of the whole numbers from 0 on, spread so that no step through them meets the same always.

    Of cases that are a product of values every fifth could have one and the same value. Multiples
    of the golden ratio's fraction do not repeat (Weyl's equidistribution theorem).
    """
    return number * 0.6180339887498949 % 1 < 1 / 5


def _thorough(*values):
    return pytest.param(*values, marks=pytest.mark.thorough)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    tier, is_second = config.getoption("tier"), is_second_database()
    leave_out_most_cases(items)
    config.stash[EVERYTHING] = list(items)
    chosen, others = [], []
    for item in items:
        (chosen if is_in(item, tier, is_second=is_second) else others).append(item)
    config.hook.pytest_deselected(items=others)
    config.stash[LEFT_OUT] = {"all": len(items), "left_out": len(others)}
    items[:] = in_turn(chosen)


def in_turn(items):
    """The tests, file by file: after each file that waits some that work, the canary first."""
    files = {}
    for item in items:
        files.setdefault(scope_of(item.nodeid), []).append(item)
    waiting = [file for file in files.values() if _waits(file[0])]
    working = [files.pop(PLANTED_ONCE)] if PLANTED_ONCE in files else []
    working += [file for file in files.values() if not _waits(file[0])]
    some = int(AMONG_THOSE_THAT_WAIT * len(working) / max(len(waiting), 1))
    ordered = []
    for number, file in enumerate(waiting):
        ordered += [file, *working[number * some : (number + 1) * some]]
    ordered += working[len(waiting) * some :]
    return [item for file in ordered for item in file]


def _waits(item):
    return any(item.get_closest_marker(name) for name in WAITING)


def scope_of(nodeid):
    """What one process does as a whole: a file, or the folder that is planted once."""
    return PLANTED_ONCE if nodeid.startswith(PLANTED_ONCE) else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Each process takes a file at a time, or a folder that shares what is dear to make."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid):
            return scope_of(nodeid)

    return ByFile(config, log)


def pytest_sessionfinish(session):
    # A worker tells the process that speaks.
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["tier"] = session.config.stash.get(LEFT_OUT, {})


class FromWorkers:
    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node, error):
        if told := getattr(node, "workeroutput", {}).get("tier"):
            node.config.stash[LEFT_OUT] = told


def pytest_configure(config):
    config.pluginmanager.register(FromWorkers())


def pytest_terminal_summary(terminalreporter, config):
    told = config.stash.get(LEFT_OUT, {})
    if told.get("left_out"):
        terminalreporter.write_line(left_out(**told, is_second=is_second_database()))


def left_out(**counted):
    """The line that says what a run leaves out."""
    what = "pages, roles and screens of kinds that were looked at once"
    if counted["is_second"]:
        what = "what no database decides, or SQLite was asked already"
    return (
        f"LEFT OUT {counted['left_out']} of {counted['all']} tests, {what}: "
        "python3 run.py test --thorough runs them."
    )


@pytest.fixture(scope="session")
def thoroughly(pytestconfig):
    """Whether this run looks at every screen and address, not at one of each kind."""
    return pytestconfig.getoption("tier") == THOROUGH
