"""How many stories there are in each of many periods, without counting more than is asked for."""

from django.db import connections
from django.db.models.expressions import RawSQL


def counts_in(stories, periods, most):
    """By period how many of the stories were published in it, `most` at most, without zeros.

    `periods` are (first, after) of aware datetimes, the second excluded; they are asked for in one
    query, which reads `most` entries of an index for each, whatever number it has. With `most` 1
    it says which have any.
    """
    if not periods:
        return {}
    found = stories.order_by().filter(
        published_at__gte=RawSQL("period.first", ()), published_at__lt=RawSQL("period.after", ())
    )
    connection = connections[stories.db]
    some, params = found.values("pk")[:most].query.get_compiler(connection=connection).as_sql()
    rows = ", ".join(["(%s, %s, %s)"] * len(periods))
    written = connection.ops.adapt_datetimefield_value
    values = [
        value
        for number, (first, after) in enumerate(periods)
        for value in (number, written(first), written(after))
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH period (number, first, after) AS (VALUES {rows}) "  # noqa: S608 placeholders
            f"SELECT number, (SELECT COUNT(*) FROM ({some}) AS found) FROM period",
            [*values, *params],
        )
        counts = dict(cursor.fetchall())
    return {period: counts[n] for n, period in enumerate(periods) if counts[n]}
