"""What all commands have in common that bring another paper in."""

from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from tqdm import tqdm

from articles.interchange.incoming import Unreadable

GOES_ON = "What came in before stays: run it again, and it goes on."
STOPPED = f"Stopped. {GOES_ON}"
SITE = "address that the old site had: https://paper.example"


class ImportCommand(BaseCommand):
    """A command that brings in by `bring_in(named, …)`, and tells the whole report."""

    def add_choices(self, parser):
        """What is asked of every import."""
        parser.add_argument(
            "--media",
            action="store_true",
            help="also fetch the pictures from the old site (only from public addresses)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="report what would happen, and change nothing"
        )

    def add_pages(self, parser):
        """What is asked of files that know pages beside posts."""
        parser.add_argument(
            "--pages",
            choices=("stories", "policies"),
            default="stories",
            help="what public pages become (stories in the section Pages, or policies)",
        )

    def add_section(self, parser):
        """What is asked of files that know no sections, but only words for what a story is of."""
        parser.add_argument(
            "--section",
            default="",
            help="put all stories into the section of this name; their categories become topics",
        )

    def bring_in(self, named, import_site, *args, media, dry_run, **options):
        """Call `import_site` with these, tell its report; `named` is what a refusal begins with."""
        try:
            report = import_site(
                *args, fetch_pictures=media, dry_run=dry_run, progress=self.progress, **options
            )
        except Unreadable as problem:
            raise CommandError(f"{named}: {problem} Nothing was imported.") from problem
        except Error as problem:
            raise CommandError(f"The database refused: {_first_line(problem)}") from problem
        except KeyboardInterrupt as stop:
            raise CommandError(STOPPED, returncode=130) from stop
        for line in report.lines():
            self.stdout.write(line)
        done = "Nothing was changed: this was a dry run." if dry_run else "The import is complete."
        self.stdout.write(self.style.SUCCESS(done))

    def progress(self, items, total, doing):
        # disable=None draws the bar for a person at a terminal and stays silent under cron.
        return tqdm(items, total=total, desc=doing, unit=" items", disable=None)


def _first_line(problem):
    first = (str(problem).strip().splitlines() or ["it gave no reason"])[0]
    return f"{first.rstrip('.')}. {GOES_ON}"
