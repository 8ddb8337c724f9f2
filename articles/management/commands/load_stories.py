import argparse
import time

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.demo import generating
from newsroom.numbers import whole_number

MAX_COUNT = 10_000_000
MAX_YEARS = 100


def _between(minimum, maximum):
    def number(typed):
        chosen = whole_number(typed, most=maximum)
        if chosen is None or chosen < minimum:
            raise argparse.ArgumentTypeError(f"give a number from {minimum} to {maximum:,}")
        return chosen

    return number


class Command(BaseCommand):
    help = (
        "Add any number of made-up stories to see how fast the paper is when it is old. "
        "For a site that readers do not know: nothing takes them away again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--count", type=_between(1, MAX_COUNT), required=True)
        parser.add_argument(
            "--years", type=_between(1, MAX_YEARS), default=20, help="how far back they go"
        )
        parser.add_argument(
            "--seed", type=_between(0, 2**63), default=1, help="another one tells other stories"
        )
        parser.add_argument(
            "--without-search", action="store_true", help="enter none of them into the search index"
        )

    def handle(self, *, count, years, seed, without_search, **options):
        started = time.monotonic()
        # disable=None draws the bar for a person at a terminal and stays silent under cron.
        with tqdm(total=count, unit=" stories", disable=None) as bar:
            counts = generating.load(
                count=count,
                years=years,
                seed=seed,
                with_search=not without_search,
                progress=bar.update,
            )
        summary = ", ".join(f"{number:,} {noun}" for noun, number in counts.items())
        seconds = time.monotonic() - started
        self.stdout.write(self.style.SUCCESS(f"Added {summary} in {seconds:.0f} s."))
