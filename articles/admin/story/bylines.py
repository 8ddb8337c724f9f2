"""The byline in the form of a story: rows of authors, which somebody may have changed meanwhile."""

from django.forms.models import BaseInlineFormSet

from newsroom.numbers import whole_number

from .together import BYLINES, OPENED_WITH, opened_with

FIELDS = ("id", "story", "author", "position", "DELETE")


class BylineFormSet(BaseInlineFormSet):
    """Django refuses a row that is not there any more, and would refuse it at every save to come.

    Who stands in the byline comes together instead, as the form was opened (`opened_with`): an
    author whom a colleague has taken out stays out, one whom they have put in another's place
    stays, unless this form has changed that row, too; and nobody stands there twice.
    """

    def __init__(self, data=None, *args, instance=None, prefix=None, **kwargs):
        prefix = prefix or self.get_default_prefix()
        if data is not None and instance is not None and instance.pk:
            data = _together(data, instance, prefix, self.absolute_max)
        super().__init__(data, *args, instance=instance, prefix=prefix, **kwargs)

    def get_queryset(self):
        """The rows in their order, a list; the desk has read them with their authors already."""
        return list(self.instance.bylines.all()) if self.instance.pk else super().get_queryset()


def _together(data, story, prefix, most):
    number = whole_number(data.get(f"{prefix}-TOTAL_FORMS", ""), most=most)
    if number is None:
        return data  # Django says what is wrong with that
    now = {str(row.pk): str(row.author_id) for row in story.bylines.all()}
    opened = opened_with(data.get(OPENED_WITH)).get(BYLINES)
    opened = {pk: str(author) for pk, author in opened.items()} if isinstance(opened, dict) else now
    sent = [_sent(data, f"{prefix}-{place}-") for place in range(number)]
    rows = [row for each in sent if (row := _row(each, now, opened)) is not None]
    rows.sort(key=lambda row: not row.get("id"))  # Django wants those that there are first
    data = data.copy()
    data[f"{prefix}-TOTAL_FORMS"] = len(rows)
    data[f"{prefix}-INITIAL_FORMS"] = sum(bool(row.get("id")) for row in rows)
    for place in range(number):
        for name in FIELDS:
            data.pop(f"{prefix}-{place}-{name}", None)
    for place, row in enumerate(rows):
        for name, value in row.items():
            data[f"{prefix}-{place}-{name}"] = value
    return data


def _sent(data, prefix):
    return {name: data[prefix + name] for name in FIELDS if prefix + name in data}


def _row(row, now, opened):
    """What becomes of a row that was sent, a dict of strings; None if it goes."""
    pk, author = row.get("id", ""), row.get("author", "")
    if not pk:
        return None if author and author in now.values() and _is_added(author, opened) else row
    if pk in now:
        is_untouched = opened.get(pk) == author
        return row | {"author": now[pk]} if is_untouched else row
    if opened.get(pk) == author or row.get("DELETE"):
        return None  # a colleague has taken the author out
    return row | {"id": ""}


def _is_added(author, opened):
    """Whether a colleague has put this author in since the form was opened."""
    return author not in opened.values()
