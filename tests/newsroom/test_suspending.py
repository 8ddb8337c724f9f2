"""What is suspended for a block of code, and comes back."""

from threading import Thread

import pytest

from newsroom.suspending import Suspension


def test_it_holds_inside_also_one_within_another_and_ends():
    quietly = Suspension("test")
    assert not quietly.is_active()
    with quietly():
        with quietly():
            assert quietly.is_active()
        assert quietly.is_active()
    assert not quietly.is_active()


def test_a_fault_ends_it_too():
    quietly = Suspension("test")
    with pytest.raises(ZeroDivisionError), quietly():
        raise ZeroDivisionError
    assert not quietly.is_active()


def test_what_others_do_meanwhile_is_not_suspended():
    quietly, seen = Suspension("test"), []
    with quietly():
        other = Thread(target=lambda: seen.append(quietly.is_active()))
        other.start()
        other.join()
    assert seen == [False]
