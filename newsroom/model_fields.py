"""Columns for text, which hold no forbidden character (newsroom.characters), and give none back.

Whoever writes (a form, a verb, an import, bulk_create, update), it is left out on the way to the
database. Whatever stands there already, put there by SQL or by an older release, is left out on the
way to every page, feed, letter and file. So neither side has to think of it again.

For migrations these are Django's own fields.
"""

from django.db import models

from newsroom import form_fields
from newsroom.characters import everywhere_without_forbidden, only_visible, without_forbidden


class _AsDjangos:
    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        own = f"{__name__}."
        if path.startswith(own):
            path = f"django.db.models.{path.removeprefix(own)}"
        return name, path, args, kwargs

    def pre_save(self, model_instance, add):
        # The row in memory shall say what the database does.
        value = self._clean(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class _Text(_AsDjangos):
    line_end = " "
    form_class = form_fields.CharField

    def _clean(self, value):
        is_text = isinstance(value, str)
        return without_forbidden(value, line_end=self.line_end) if is_text else value

    def to_python(self, value):
        # Django asks this for each value that is saved, updated, validated or looked for.
        return self._clean(super().to_python(value))

    def from_db_value(self, value, expression, connection):
        return self._clean(value)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": self.form_class} | kwargs)


class CharField(_Text, models.CharField):
    """One line."""


class TextField(_Text, models.TextField):
    """Lines."""

    line_end = "\n"


class EmailField(_Text, models.EmailField):
    """An e-mail address. It is compared by what can be seen of it."""

    line_end = ""
    form_class = form_fields.EmailField

    def _clean(self, value):
        return only_visible(value, line_end=self.line_end) if isinstance(value, str) else value


class JSONField(_AsDjangos, models.JSONField):
    """What is fit for JSON; the texts in it, and keys, are clean too."""

    def _clean(self, value):
        return everywhere_without_forbidden(value)

    def get_prep_value(self, value):
        return self._clean(super().get_prep_value(value))

    def from_db_value(self, value, expression, connection):
        return self._clean(super().from_db_value(value, expression, connection))
