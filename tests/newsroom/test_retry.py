from datetime import timedelta

import pytest

from newsroom import retry

SECOND = timedelta(seconds=1)


def test_pauses_double_up_to_the_longest():
    pauses = retry.exponential(6, longest=20 * SECOND)

    assert [pause / SECOND for pause in pauses] == [2, 4, 8, 16, 20, 20]


@pytest.mark.parametrize(("tries", "delay"), [(0, SECOND), (1, 5 * SECOND), (2, None), (9, None)])
def test_what_fails_is_put_off_by_its_pause_and_given_up_after_the_last(tries, delay):
    put_off = []
    with retry.trying(
        tries=tries,
        delays=[SECOND, 5 * SECOND],
        errors=OSError,
        put_off=lambda error, delay: put_off.append((str(error), delay)),
    ):
        raise OSError("Nobody answers.")

    assert put_off == [("Nobody answers.", delay)]


def test_what_no_wait_can_cure_passes():
    with pytest.raises(FileNotFoundError), retry.trying(
        tries=0, delays=[SECOND], errors=OSError, unless=FileNotFoundError, put_off=pytest.fail
    ):  # fmt: skip
        raise FileNotFoundError


def test_what_works_is_not_put_off():
    done = []
    with retry.trying(tries=0, delays=[SECOND], errors=OSError, put_off=pytest.fail):
        done.append("once")

    assert done == ["once"]
