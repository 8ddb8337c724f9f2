"""Related rows as one JSON column, on SQLite and PostgreSQL alike."""

from django.db.models import Aggregate, Subquery, Value
from django.db.models.functions import JSONArray

from newsroom.model_fields import JSONField


class JSONArrayAgg(Aggregate):
    """All values of the group as one JSON array, in no particular order.

    Ordering inside an aggregate needs SQLite 3.44; Debian 12 has 3.40.
    """

    function = "JSON_AGG"
    name = "JSONArrayAgg"
    output_field = JSONField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **extra)

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)


class RowsField(JSONField):
    """A JSON array of arrays, read as a list of dicts with the given keys."""

    def __init__(self, keys):
        super().__init__()
        self.keys = keys

    def from_db_value(self, value, expression, connection):
        rows = super().from_db_value(value, expression, connection)
        return [dict(zip(self.keys, row, strict=True)) for row in rows or []]


def json_rows(queryset, **fields):
    """A subquery that yields the rows of `queryset` as a list of dicts, [] when there is none.

    `fields` maps each key to an expression, or to the name of a field. The keys are put in
    here and do not travel: an object in SQL costs twice as much as an array to put together.
    """
    rows = queryset.order_by().annotate(_all=Value(1)).values("_all")
    rows = rows.annotate(_rows=JSONArrayAgg(JSONArray(*fields.values()))).values("_rows")
    return Subquery(rows, output_field=RowsField(tuple(fields)))
