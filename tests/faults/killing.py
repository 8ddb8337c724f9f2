"""Presses a verb in processes that kill themselves at their Nth statement; prints what was left.

`python -m tests.faults.killing publish` with the environment of a site. Nothing in the code
under test knows of it: a wrapper around the database's cursor counts and kills.
"""

import json
import os
import signal
import sys
import traceback
from datetime import timedelta

import django
from django.db import connection

HOUR = timedelta(hours=1)
POINTS = 24


class PublishAtTheDesk:
    """An editor chooses the story in the list and presses “Publish now”."""

    def __init__(self):
        from django.test import Client

        from tests.factories import editor

        self.client = Client()
        self.client.force_login(editor())

    def prepare(self):
        from tests.factories import StoryFactory

        return StoryFactory()

    def press(self, story):
        fields = {"action": "publish", "index": "0", "select_across": "0"}
        fields |= {f"version-{story.pk}": "1", "_selected_action": story.pk}
        assert self.client.post("/admin/articles/story/", fields).status_code == 302


class Schedule:
    def prepare(self):
        from tests.factories import StoryFactory

        return StoryFactory()

    def press(self, story):
        from django.utils import timezone

        at = timezone.now().replace(minute=0, second=0, microsecond=0) + 2 * HOUR
        story.schedule(by=None, at=at)


class Correct:
    """An update with a correction that readers are told of."""

    def prepare(self):
        from articles import announcing
        from tests.factories import StoryFactory

        story = StoryFactory(published=True, headline="Mayor wins by 24 votes")
        announcing.deliver_due()
        story.write(by=None, headline="Mayor wins by 23 votes")
        return story

    def press(self, story):
        from articles.publishing import Change

        change = Change(kind="correction", text="It was 23.", wrong="It was 24.")
        story.update(by=None, change=change)


class TakeDown:
    def prepare(self):
        from articles import announcing
        from tests.factories import StoryFactory

        story = StoryFactory(published=True)
        announcing.deliver_due()
        return story

    def press(self, story):
        story.take_down(by=None, reason="A mistake.")


CLICKS = {
    "publish": PublishAtTheDesk,
    "schedule": Schedule,
    "correct": Correct,
    "take down": TakeDown,
}


def seen(story):
    """All that publishing touches, without its hours: equal before, or equal to the whole."""
    from articles.models import SearchEntry, Story
    from articles.search.marks import MARK

    story = Story.objects.get(pk=story.pk)
    appearances = [
        [row.version.number, row.until is None] for row in story.appearances.order_by("since", "pk")
    ]
    return {
        "status": story.status,
        "live": story.live and story.live.number,
        "has hours": [bool(story.published_at), bool(story.updated_at), bool(story.taken_down_at)],
        "appearances": appearances,
        "log": sorted(story.events.values_list("action", flat=True)),
        "corrections": story.corrections.count(),
        "found by": [
            [term for term in entry.headline.split() if not term.startswith(MARK)]
            for entry in SearchEntry.objects.filter(story=story)
        ],
        "announcements": sorted(story.announcements.values_list("what", flat=True)),
    }


def purges_of(story):
    """How often caches were told: purges in the queue that name the story's text."""
    from django_tasks_db.models import DBTaskResult

    from articles import page_keys

    tasks = DBTaskResult.objects.filter(task_path="newsroom.purging.purge_keys")
    key = page_keys.text_of(story.pk)
    return sum(key in task["args"][1] for task in tasks.values_list("args_kwargs", flat=True))


def prepared(click):
    """A story to press the button for, and nothing in the queue."""
    from django_tasks_db.models import DBTaskResult

    from newsroom.page_store import telling

    story = click.prepare()
    telling.tell_due()
    DBTaskResult.objects.all().delete()
    return story


def press_and_deliver(click, story):
    click.press(story)
    deliver()


def deliver():
    """What the worker does of it."""
    from articles import announcing
    from newsroom.page_store import telling

    announcing.deliver_due()
    telling.tell_due()


def in_a_process(click, story, point=0, moment="before"):
    """How a process ended that did it and killed itself there; without a point, its statements."""
    connection.close()  # a connection cannot be shared with a child
    read, write = os.pipe()
    if child := os.fork():
        os.close(write)
        with os.fdopen(read) as answer:
            count = answer.read()
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), int(count or 0)

    done = 0

    def count_and_kill(execute, sql, params, many, context):
        nonlocal done
        done += 1
        if (done, moment) == (point, "before"):
            os.kill(os.getpid(), signal.SIGKILL)
        result = execute(sql, params, many, context)
        if (done, moment) == (point, "after"):
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    try:
        with connection.execute_wrapper(count_and_kill):
            press_and_deliver(click, story)
        connection.close()
        os.write(write, str(done).encode())
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def points(statements):
    """Moments from the first statement to the last, some before one and some after one."""
    every = [(n, when) for n in range(1, statements + 1) for when in ("before", "after")]
    return [every[round(n * (len(every) - 1) / (POINTS - 1))] for n in range(POINTS)]


def run(name):
    from newsroom.page_store import telling

    telling.REPEAT_AFTER = HOUR  # however slow this machine is
    click = CLICKS[name]()
    press_and_deliver(click, prepared(click))  # warms what a long-lived process keeps
    whole = prepared(click)
    before = seen(whole)
    ended, statements = in_a_process(click, whole)
    assert ended == 0
    after, once = seen(whole), purges_of(whole)
    report = {"statements": statements, "killed": 0, "done": 0, "purges": once, "problems": []}
    for point, moment in points(statements):
        story = prepared(click)
        ended, _ = in_a_process(click, story, point, moment)
        report["killed"] += ended == -signal.SIGKILL
        left = seen(story)
        if left not in (before, after):
            report["problems"].append([point, moment, "half done", left])
        is_done = left == after
        report["done"] += is_done
        for _ in range(2):  # two workers begin anew
            deliver()
        if purges_of(story) != (once if is_done else 0):
            report["problems"].append([point, moment, "announced", purges_of(story)])
        press_and_deliver(click, story)  # and whoever pressed presses again
        if seen(story) != after or purges_of(story) != once:
            report["problems"].append(
                [point, moment, "pressed again", seen(story), purges_of(story)]
            )
    return report


if __name__ == "__main__":
    django.setup()
    print(json.dumps(run(sys.argv[1])))  # noqa: T201
