"""How PostgreSQL goes about a query, where it knows too little."""

from contextlib import contextmanager

from django.db import connection, transaction

LEFT_OUT = ("enable_seqscan", "enable_mergejoin")


@contextmanager
def by_the_index():
    """What is asked of PostgreSQL in this block it reads by an index, where there is one.

    For full text: it does not reckon with what it costs to unpack a vector, and of some thousand
    entries would rather look into each, 15 µs a piece, than read the index and a tenth of them. Nor
    does it go through two indexes side by side (a merge join), which it believes to end soon: a
    quote of today leads it through all stories there are.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        is_inner = connection.savepoint_ids
        _set_local("off")
        yield
        if is_inner:
            _set_local("DEFAULT")


def _set_local(value):
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET LOCAL {name} TO {value}" for name in LEFT_OUT))
