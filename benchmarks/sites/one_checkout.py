"""Ask the site of the folder one stands in for its pages; print what each cost, as JSON.

Started by benchmarks.against, in this checkout and in the other: it names nothing of the project
but what every version of it has, its models and addresses.
"""

import json
import os
import sys
import time

sys.path.insert(0, os.getcwd())  # noqa: PTH109 the checkout, not this file's folder
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"


def main(times):
    from django.contrib.auth import get_user_model
    from django.test import Client

    import newsroom.wsgi  # noqa: F401 as a server does

    reader, editor = Client(HTTP_HOST="127.0.0.1"), Client(HTTP_HOST="127.0.0.1")
    reader.get("/")
    spent = {"first answer": time.process_time() * 1000}
    editor.force_login(get_user_model().objects.get(email="editor@harbour.example"))
    for name, (client, path) in pages(reader, editor).items():
        spent[name] = cost(client, path, times)
    print(json.dumps(spent))


def pages(reader, editor):
    """(client, path) by the name of the page."""
    from articles.models import Gallery, Story

    stories = Story.objects.published().select_related("live", "section")
    story = max(stories, key=lambda story: (len(story.live.body), story.pk))
    gallery = Gallery.objects.published().first()
    return {
        "front": (reader, "/"),
        "story": (reader, story.get_absolute_url()),
        "section": (reader, story.section.get_absolute_url()),
        "gallery": (reader, gallery.get_absolute_url()),
        "feed": (reader, "/latest.rss"),
        "search": (reader, "/search/?q=harbour"),
        "archive": (reader, "/archive/"),
        "text edition": (reader, "/text/"),
        "log in": (reader, "/accounts/login/"),
        "desk": (editor, "/admin/"),
        "list of stories": (editor, "/admin/articles/story/"),
        "form of a story": (editor, f"/admin/articles/story/{story.pk}/change/"),
        "picture library": (editor, "/admin/articles/picture/"),
    }


def cost(client, path, times):
    """Milliseconds of processor time for one answer: the mean of the quicker three quarters."""
    assert client.get(path).status_code == 200, path
    for _ in range(3):
        client.get(path)
    spent = []
    for _ in range(times):
        began = time.process_time()
        client.get(path)
        spent.append(time.process_time() - began)
    quicker = sorted(spent)[: max(1, times * 3 // 4)]
    return sum(quicker) / len(quicker) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]))
