"""Takes in pictures in processes that are killed at any moment; prints what was left.

`python -m tests.faults.developing 100` with the environment of a site. Each process takes in a
picture and makes all its renditions, as an upload and the worker do; it is killed from outside,
whatever it is doing.
"""

import io
import json
import os
import random
import signal
import sys
import time
from datetime import timedelta

import django
from django.db import connection

DIFFERENT = 40  # pictures; the others come again, and share their originals


def files_under(storage):
    """Names of all files of a storage."""
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            inside, names = storage.listdir(folder)
        except FileNotFoundError:
            continue
        folders += [os.path.join(folder, name) for name in inside]  # noqa: PTH118 no path of ours
        yield from (os.path.join(folder, name) for name in names)  # noqa: PTH118


def upload(number):
    from PIL import Image

    file = io.BytesIO()
    image = Image.linear_gradient("L").resize((360 + number % DIFFERENT, 240)).convert("RGB")
    image.save(file, "JPEG")
    file.seek(0)
    return file


def take_in(number):
    from articles.pictures.completing import complete
    from articles.pictures.receiving import receive

    complete(receive(upload(number), alt="A sky", credit="Jo Lindqvist"))


def in_a_process(number, seconds=None):
    """How a process ended that takes in a picture and is killed after so many seconds."""
    connection.close()  # a connection cannot be shared with a child
    child = os.fork()
    if not child:
        try:
            os.setsid()
            take_in(number)
        except BaseException:
            os._exit(1)
        os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.killpg(child, signal.SIGKILL) if os.getpgid(child) == child else os.kill(child, 9)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def broken_promises(after=0):
    """Files that rows promise and that are not there as a whole."""
    from django.core.files.storage import default_storage
    from PIL import Image

    from articles.models import Picture
    from articles.pictures.completing import expected_files
    from articles.pictures.sandbox.widths import folder_of
    from articles.pictures.storing import originals

    for picture in Picture.objects.filter(pk__gt=after):
        if not originals.exists(picture.original.name):
            yield [picture.pk, "its original"]
        for name in expected_files(picture):
            try:
                with default_storage.open(f"{folder_of(picture.key)}/{name}") as file:
                    Image.open(file).load()
            except OSError as problem:
                yield [picture.pk, name, str(problem)]


def without_a_row():
    """Files that no row knows of."""
    from django.core.files.storage import default_storage

    from articles.models import Picture
    from articles.pictures.completing import expected_files
    from articles.pictures.sandbox.widths import folder_of
    from articles.pictures.storing import originals

    known = set(Picture.objects.values_list("original", flat=True))
    for picture in Picture.objects.all():
        known |= {f"{folder_of(picture.key)}/{name}" for name in expected_files(picture)}
    return sorted({*files_under(default_storage), *files_under(originals)} - known)


def run(count):
    from articles.models import Picture
    from articles.pictures.completing import complete, is_complete
    from articles.pictures.sweeping import Sweep

    take_in(0)  # warms what a long-lived process keeps
    began = time.monotonic()
    assert in_a_process(1) == 0
    needs = time.monotonic() - began
    report = {"killed": 0, "done": 0, "problems": []}
    number = 0
    while report["killed"] < count and number < 3 * count:
        number += 1
        last = Picture.objects.order_by("-pk").values_list("pk", flat=True).first()
        ended = in_a_process(number, seconds=random.uniform(0, needs))
        report["killed"] += ended == -signal.SIGKILL
        report["done"] += ended == 0
        # The machine may be busier than at first, or less: most are to be killed, some late.
        needs *= 0.95 if ended == 0 else 1.02
        report["problems"] += broken_promises(after=last)
    report["left behind"] = len(without_a_row())
    report["half done"] = sum(not is_complete(picture) for picture in Picture.objects.all())
    sweep = Sweep(report=lambda sentence: None, grace_period=timedelta(0))
    sweep.sweep()
    report["repaired"] = sweep.repaired
    report["problems"] += [*broken_promises(), *without_a_row()]
    for picture in Picture.objects.all():  # and the worker takes its task up again
        complete(picture)
    report["problems"] += [*broken_promises(), *without_a_row()]
    report["pictures"] = Picture.objects.count()
    return report


if __name__ == "__main__":
    django.setup()
    print(json.dumps(run(int(sys.argv[1]))))  # noqa: T201
