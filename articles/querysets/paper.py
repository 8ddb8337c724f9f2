"""The paper itself."""

from django.db import models

from articles.querysets.json_rows import json_rows
from newsroom.kept_rows import KeptRows

from . import rule


class PaperQuerySet(models.QuerySet):
    def for_page(self):
        """With what stands around every page, as rows of JSON; one query.

        `section_rows` and `policy_rows` come in no order: see their `position`.
        """
        paper = self.select_related("logo").annotate(
            section_rows=json_rows(
                rule.model("Section").objects.all(),
                pk="pk",
                name="name",
                slug="slug",
                description="description",
                position="position",
                in_bar="in_bar",
                front_layout="front_layout",
            ),
            policy_rows=json_rows(
                rule.model("Policy").objects.all(),
                pk="pk",
                title="title",
                slug="slug",
                position="position",
            ),
        )
        paper._iterable_class = KeptRows
        return paper
