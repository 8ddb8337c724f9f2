"""The union of some querysets, as a part of one that is composed once."""

from django.db.models.expressions import RawSQL

from newsroom.composed_once import kept


def any_of(querysets):
    """An expression for `pk__in`: the union of these, each of which may be ordered and end.

    For querysets that are `composed_once`: what is `Given` in them is given to those.
    """
    with kept():
        compiled = [queryset.query.sql_with_params() for queryset in querysets]
    # SQLite unites nothing that ends somewhere, but what is selected from that.
    arms = (f"SELECT * FROM ({sql}) arm{n}" for n, (sql, _) in enumerate(compiled))  # noqa: S608
    params = [param for _, params in compiled for param in params]
    return RawSQL(" UNION ALL ".join(arms), params)  # noqa: S611 Django's own SQL
