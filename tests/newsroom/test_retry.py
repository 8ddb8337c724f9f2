"""How long is waited before something is tried again."""

from datetime import timedelta

from newsroom import retry


def test_each_pause_is_twice_as_long_as_the_one_before_up_to_the_longest():
    hour = timedelta(hours=1)
    pauses = [retry.exponential(tries, longest=hour).total_seconds() for tries in range(1, 14)]

    assert pauses[:4] == [2, 4, 8, 16]
    assert pauses[-3:] == [2048, 3600, 3600]


def test_twenty_tries_of_the_outbox_take_a_working_day():
    from articles import announcing

    pauses = [
        retry.exponential(tries, longest=announcing.LONGEST_WAIT)
        for tries in range(1, announcing.MOST_TRIES)
    ]
    assert timedelta(hours=8) < sum(pauses, timedelta()) < timedelta(hours=10)
