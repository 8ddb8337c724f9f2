from django.db import models

from articles import page_keys
from newsroom.page_store.keys import shows


class Shown(models.Model):
    """What readers' pages show: a page that reads a row has its surrogate key (page_keys.of)."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values, **kwargs):
        """As Django's, which calls it for each row that a query brings."""
        instance = super().from_db(db, field_names, values, **kwargs)
        shows(page_keys.of(instance))
        return instance
