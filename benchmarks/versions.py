"""How fast a story's past is: the history of 500 versions, and two of them compared.

    .venv/bin/python -m benchmarks.versions [--database URL] [--rounds 7]

Makes its own database (on PostgreSQL a new one beside the one named, dropped at the end), with
one story of 500 versions of 2,000 words. Rounds take turns, and the median counts. Ends with 1
if more is asked or waited for than the desk should have to.
"""

import statistics
import sys
import time
from difflib import SequenceMatcher
from random import Random
from types import SimpleNamespace

from benchmarks.sites.own import exit_code, own_site, parse_arguments

VERSIONS, WORDS, PARAGRAPHS = 500, 2000, 40
LIMITS = {"queries": 10, "history": 150, "comparison": 100}  # milliseconds


def main():
    chosen = parse_arguments(rounds=7)
    with own_site(chosen.database, ["collectstatic", "--no-input"]):
        found = print_history(chosen.rounds) | print_comparisons(chosen.rounds)
    return exit_code(found, LIMITS)


# The history


def print_history(rounds):
    """How long the desk waits for the history, beside one version of the same story."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    story, chief = story_with_a_past()
    client = Client()
    client.force_login(chief)
    history = reverse("admin:articles_story_versions", args=[story.pk])
    pages = {
        "history, 100 of 500 lines": history,
        "history, last page": f"{history}?page={VERSIONS // 100}",
        "one version, desk": reverse("admin:articles_story_version", args=[story.pk, 1]),
        "two versions, desk": reverse("admin:articles_story_compare", args=[story.pk])
        + f"?a=1&b={VERSIONS}",
        "one version, readers": reverse(
            "articles:story-version", args=[story.section.slug, story.pk, 1]
        ),
    }
    queries = {}
    for name, path in pages.items():
        client.get(path)  # the first answer compiles its template
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200, path
        queries[name] = len(captured)
    times = medians(
        {name: lambda path=path: client.get(path) for name, path in pages.items()}, rounds
    )
    beside = times["one version, desk"]
    print(f"{'page':<28}{'queries':>8}{'ms':>8}{'of one version':>16}")
    for name, took in times.items():
        print(f"{name:<28}{queries[name]:>8}{took:>8.1f}{took / beside:>16.2f}")
    first = "history, 100 of 500 lines"
    return {"queries": queries[first], "history": times[first]}


def story_with_a_past():
    """A published story with 500 versions of 2,000 words, most of which readers had."""
    from django.contrib.auth import get_user_model

    from articles.models import Section, Story

    chief = get_user_model().objects.create_superuser(
        email="chief@example.org",
        password="benchmark",  # noqa: S106
    )
    random = Random(4)
    words = sample_words(random, WORDS)
    story = Story(section=Section.objects.create(name="City", slug="city"))
    story.write(by=chief, headline="Ferry sails again", body=in_paragraphs(words))
    story.publish(by=chief)
    for number in range(2, VERSIONS + 1):
        words = edited(random, words, 0.01)
        story.write(by=chief, body=in_paragraphs(words), note=f"Edit {number}")
        story.update(by=chief)
    return story, chief


# Comparing


def print_comparisons(rounds):
    """How long two versions of 2,000 words take, beside plain difflib over the same words."""
    from articles.body.comparing import compare

    random = Random(5)
    words, others = sample_words(random, WORDS), sample_words(random, WORDS)
    shuffled = in_paragraphs(words).split("</p>")[:-1]
    random.shuffle(shuffled)
    pairs = {
        "one word in ten edited": (words, edited(random, words, 0.1), PARAGRAPHS),
        "four words in ten edited": (words, edited(random, words, 0.4), PARAGRAPHS),
        "everything else": (words, others, PARAGRAPHS),
        "one paragraph, edited": (words, edited(random, words, 0.1), 1),
        "one paragraph, half edited": (words, edited(random, words, 0.5), 1),
        "one paragraph, everything else": (words, others, 1),
        "500 paragraphs, edited": (words, edited(random, words, 0.3), 500),
        "500 paragraphs, everything else": (words, others, 500),
    }
    cases = {}
    for name, (old, new, paragraphs) in pairs.items():
        before, after = (version_of(in_paragraphs(text, paragraphs)) for text in (old, new))
        cases[name] = lambda a=before, b=after: compare(a, b, {})
        cases[f"difflib: {name}"] = lambda a=old, b=new: SequenceMatcher(None, a, b).get_opcodes()
    moved = version_of("</p>".join([*shuffled, ""]))
    before = version_of(in_paragraphs(words))
    cases["every paragraph moved"] = lambda: compare(before, moved, {})
    cases["difflib: every paragraph moved"] = cases["difflib: one word in ten edited"]
    times = medians(cases, rounds)
    print(f"\n{'two versions of 2,000 words':<34}{'ms':>8}{'of difflib':>12}")
    for name in [*pairs, "every paragraph moved"]:
        took = times[name]
        print(f"{name:<34}{took:>8.1f}{took / times[f'difflib: {name}']:>12.2f}")
    return {"comparison": max(times[name] for name in [*pairs, "every paragraph moved"])}


def version_of(body):
    empty = dict.fromkeys(("kicker", "standfirst", "dateline", "lead_caption"), "")
    return SimpleNamespace(headline="Ferry sails again", body=body, lead_picture_id=None, **empty)


def sample_words(random, count):
    """Words of a vocabulary of 3,000, with frequencies by Zipf's law."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    own = Random(1)
    vocabulary = ["".join(own.choices(letters, k=own.randint(2, 9))) for _ in range(3000)]
    return random.choices(vocabulary, [1 / (rank + 2) for rank in range(3000)], k=count)


def edited(random, words, share):
    """The words with this share of them removed, replaced or followed by a new one."""
    found, new = [], sample_words(random, len(words))
    for word, other in zip(words, new, strict=True):
        what = random.random() / share * 3
        found += {0: [], 1: [other], 2: [word, other]}.get(int(what), [word])
    return found


def in_paragraphs(words, count=PARAGRAPHS):
    size = max(len(words) // count, 1)
    parts = (words[start : start + size] for start in range(0, len(words), size))
    return "".join(f"<p>{' '.join(part)}.</p>" for part in parts)


def medians(cases, rounds):
    """The median of each case in milliseconds, run in turns after one round that does not count."""
    times = {name: [] for name in cases}
    for number in range(rounds + 1):
        for name, case in cases.items():
            began = time.perf_counter()
            case()
            if number:
                times[name].append((time.perf_counter() - began) * 1000)
    return {name: statistics.median(found) for name, found in times.items()}


if __name__ == "__main__":
    sys.exit(main())
