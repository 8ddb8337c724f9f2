"""What a test does in a process of the site: `python -m tests.faults.acts`.

Each line that it reads is an act, `["publish", {"pk": 1}]`; for each it writes what came of it.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path

import django


def sign_in():
    """The cookies of an editor at work."""
    from django.test import Client

    from tests.factories import editor

    client = Client()
    client.force_login(editor())
    return {name: morsel.value for name, morsel in client.cookies.items()}


def _harbour():
    from articles.models import Section

    return Section.objects.get_or_create(slug="harbour", defaults={"name": "Harbour"})[0]


def write_drafts(count, headline="Draft"):
    """Numbers and addresses of new drafts."""
    from tests.factories import StoryFactory

    stories = [StoryFactory(section=_harbour(), headline=headline) for _ in range(count)]
    return [[story.pk, story.get_absolute_url()] for story in stories]


def publish_with_pictures():
    """Number and address of a story, and the addresses of its picture in all sizes."""
    from articles.models import Picture
    from articles.pictures import completing
    from tests.factories import PictureFactory, StoryFactory

    picture = PictureFactory(width=800, height=600)
    completing.complete(picture)
    story = StoryFactory(section=_harbour(), published=True, lead_picture=picture)
    picture = Picture.objects.get(pk=picture.pk)
    sizes = [picture.address(w, kind) for w in picture.widths for kind in ("webp", "avif", "jpg")]
    return [story.pk, story.get_absolute_url(), [*sizes, picture.card_address]]


def take_down(pk):
    from articles.models import Story

    Story.objects.get(pk=pk).take_down(by=None, reason="The photographer asked.")


def publish(pk):
    from articles.models import Story

    Story.objects.get(pk=pk).publish(by=None)


def restore(pk):
    from articles.models import Story

    Story.objects.get(pk=pk).restore(by=None)


def update(pk, headline):
    """Give readers the story with another headline."""
    from articles.models import Story

    story = Story.objects.get(pk=pk)
    story.write(by=None, headline=headline)
    story.update(by=None)


def addresses(pks):
    from articles.models import Story

    return [Story.objects.get(pk=pk).get_absolute_url() for pk in pks]


def take_in_pictures(count):
    """Pictures of which no size is made yet, each with its task."""
    from articles.pictures.receiving import receive
    from tests.faults.developing import upload

    for number in range(count):
        receive(upload(number), alt="A boat", credit="Ana Bell", caption=f"Boat {number}")


def put_under_embargo(seconds, headline):
    """Address and hour of a story that is published under an embargo of so many seconds."""
    from articles.models import Embargo
    from newsroom import clock
    from tests.factories import StoryFactory

    until = clock.now() + timedelta(seconds=seconds)
    embargo = Embargo.objects.create(name="Budget", until=until)
    story = StoryFactory(section=_harbour(), headline=headline)
    story.put_under(embargo, by=None)
    story.publish(by=None)
    return [story.get_absolute_url(), story.published_at.isoformat()]


def schedule(headline, seconds):
    """Address of a story that is scheduled to appear in so many seconds."""
    from newsroom import clock
    from tests.factories import StoryFactory

    story = StoryFactory(
        section=_harbour(), headline=headline, at=clock.now() + timedelta(seconds=seconds)
    )
    return story.get_absolute_url()


def ask_for_slow_work(until, count):
    """Tasks that are done once there is a file `until`."""
    from tests.faults.slow import wait_for_file

    for _ in range(count):
        wait_for_file.enqueue(until)


def ask_for_purges(count):
    from newsroom import purging

    for number in range(count):
        purging.purge_paths_later([f"/{number}/"])


def give_a_file(path):
    """The number of a file that somebody gives at the desk, to be brought in."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from articles.interchange.from_the_desk import asking

    file = SimpleUploadedFile("old.xml", Path(path).read_bytes())
    return asking.ask(file, by=None, choices={}, is_dry_run=False).pk


def how_far(pk):
    """What the process that brings it in has written down last."""
    from articles.interchange.from_the_desk import files
    from articles.models import MoveIn

    return files.told(MoveIn.objects.get(pk=pk).folder)


def stop_it(pk):
    from articles.interchange.from_the_desk import asking
    from articles.models import MoveIn

    asking.stop(MoveIn.objects.get(pk=pk))


def bring_it_in_again(pk):
    from articles.interchange.from_the_desk import asking
    from articles.models import MoveIn

    return asking.again(MoveIn.objects.get(pk=pk), by=None, is_dry_run=False).pk


def write_a_letter(to):
    from newsroom import mail

    mail.post("account_exists", to, log_in="x", new_password="x")


if __name__ == "__main__":
    django.setup()
    for line in sys.stdin:
        what, how = json.loads(line)
        print(json.dumps(globals()[what](**how)), flush=True)  # noqa: T201
