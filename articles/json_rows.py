"""Related rows as one JSON column, on SQLite and PostgreSQL alike."""

from django.db.models import Aggregate, F, JSONField, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject


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


def json_rows(queryset, **fields):
    """A subquery that yields the rows of `queryset` as a list of dicts, [] when there is none.

    `fields` maps each key to an expression, or to the name of a field.
    """
    row = JSONObject(**{k: F(v) if isinstance(v, str) else v for k, v in fields.items()})
    rows = queryset.order_by().annotate(_all=Value(1)).values("_all")
    return Coalesce(
        Subquery(rows.annotate(_rows=JSONArrayAgg(row)).values("_rows")),
        Value([], JSONField()),
        output_field=JSONField(),
    )
