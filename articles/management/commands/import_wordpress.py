from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from tqdm import tqdm

from articles.interchange import wordpress

GOES_ON = "What came in before stays: run it again, and it goes on."
STOPPED = f"Stopped. {GOES_ON}"


class Command(BaseCommand):
    help = (
        "Bring a WordPress export (Tools > Export, an .xml file) in: authors, sections, topics, "
        "stories, readers' views, and redirects from the old addresses. Running it "
        "again goes on after a stop, and doubles nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="the .xml file that WordPress exported")
        parser.add_argument(
            "--uploads", help="folder or zip of wp-content/uploads, to take pictures from"
        )
        self.add_choices(parser)

    def add_choices(self, parser):
        parser.add_argument(
            "--media",
            action="store_true",
            help="also fetch the pictures from the old site (only from public addresses)",
        )
        parser.add_argument(
            "--pages",
            choices=("stories", "policies"),
            default="stories",
            help="what public pages become (stories in the section Pages, or policies)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="report what would happen, and change nothing"
        )

    def handle(self, *, file, media, dry_run, uploads, pages, **options):
        try:
            report = wordpress.import_site(
                file,
                uploads=uploads,
                fetch_pictures=media,
                dry_run=dry_run,
                pages=pages,
                progress=self.progress,
            )
        except wordpress.Unreadable as problem:
            raise CommandError(f"{file}: {problem} Nothing was imported.") from problem
        except Error as problem:
            raise CommandError(f"The database refused: {first_line(problem)}") from problem
        except KeyboardInterrupt as stop:
            raise CommandError(STOPPED, returncode=130) from stop
        self.tell(report, dry_run)

    def tell(self, report, dry_run):
        for line in report.lines():
            self.stdout.write(line)
        done = "Nothing was changed: this was a dry run." if dry_run else "The import is complete."
        self.stdout.write(self.style.SUCCESS(done))

    def progress(self, items, total, doing):
        # disable=None draws the bar for a person at a terminal and stays silent under cron.
        return tqdm(items, total=total, desc=doing, unit=" items", disable=None)


def first_line(problem):
    first = (str(problem).strip().splitlines() or ["it gave no reason"])[0]
    return f"{first.rstrip('.')}. {GOES_ON}"
