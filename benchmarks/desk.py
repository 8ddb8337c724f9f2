"""What writing costs: the form of a story with a past, keeping its words, its checks, a merge.

    .venv/bin/python -m benchmarks.desk [--database URL] [--rounds 9]

Makes its own database (on PostgreSQL a new one beside the one named, dropped at the end), with one
story of 500 versions of 2,000 words. Processor time of this process counts, the median of the
rounds; the merge is set beside difflib over the same paragraphs. Ends with 1 if more is asked or
worked than the desk should have to.
"""

import statistics
import time
import uuid
from difflib import SequenceMatcher
from random import Random

from benchmarks.sites.own import exit_code, own_site, parse_arguments
from benchmarks.versions import WORDS, edited, in_paragraphs, sample_words, story_with_a_past

BLOCKS = 2000
LIMITS = {"form": 25, "keeping": 5, "checking": 25, "checks": 50}  # queries; milliseconds


def main():
    chosen = parse_arguments(rounds=9)
    with own_site(chosen.database, ["collectstatic", "--no-input"]):
        found = print_requests(chosen.rounds) | print_checks(chosen.rounds)
    print_merges(chosen.rounds)
    return exit_code(found, LIMITS)


def print_requests(rounds):
    """Queries and processor time of what the form asks of the server."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    story, chief = story_with_a_past()
    client = Client()
    client.force_login(chief)
    fields = {
        "headline": story.latest.headline,
        "body": story.latest.body,
        "section": story.section_id,
        "based_on": story.latest.number,
        "working_copy": str(uuid.uuid4()),
        "_person": chief.pk,
    }

    def address(name):
        return reverse(f"admin:articles_story_{name}", args=[story.pk])

    requests = {
        "form": lambda: client.get(address("change")),
        "keeping": lambda: client.post(address("keep"), fields),
        "presence": lambda: client.post(address("at-it"), fields),
        "checking": lambda: client.post(address("check"), fields),
    }
    queries = {}
    print(f"{'request':<12}{'queries':>8}{'ms':>8}")
    for name, send in requests.items():
        send()
        with CaptureQueriesContext(connection) as captured:
            assert send().status_code == 200, name
        queries[name] = len(captured)
        print(f"{name:<12}{queries[name]:>8}{median(send, rounds):>8.1f}")
    return queries


def print_checks(rounds):
    """The checks of a story of 2,000 words, with a link in each paragraph."""
    from articles.checks import Draft, findings

    text = in_paragraphs(sample_words(Random(6), WORDS))
    text = text.replace("</p>", ' <a href="/archive/">Archive</a></p>')
    took = median(lambda: findings(Draft(headline="Ferry sails", body=text, language="en")), rounds)
    print(f"\nchecks of {WORDS:,} words: {took:.1f} ms")
    return {"checks": took}


def print_merges(rounds):
    """Two changes of 2,000 paragraphs, beside difflib that aligns either with what it was."""
    from articles.body.merging import merge

    random = Random(7)
    base = [sample_words(random, 12) for _ in range(BLOCKS)]
    mine = [edited(random, words, 0.2) if n % 3 == 0 else words for n, words in enumerate(base)]
    theirs = [edited(random, words, 0.2) if n % 3 == 1 else words for n, words in enumerate(base)]
    texts = [[f"<p>{' '.join(words)}</p>" for words in side] for side in (base, mine, theirs)]
    together = median(lambda: merge(*map("".join, texts)), rounds)
    beside = median(
        lambda: [SequenceMatcher(None, texts[0], side).get_opcodes() for side in texts[1:]], rounds
    )
    print(
        f"merge of {BLOCKS:,} paragraphs: {together:.0f} ms, {together / beside:.1f} of difflib's"
    )


def median(work, rounds):
    """Milliseconds of a processor."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        times.append((time.process_time() - started) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    raise SystemExit(main())
