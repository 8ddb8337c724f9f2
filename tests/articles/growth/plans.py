"""What a database has to read for a page: asked of the database, not of a clock."""

import json
import re

from django.db import connection

# Tables that get longer with each story.
LONG = {
    *("articles_story", "articles_storyversion", "articles_byline", "articles_story_topics"),
    *("articles_appearance", "articles_embed", "articles_correction", "articles_searchentry"),
    *("articles_record", "comments_comment", "articles_deskentry"),
}
# SQLite names the alias. What it walks in an index's order ends with the page.
ALIAS = re.compile(r'"(\w+)" "?([A-Z]+\d+)"?')
SCAN = re.compile(r"SCAN (\w+)")


class Plans:
    """Listens to all queries of a page: `with Plans() as plans: client.get(…)`.

    `blocks` are those that PostgreSQL has read for them, `scans` the long tables that SQLite
    would read from end to end. A query that a page gets later is asked by itself.
    """

    def __init__(self):
        self.blocks, self.scans = 0, []
        self._is_asking = False

    def __enter__(self):
        self._listening = connection.execute_wrapper(self._explain)
        self._listening.__enter__()
        return self

    def __exit__(self, *failure):
        return self._listening.__exit__(*failure)

    def _explain(self, execute, sql, params, many, context):
        if sql.startswith("SELECT") and not self._is_asking:
            self._is_asking = True
            with connection.cursor() as cursor:
                self._ask(cursor, sql, params)
            self._is_asking = False
        return execute(sql, params, many, context)

    def _ask(self, cursor, sql, params):
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
            [[explained]] = cursor.fetchall()
            plan = json.loads(explained) if isinstance(explained, str) else explained
            top = plan[0]["Plan"]
            self.blocks += top["Shared Hit Blocks"] + top["Shared Read Blocks"]
            return
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        tables = {alias: table for table, alias in ALIAS.findall(sql)}
        scans = filter(None, (SCAN.fullmatch(step) for *_, step in cursor.fetchall()))
        self.scans += {tables.get(scan[1], scan[1]) for scan in scans} & LONG
