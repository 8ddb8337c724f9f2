from django.db import models


class NamedQuerySet(models.QuerySet):
    """Rows at whose slug a page stands; each model says as SLUG which field that is."""

    def update(self, **fields):
        """As Django's, but for the slug: nobody would remember the one before."""
        if self.model.SLUG in fields:
            raise TypeError("Save each row: the name that it had has to be kept.")
        return super().update(**fields)

    update.alters_data = True
