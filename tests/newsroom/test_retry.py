from datetime import timedelta

import pytest

from newsroom import retry

SECOND = timedelta(seconds=1)


def test_pauses_double_up_to_the_longest():
    pauses = retry.doubling(6, longest=20 * SECOND)

    assert [pause / SECOND for pause in pauses] == [2, 4, 8, 16, 20, 20]


@pytest.mark.parametrize(("tries", "wait"), [(0, SECOND), (1, 5 * SECOND), (2, None), (9, None)])
def test_what_fails_is_put_off_by_its_pause_and_given_up_after_the_last(tries, wait):
    put_off = []
    with retry.trying(
        tries=tries,
        waits=[SECOND, 5 * SECOND],
        after=OSError,
        put_off=lambda error, wait: put_off.append((str(error), wait)),
    ):
        raise OSError("Nobody answers.")

    assert put_off == [("Nobody answers.", wait)]


def test_what_no_wait_can_cure_passes():
    with pytest.raises(FileNotFoundError), retry.trying(
        tries=0, waits=[SECOND], after=OSError, unless=FileNotFoundError, put_off=pytest.fail
    ):  # fmt: skip
        raise FileNotFoundError


def test_what_works_is_not_put_off():
    with retry.trying(tries=0, waits=[SECOND], after=OSError, put_off=pytest.fail):
        pass
