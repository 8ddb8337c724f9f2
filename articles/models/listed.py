"""What the rule of visibility asks of a story, carried by the rows that list it under a name.

With its hour beside the name the newest stories of an author or a topic are read from one index,
and counted there: all their others are not visited, however many they are.

The database itself writes these columns, whoever writes the story or the link: `put_up`.
"""

from copy import deepcopy

from django.db import connections, models, transaction

from articles.querysets import ListedQuerySet
from newsroom.model_fields import CharField

COLUMNS = ("status", "published_at", "expires_at")  # of the story, as rule.is_out asks for them
LINKS = ("articles_byline", "articles_story_topics")
AT_ONCE = 5_000  # links that are filled in before they are committed


class Listed(models.Model):
    """A link to a `story`. Nobody writes these columns but the database."""

    # "" until it has.
    status = CharField(max_length=10, blank=True, default="", db_default="", editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)

    objects = ListedQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def extend(cls, through):
        """Give Django's own table between two others these columns, which migration 0020 added.

        A migration that alters such a ManyToManyField has to add them again: Django does not know.
        """
        for field in cls._meta.local_fields:
            through.add_to_class(field.name, deepcopy(field))


def put_up(using="default", **kwargs):
    """Create or renew the triggers that write the columns, and fill in what has none yet.

    After each migrate; each few thousand links are committed by themselves.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in filter(lambda table: _is_there(connection, table), LINKS):
            for statements in _statements(connection, table):
                # At no moment without: a live site goes on writing.
                with transaction.atomic(using=using):
                    for statement in statements:
                        cursor.execute(statement)
            _fill(connection, cursor, table)


def take_away(using="default", **kwargs):
    """Drop the triggers: SQLite renames no table while another's trigger speaks of it."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in filter(lambda table: _is_there(connection, table), LINKS):
            for name, of in _names(table).items():
                cursor.execute(_drop(connection, name, of))


def before_migrations(using="default", **kwargs):
    if connections[using].vendor == "sqlite":
        take_away(using)


def _is_there(connection, table):
    """Whether it has the columns: somebody may have migrated back."""
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return False
        columns = connection.introspection.get_table_description(cursor, table)
    return COLUMNS[0] in {column.name for column in columns}


def _names(table):
    """The triggers by name, and the table that each hangs on."""
    ends = {"": table, "_still": table, "_now": "articles_story", "_anew": "articles_story"}
    return {f"{table}_is_listed{end}": of for end, of in ends.items()}


def _drop(connection, name, table):
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {name}{on_table}"


def _statements(connection, table):
    """What creates the triggers of a table of links, then what creates that of stories."""
    (link, change, story, story_change), columns = _names(table), ", ".join(COLUMNS)
    drop = [_drop(connection, name, of) for name, of in _names(table).items()]
    # Not when only the name changes: two that are made one would lock each of their stories.
    events = {link: "INSERT", change: f"UPDATE OF story_id, {columns}"}
    # A story may come in after its links: rows of several tables are stored in any order.
    of_story = {story: "INSERT", story_change: f"UPDATE OF {columns}"}
    same = ", ".join(f"{name} = NEW.{name}" for name in COLUMNS)
    hand_on = f"UPDATE {table} SET {same} WHERE story_id = NEW.id;"  # noqa: S608 our own names
    if connection.vendor == "sqlite":
        stories = (
            f"SELECT {columns} FROM articles_story WHERE id = NEW.story_id"  # noqa: S608 our names
            " UNION ALL SELECT '', NULL, NULL LIMIT 1"
        )
        take_over = f"UPDATE {table} SET ({columns}) = ({stories}) WHERE id = NEW.id;"  # noqa: S608
        create = [
            f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {take_over} END"
            for name, event in events.items()
        ]
        differs = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in COLUMNS)
        when = {story: "", story_change: f" WHEN {differs}"}
        hands_on = [
            f"CREATE TRIGGER {name} AFTER {event} ON articles_story{when[name]} BEGIN {hand_on} END"
            for name, event in of_story.items()
        ]
        return [*drop[:2], *create], [*drop[2:], *hands_on]
    # Locked, or a story that is published at the same moment would not know of the link, nor the
    # link of the hour.
    own = ", ".join(f"NEW.{name}" for name in COLUMNS)
    take_over = (
        f"SELECT {columns} INTO {own} FROM articles_story"  # noqa: S608 our own names
        " WHERE id = NEW.story_id FOR NO KEY UPDATE;"
        " NEW.status := COALESCE(NEW.status, ''); RETURN NEW;"
    )
    create = [
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {link}()"
        for name, event in events.items()
    ]
    differs = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in COLUMNS)
    when = {story: "", story_change: f" WHEN ({differs})"}
    hands_on = [
        f"CREATE TRIGGER {name} AFTER {event} ON articles_story"
        f" FOR EACH ROW{when[name]} EXECUTE FUNCTION {story}()"
        for name, event in of_story.items()
    ]
    return (
        [_function(link, take_over), *drop[:2], *create],
        [_function(story, f"{hand_on} RETURN NULL;"), *drop[2:], *hands_on],
    )


def _function(name, does):
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
        f" AS $$ BEGIN {does} END $$"
    )


def _fill(connection, cursor, table):
    """Links from before there were these columns, or from where there were no triggers."""
    cursor.execute(f"SELECT MIN(id), MAX(id) FROM {table} WHERE status = ''")  # noqa: S608
    first, last = cursor.fetchone()
    values = ", ".join(
        f"{name} = (SELECT {name} FROM articles_story WHERE id = story_id)"  # noqa: S608
        for name in COLUMNS
    )
    for begin in range(first or 0, (last or -1) + 1, AT_ONCE):
        with transaction.atomic(using=connection.alias):
            cursor.execute(
                f"UPDATE {table} SET {values}"  # noqa: S608 our own names
                " WHERE status = '' AND id >= %s AND id < %s",
                [begin, begin + AT_ONCE],
            )
