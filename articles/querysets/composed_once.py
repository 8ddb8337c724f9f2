"""Querysets that are composed once: to compose a large one costs as much as to ask it."""

import functools


def composed_once(compose):
    """A function that composes a queryset, and is called only once for that.

    Each caller gets a queryset of its own, which nobody has asked yet: it may be narrowed down
    or read, and no answer is ever kept for the next caller.
    """
    composed = functools.cache(compose)

    @functools.wraps(compose)
    def fresh():
        return composed().all()

    return fresh
