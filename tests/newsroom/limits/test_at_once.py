"""At most so many at once, as many again wait, and nobody else holds a thread."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from newsroom.at_once import AtOnce, Busy


class Work:
    """Holds `at_once` until `may_end`; remembers how many were at it together."""

    def __init__(self, at_once):
        self.at_once = at_once
        self.may_end = threading.Event()
        self.together = self.most = 0
        self.lock = threading.Lock()

    def __call__(self, _=None):
        try:
            with self.at_once():
                with self.lock:
                    self.together += 1
                    self.most = max(self.most, self.together)
                assert self.may_end.wait(60)
                with self.lock:
                    self.together -= 1
        except Busy:
            return "busy"
        return "done"


def until_full(at_once):
    """Wait until so many are inside that nobody else may wait."""
    while at_once._inside._value:
        time.sleep(0.001)


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_as_many_as_may_work_and_as_many_wait_and_all_others_go(limit):
    work = Work(AtOnce(limit, seconds=60))
    with ThreadPoolExecutor(2 * limit) as others:
        inside = [others.submit(work) for _ in range(2 * limit)]
        until_full(work.at_once)
        refused = [work() for _ in range(10)]
        work.may_end.set()

    assert refused == ["busy"] * 10
    assert [other.result() for other in inside] == ["done"] * 2 * limit
    assert work.most <= limit


def test_who_waits_does_not_wait_for_ever_and_leaves_the_place_free():
    at_once = AtOnce(1, seconds=0.01)
    with at_once():
        for _ in range(5):
            with pytest.raises(Busy), at_once():
                pass  # pragma: no cover

    with at_once():
        pass


def test_whatever_goes_wrong_within_leaves_the_place_free():
    at_once = AtOnce(1, seconds=0.01)
    for _ in range(5):
        with pytest.raises(ZeroDivisionError), at_once():
            1 / 0  # noqa: B018 it fails, and that is what is asked for


def test_a_thousand_who_come_together_leave_nothing_behind():
    at_once = AtOnce(3, seconds=60)
    work = Work(at_once)
    work.may_end.set()
    with ThreadPoolExecutor(32) as visitors:
        assert set(visitors.map(work, range(1000))) <= {"done", "busy"}

    assert work.most <= 3
    assert (at_once._inside._value, at_once._running._value) == (6, 3)
