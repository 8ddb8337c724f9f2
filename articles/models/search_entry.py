from django.db import models


class SearchEntry(models.Model):
    """The terms of a story's live version (see articles.words), for the full-text index.

    Written by articles.search only. A table apart: SQLite rebuilds a table whose columns
    change and drops its triggers.
    """

    story = models.OneToOneField(
        "articles.Story", primary_key=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    headline = models.TextField()
    text = models.TextField()
    names = models.TextField(help_text="Section, topics and authors.")

    def __str__(self):
        return self.headline
