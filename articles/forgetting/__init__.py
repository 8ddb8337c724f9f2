"""What a change touches: which pages are made anew after it (newsroom.page_store).

For each noun in one place, when a row of it is saved or deleted. What changes rows past their
`save` (an update of many) says it where it does so: `forget(page_keys.of(row))`.
"""

from articles import page_keys
from articles.models import Story
from newsroom.page_store.forgetting import forget
from newsroom.page_store.keys import EVERYTHING, HARMLESS

from . import names, pictures, stories


def listen():
    stories.listen()
    pictures.listen()
    names.listen()
    HARMLESS.add(page_keys.MOST_READ)


def after_rows_from_elsewhere():
    """Forget every page, and plan the hours of stories that were inserted past their `save`."""
    forget(EVERYTHING)
    stories.plan_hours_again(Story.objects.all())


def plan_what_was_scheduled_before(sender, plan=(), **kwargs):
    """After the migration that brings the table: the hours of a site that has stories already."""
    brought = [step for step, backwards in plan if not backwards]
    if any(step.app_label == "page_store" for step in brought) and Story.objects.exists():
        after_rows_from_elsewhere()
