"""The desk: the stock Django admin, styled and speaking the newsroom's language.

One file for each table. No rule stands here: the desk calls the same verbs as everybody
(`admin.publish(by=…)`) and repeats the model's own words when they refuse.
"""

from django.contrib import admin

from . import (
    addresses,
    announcement,
    author,
    colleagues,
    embargo,
    gallery,
    log,
    move_in,
    paper,
    picture,
    policy,
    quote,
    section,
    story,
    tasks,
    topic,
)

admin.site.index_title = "The desk"
# A list of 20 tables beside the text would leave no room for the text.
admin.site.enable_nav_sidebar = False

__all__ = [
    "addresses",
    "announcement",
    "author",
    "colleagues",
    "embargo",
    "gallery",
    "log",
    "move_in",
    "paper",
    "picture",
    "policy",
    "quote",
    "section",
    "story",
    "tasks",
    "topic",
]
