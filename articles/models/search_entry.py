from django.db import models

from newsroom.model_fields import TextField

KINDS = ("story", "update", "gallery", "quote", "author")


def _entry_of(kind):
    return models.OneToOneField(
        f"articles.{kind}", null=True, on_delete=models.CASCADE, related_name="search_entry"
    )


class SearchEntry(models.Model):
    """The terms by which one item is found (see articles.search.terms), for the full-text index.

    Written by articles.search.index only. A table apart: SQLite rebuilds a table whose
    columns change and drops its triggers.
    """

    story = _entry_of("Story")
    # What a story will say once its scheduled update is due.
    update = models.OneToOneField(
        "articles.Story", null=True, on_delete=models.CASCADE, related_name="entry_of_update"
    )
    gallery = _entry_of("Gallery")
    quote = _entry_of("Quote")
    author = _entry_of("Author")
    # What counts most; what counts next; all else.
    # That of a story begins with its marks (articles.search.marks).
    headline = TextField(help_text="Headline, title, or the name of author or speaker.")
    names = TextField(help_text="Section, topics and authors, or somebody's role.")
    text = TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="search_entry_is_of_one_thing",
                condition=models.Q(
                    *(
                        models.Q(**{f"{other}__isnull": other != kind for other in KINDS})
                        for kind in KINDS
                    ),
                    _connector=models.Q.OR,
                ),
            )
        ]

    def __str__(self):
        return self.headline
