from django.db import models

from newsroom.model_fields import TextField

KINDS = ("story", "update", "gallery", "quote", "author")


class Entry(models.Model):
    """The terms by which one item is found (see articles.search.terms), for a full-text index.

    Written by articles.search.index only. A table apart: SQLite rebuilds a table whose
    columns change and drops its triggers.
    """

    # What counts most; what counts next; all else.
    # That of a story begins with its marks (articles.search.marks).
    headline = TextField(help_text="Headline, title, or the name of author or speaker.")
    names = TextField(help_text="Section, topics and authors, or somebody's role.")
    text = TextField()

    class Meta:
        abstract = True

    def __str__(self):
        return self.headline


def _entry_of(kind):
    return models.OneToOneField(
        f"articles.{kind}", null=True, on_delete=models.CASCADE, related_name="search_entry"
    )


class SearchEntry(Entry):
    """What readers find: of stories only what is published, or will be at an hour that is set."""

    story = _entry_of("Story")
    # What a story will say once its scheduled update is due.
    update = models.OneToOneField(
        "articles.Story", null=True, on_delete=models.CASCADE, related_name="entry_of_update"
    )
    gallery = _entry_of("Gallery")
    quote = _entry_of("Quote")
    author = _entry_of("Author")

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


class DeskEntry(Entry):
    """What the desk finds a story by, published or not: its latest text, and what readers have.

    In a table of its own, so that no search of readers' can come upon it.
    """

    story = models.OneToOneField(
        "articles.Story", on_delete=models.CASCADE, related_name="desk_entry"
    )
