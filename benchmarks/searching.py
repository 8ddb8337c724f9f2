"""How long readers, and the desk, wait for what they search for in a paper that is large.

    .venv/bin/python -m benchmarks.searching --database-url URL [--questions 100]

Takes a database that is there, filled by `manage.py load_stories`, and asks it so many different
questions of each kind, without the page store: words, phrases and sections as stories taken by lot
have them. A word is common that one story in twenty has, rare that one in the lot has. Prints the
median and the 95th percentile, by the clock, of answers after the first of a process. Ends with 1
where the latter is more than MOST.
"""

import argparse
import itertools
import random
import re
import statistics
import sys
import time
from collections import Counter
from urllib.parse import urlencode

from benchmarks.sites.own import paper_that_is_there

MOST = 100  # ms
LOT = 2000  # stories
SHORTEST = 4  # letters of a word
WARMING = 5


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--database-url", required=True)
    options.add_argument("--questions", type=int, default=100)
    chosen = options.parse_args()
    paper_that_is_there(chosen.database_url)
    from django.db import transaction

    with transaction.atomic():  # whoever searches at the desk is nobody afterwards
        is_slow = ask_all(chosen.questions)
        transaction.set_rollback(True)
    return int(is_slow)


def ask_all(count):
    """Print what each kind takes; whether one takes too long."""
    from django.contrib.auth import get_user_model

    from articles.models import Story

    print(f"{Story.objects.count():,} stories")
    editor = get_user_model().objects.create_superuser("searching@example.org")
    is_slow = False
    for kind, page, questions in kinds(count):
        if len(questions) < WARMING:
            print(f"{kind:<34}{len(questions):>5}  too few words")
            continue
        ask = asking(page, editor)
        for question in questions[:WARMING]:
            ask(question)
        took = sorted(map(ask, questions))
        last = statistics.quantiles(took, n=20)[-1]
        print(f"{kind:<34}{len(took):>5}{statistics.median(took):>8.0f} ms{last:>8.0f} ms")
        is_slow |= last > MOST
    return is_slow


def asking(page, editor):
    """Asks the page a question; milliseconds."""
    from django.test import Client

    client = Client()
    if page != "/search/":
        client.force_login(editor)

    def ask(question):
        began = time.perf_counter()
        answer = client.get(f"{page}?{urlencode(question)}")
        took = (time.perf_counter() - began) * 1000
        assert answer.status_code == 200, answer
        return took

    return ask


def kinds(count):
    """(what is asked, the page, so many different questions)."""
    from django.conf import settings

    lots = random.Random(2026)
    texts, sections = by_lot(lots)
    found_in = Counter(word for text in texts for word in set(text) if len(word) >= SHORTEST)
    common = [word for word, n in found_in.items() if n >= LOT / 20]
    rare = [word for word, n in found_in.items() if n == 1]
    lots.shuffle(common)
    lots.shuffle(rare)
    pairs = list(itertools.islice(zip(common, common[1:] + common[:1], strict=True), count))
    starts = [(text, lots.randrange(len(text) - 1)) for text in texts]
    phrases = {" ".join(text[at : at + 2]) for text, at in starts}
    phrases = sorted(phrases)
    lots.shuffle(phrases)
    common, rare, phrases = common[:count], rare[:count], phrases[:count]
    readers, desk = "/search/", f"/{settings.DESK_PATH}articles/story/"
    yield "a common word", readers, [{"q": word} for word in common]
    yield "two common words", readers, [{"q": " ".join(pair)} for pair in pairs]
    yield "a rare word", readers, [{"q": word} for word in rare]
    yield "a word that nobody wrote", readers, [{"q": "zy" + hex(n)[2:]} for n in range(count)]
    yield "a phrase", readers, [{"q": f'"{phrase}"'} for phrase in phrases]
    yield (
        "a common word, in a section", readers,
        [{"q": word, "section": lots.choice(sections)} for word in common],
    )  # fmt: skip
    yield (
        "a common word, in one year", readers,
        [{"q": word, "from": f"{year}-01-01", "to": f"{year}-12-31"}
         for word in common for year in [lots.randrange(2012, 2026)]],
    )  # fmt: skip
    yield "a common word, newest first", readers, [{"q": w, "order": "newest"} for w in common]
    yield "the desk: a common word", desk, [{"q": word} for word in common]
    yield "the desk: a rare word", desk, [{"q": word} for word in rare]


def by_lot(lots):
    """The words of so many stories, in their order, and the slugs of sections."""
    from articles.body import plain_text
    from articles.models import Section, Story

    stories = Story.objects.published().select_related("live")
    newest = stories.order_by("-pk").values_list("pk", flat=True).first()
    chosen = stories.filter(pk__in=[lots.randrange(1, newest + 1) for _ in range(LOT)])
    texts = [f"{story.live.headline} {plain_text(story.live.body)}" for story in chosen]
    return (
        [re.findall(r"\w+", text.lower()) for text in texts],
        list(Section.objects.values_list("slug", flat=True)),
    )


if __name__ == "__main__":
    sys.exit(main())
